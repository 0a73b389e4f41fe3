namespace CallCenter.Actors.Collections;

/// <summary>What maps and sets have in common: a root, or none when they are empty.</summary>
internal static class Tree
{
    public static Node<TKey, TValue> With<TKey, TValue>(Node<TKey, TValue>? root, TKey key, TValue value)
        where TKey : struct, IOrdered<TKey>
    {
        if (root is null)
        {
            return new Leaf<TKey, TValue>([key], [value]);
        }

        var left = root.With(new Probe<TKey>(key), value, out var right);
        return right is null ? left : new Branch<TKey, TValue>([left, right]);
    }

    public static Node<TKey, TValue>? Without<TKey, TValue>(Node<TKey, TValue>? root, TKey key)
        where TKey : struct, IOrdered<TKey> => root?.Without(new Probe<TKey>(key))?.AsRoot();

    public static int IndexOf<TKey, TValue>(Node<TKey, TValue>? root, TKey key)
        where TKey : struct, IOrdered<TKey>
    {
        if (root is null)
        {
            return ~0;
        }

        var rank = root.Rank(new Probe<TKey>(key), out var isThere);
        return isThere ? rank : ~rank;
    }

    public static int CountBefore<TKey, TValue>(Node<TKey, TValue>? root, TKey key)
        where TKey : struct, IOrdered<TKey> => root?.Rank(new Probe<TKey>(key), out _) ?? 0;

    public static Leaf<TKey, TValue> LeafAt<TKey, TValue>(Node<TKey, TValue>? root, ref int rank)
        where TKey : struct, IOrdered<TKey>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, root?.Count ?? 0);
        return root!.LeafAt(ref rank);
    }
}
