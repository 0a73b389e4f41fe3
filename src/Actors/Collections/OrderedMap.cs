using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Collections;

/// <summary>
/// An immutable map in the order of its keys: a B+ tree of wide nodes (<see cref="Slots.CountMax"/>). A change costs O(log n) and shares the rest with the
/// map before it. Two maps are equal when they hold the same; <c>default</c> is the empty one. In JSON an object.
/// </summary>
[CollectionBuilder(typeof(OrderedMap), nameof(OrderedMap.Create))]
[JsonConverter(typeof(OrderedMapConverter))]
public readonly struct OrderedMap<TKey, TValue> : IReadOnlyList<KeyValuePair<TKey, TValue>>, IEquatable<OrderedMap<TKey, TValue>>
    where TKey : struct, IOrdered<TKey>
{
    private readonly Node<TKey, TValue>? root;

    internal OrderedMap(Node<TKey, TValue>? root) => this.root = root;

    public static OrderedMap<TKey, TValue> Empty => default;

    public int Count => root?.Count ?? 0;

    public bool IsEmpty => root is null;

    public OrderedRange<TKey, TValue, TKey, EntryKey<TKey, TValue>> Keys => new(root, 0);

    public OrderedRange<TKey, TValue, TValue, EntryValue<TKey, TValue>> Values => new(root, 0);

    /// <exception cref="InvalidOperationException">The map is empty.</exception>
    public KeyValuePair<TKey, TValue> First => root is null ? throw new InvalidOperationException("the map is empty") : EntryAt(0);

    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue this[TKey key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no {key}");

    KeyValuePair<TKey, TValue> IReadOnlyList<KeyValuePair<TKey, TValue>>.this[int index] => EntryAt(index);

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (root is null)
        {
            value = default;
            return false;
        }

        return root.TryGet(new Probe<TKey>(key), out value);
    }

    public TValue? GetValueOrDefault(TKey key) => TryGetValue(key, out var value) ? value : default;

    public OrderedMap<TKey, TValue> SetItem(TKey key, TValue value) => new(Tree.With(root, key, value));

    /// <summary>The same map when there is no such key.</summary>
    public OrderedMap<TKey, TValue> Remove(TKey key) => new(Tree.Without(root, key));

    /// <summary>How many keys are less. When the key is not there, the complement of that, as List.BinarySearch has it.</summary>
    public int IndexOf(TKey key) => Tree.IndexOf(root, key);

    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public KeyValuePair<TKey, TValue> EntryAt(int index)
    {
        var leaf = Tree.LeafAt(root, ref index);
        return new(leaf.Keys[index], leaf.Values[index]);
    }

    /// <summary>From this key on, whether it is there or not.</summary>
    public OrderedRange<TKey, TValue, KeyValuePair<TKey, TValue>, EntryPair<TKey, TValue>> From(TKey key) => new(root, Tree.CountBefore(root, key));

    public OrderedRange<TKey, TValue, KeyValuePair<TKey, TValue>, EntryPair<TKey, TValue>>.Enumerator GetEnumerator() => new(root, 0);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(OrderedMap<TKey, TValue> other) =>
        ReferenceEquals(root, other.root) || (Count == other.Count && this.SequenceEqual(other));

    public override bool Equals(object? obj) => obj is OrderedMap<TKey, TValue> other && Equals(other);

    /// <summary>Of the ends only: equal maps have equal ones.</summary>
    public override int GetHashCode() => IsEmpty ? 0 : HashCode.Combine(Count, First, EntryAt(Count - 1));

    public override string ToString() => $"[{string.Join(", ", this)}]";

    public static bool operator ==(OrderedMap<TKey, TValue> left, OrderedMap<TKey, TValue> right) => left.Equals(right);

    public static bool operator !=(OrderedMap<TKey, TValue> left, OrderedMap<TKey, TValue> right) => !left.Equals(right);
}

public static class OrderedMap
{
    /// <summary>In O(n) when the keys ascend, else in O(n log n).</summary>
    /// <exception cref="ArgumentException">A key is there twice.</exception>
    public static OrderedMap<TKey, TValue> Create<TKey, TValue>(ReadOnlySpan<KeyValuePair<TKey, TValue>> entries)
        where TKey : struct, IOrdered<TKey>
    {
        var (keys, values) = (new TKey[entries.Length], new TValue[entries.Length]);
        for (var index = 0; index < entries.Length; index++)
        {
            (keys[index], values[index]) = entries[index];
        }

        return new OrderedMap<TKey, TValue>(Building.Of<TKey, TValue>(keys, values));
    }
}
