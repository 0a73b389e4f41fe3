using System.Collections;

namespace CallCenter.Actors.Collections;

/// <summary>
/// Entries of a tree, one after the other and without allocating: from leaf to leaf by rank. <typeparamref name="TView"/> says what of each.
/// </summary>
public readonly struct OrderedRange<TKey, TValue, TItem, TView> : IReadOnlyList<TItem>
    where TKey : struct, IOrdered<TKey>
    where TView : struct, IEntryView<TKey, TValue, TItem>
{
    private readonly Node<TKey, TValue>? root;
    private readonly int start;

    internal OrderedRange(Node<TKey, TValue>? root, int start) => (this.root, this.start) = (root, start);

    public int Count => (root?.Count ?? 0) - start;

    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public TItem this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            index += start;
            var leaf = Tree.LeafAt(root, ref index);
            return TView.Of(leaf.Keys[index], leaf.Values[index]);
        }
    }

    public Enumerator GetEnumerator() => new(root, start);

    IEnumerator<TItem> IEnumerable<TItem>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<TItem>
    {
        private readonly Node<TKey, TValue>? root;
        private Leaf<TKey, TValue>? leaf;
        private int at = -1;
        private int next;

        internal Enumerator(Node<TKey, TValue>? root, int start) => (this.root, next) = (root, start);

        public readonly TItem Current => TView.Of(leaf!.Keys[at], leaf.Values[at]);

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            at++;
            if (leaf is not null && at < leaf.Count)
            {
                return true;
            }

            if (root is null || next >= root.Count)
            {
                return false;
            }

            at = next;
            leaf = root.LeafAt(ref at);
            next += leaf.Count - at;
            return true;
        }

        public readonly void Reset() => throw new NotSupportedException();

        public readonly void Dispose()
        {
        }
    }
}

/// <summary>What to see of an entry.</summary>
public interface IEntryView<TKey, TValue, TItem>
{
    static abstract TItem Of(TKey key, TValue value);
}

public readonly record struct EntryPair<TKey, TValue> : IEntryView<TKey, TValue, KeyValuePair<TKey, TValue>>
{
    public static KeyValuePair<TKey, TValue> Of(TKey key, TValue value) => new(key, value);
}

public readonly record struct EntryKey<TKey, TValue> : IEntryView<TKey, TValue, TKey>
{
    public static TKey Of(TKey key, TValue value) => key;
}

public readonly record struct EntryValue<TKey, TValue> : IEntryView<TKey, TValue, TValue>
{
    public static TValue Of(TKey key, TValue value) => value;
}
