namespace CallCenter.Actors.Collections;

/// <summary>A whole tree at once, from the leaves up.</summary>
internal static class Building
{
    /// <summary>How full nodes are made, so that what comes next has room.</summary>
    private const int FillMax = Slots.CountMax * 3 / 4;

    /// <summary>In O(n) when the keys ascend, else in O(n log n). Sorts both in place.</summary>
    /// <exception cref="ArgumentException">A key is there twice.</exception>
    public static Node<TKey, TValue>? Of<TKey, TValue>(Span<TKey> keys, Span<TValue> values)
        where TKey : struct, IOrdered<TKey>
    {
        if (!Ascends(keys))
        {
            keys.Sort(values);
            if (!Ascends(keys))
            {
                throw new ArgumentException("a key is there twice", nameof(keys));
            }
        }

        return keys.IsEmpty ? null : Of(Leaves<TKey, TValue>(keys, values));
    }

    private static Node<TKey, TValue> Of<TKey, TValue>(Node<TKey, TValue>[] level)
        where TKey : struct, IOrdered<TKey>
    {
        while (level.Length > 1)
        {
            var above = new Node<TKey, TValue>[NodesFor(level.Length)];
            for (var index = 0; index < above.Length; index++)
            {
                above[index] = new Branch<TKey, TValue>(level.AsSpan(Part(level.Length, above.Length, index)));
            }

            level = above;
        }

        return level[0];
    }

    private static Node<TKey, TValue>[] Leaves<TKey, TValue>(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values)
        where TKey : struct, IOrdered<TKey>
    {
        var leaves = new Node<TKey, TValue>[NodesFor(keys.Length)];
        for (var index = 0; index < leaves.Length; index++)
        {
            var part = Part(keys.Length, leaves.Length, index);
            leaves[index] = new Leaf<TKey, TValue>(keys[part], values[part]);
        }

        return leaves;
    }

    private static int NodesFor(int count) => count <= Slots.CountMax ? 1 : (count + FillMax - 1) / FillMax;

    /// <summary>Parts of as equal a size as can be, so that none is thin.</summary>
    private static Range Part(int count, int parts, int index) => (int)((long)count * index / parts)..(int)((long)count * (index + 1) / parts);

    private static bool Ascends<TKey>(ReadOnlySpan<TKey> keys)
        where TKey : struct, IOrdered<TKey>
    {
        for (var index = 1; index < keys.Length; index++)
        {
            if (keys[index - 1].CompareTo(keys[index]) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
