namespace CallCenter.Actors.Collections;

/// <summary>A part of a tree: entries in order. Never changes; a change makes a new one that shares with the old what it did not touch.</summary>
internal abstract class Node<TKey, TValue>
    where TKey : struct, IOrdered<TKey>
{
    /// <summary>Of entries below it.</summary>
    public abstract int Count { get; }

    /// <summary>Too few slots to be left alone.</summary>
    public abstract bool IsThin { get; }

    /// <summary>Of <see cref="First"/>.</summary>
    public abstract ulong Prefix { get; }

    public abstract ref readonly TKey First { get; }

    public abstract bool TryGet(in Probe<TKey> probe, out TValue value);

    /// <summary>How many entries are before the key.</summary>
    public abstract int Rank(in Probe<TKey> probe, out bool isThere);

    /// <summary>The leaf of the entry with this rank, which becomes its place in the leaf.</summary>
    public abstract Leaf<TKey, TValue> LeafAt(ref int rank);

    /// <summary>With this entry, which takes the place of one with the same key; <paramref name="right"/>: what is too much for one node, or null.</summary>
    public abstract Node<TKey, TValue> With(in Probe<TKey> probe, TValue value, out Node<TKey, TValue>? right);

    /// <summary>Without this key: itself when it is not there, null when nothing is left.</summary>
    public abstract Node<TKey, TValue>? Without(in Probe<TKey> probe);

    /// <summary>Together with its neighbour at the same height; <paramref name="right"/>: what is too much for one node, or null.</summary>
    public abstract Node<TKey, TValue> Joined(Node<TKey, TValue> next, out Node<TKey, TValue>? right);

    /// <summary>A whole tree's top is no higher than it need be.</summary>
    public virtual Node<TKey, TValue> AsRoot() => this;
}

/// <summary>What is looked for.</summary>
internal readonly struct Probe<TKey>(TKey key)
    where TKey : struct, IOrdered<TKey>
{
    public readonly TKey Key = key;
    public readonly ulong Prefix = key.Prefix;

    /// <summary>How many prefixes are less. Counted, not searched: at the width of a node that is faster, because nothing has to be guessed.</summary>
    public int CountBelow(ReadOnlySpan<ulong> prefixes)
    {
        var below = 0;
        foreach (var prefix in prefixes)
        {
            below += prefix < Prefix ? 1 : 0;
        }

        return below;
    }

    /// <summary>The place of the key among these, or where it would be.</summary>
    public int Find(ReadOnlySpan<ulong> prefixes, ReadOnlySpan<TKey> keys, out bool isThere)
    {
        var low = CountBelow(prefixes);
        var high = EndOfEqual(prefixes, low);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = keys[middle].CompareTo(Key);
            if (order == 0)
            {
                isThere = true;
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        isThere = false;
        return low;
    }

    /// <summary>Where the equal prefixes that begin at <paramref name="from"/> are over.</summary>
    public int EndOfEqual(ReadOnlySpan<ulong> prefixes, int from)
    {
        while (from < prefixes.Length && prefixes[from] == Prefix)
        {
            from++;
        }

        return from;
    }
}
