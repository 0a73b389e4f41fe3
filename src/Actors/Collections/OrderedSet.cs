using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Collections;

/// <summary>
/// An immutable set in order, with the rank of each item: <see cref="OrderedMap{TKey, TValue}"/> without values. In JSON an array.
/// </summary>
[CollectionBuilder(typeof(OrderedSet), nameof(OrderedSet.Create))]
[JsonConverter(typeof(OrderedSetConverter))]
public readonly struct OrderedSet<T> : IReadOnlyList<T>, IEquatable<OrderedSet<T>>
    where T : struct, IOrdered<T>
{
    private readonly Node<T, Nothing>? root;

    internal OrderedSet(Node<T, Nothing>? root) => this.root = root;

    public static OrderedSet<T> Empty => default;

    public int Count => root?.Count ?? 0;

    public bool IsEmpty => root is null;

    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public T First => root is null ? throw new InvalidOperationException("the set is empty") : root.First;

    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public T Last => root is null ? throw new InvalidOperationException("the set is empty") : this[Count - 1];

    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public T this[int index] => Tree.LeafAt(root, ref index).Keys[index];

    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>The same set when it has the item.</summary>
    public OrderedSet<T> Add(T item) => new(Tree.With(root, item, default));

    /// <summary>The same set when it has no such item.</summary>
    public OrderedSet<T> Remove(T item) => new(Tree.Without(root, item));

    /// <summary>How many items are less. When the item is not there, the complement of that, as List.BinarySearch has it.</summary>
    public int IndexOf(T item) => Tree.IndexOf(root, item);

    /// <summary>From this item on, whether it is there or not.</summary>
    public OrderedRange<T, Nothing, T, EntryKey<T, Nothing>> From(T item) => new(root, Tree.CountBefore(root, item));

    public OrderedRange<T, Nothing, T, EntryKey<T, Nothing>>.Enumerator GetEnumerator() => new(root, 0);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(OrderedSet<T> other) => ReferenceEquals(root, other.root) || (Count == other.Count && this.SequenceEqual(other));

    public override bool Equals(object? obj) => obj is OrderedSet<T> other && Equals(other);

    /// <summary>Of the ends only: equal sets have equal ones.</summary>
    public override int GetHashCode() => IsEmpty ? 0 : HashCode.Combine(Count, First, Last);

    public override string ToString() => $"[{string.Join(", ", this)}]";

    public static bool operator ==(OrderedSet<T> left, OrderedSet<T> right) => left.Equals(right);

    public static bool operator !=(OrderedSet<T> left, OrderedSet<T> right) => !left.Equals(right);
}

public static class OrderedSet
{
    /// <summary>In O(n) when the items ascend, else in O(n log n).</summary>
    /// <exception cref="ArgumentException">An item is there twice.</exception>
    public static OrderedSet<T> Create<T>(ReadOnlySpan<T> items)
        where T : struct, IOrdered<T> => new(Building.Of<T, Nothing>(items.ToArray(), new Nothing[items.Length]));
}
