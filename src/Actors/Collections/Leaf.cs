namespace CallCenter.Actors.Collections;

/// <summary>The entries themselves.</summary>
internal sealed class Leaf<TKey, TValue> : Node<TKey, TValue>
    where TKey : struct, IOrdered<TKey>
{
    private Slots<TKey, TValue> entries;

    private Leaf()
    {
    }

    public Leaf(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values)
    {
        for (var index = 0; index < keys.Length; index++)
        {
            entries.Add(keys[index].Prefix, keys[index], values[index]);
        }
    }

    public ReadOnlySpan<TKey> Keys => entries.Firsts;

    public ReadOnlySpan<TValue> Values => entries.Seconds;

    public override int Count => entries.Count;

    public override bool IsThin => entries.Count < Slots.CountMin;

    public override ulong Prefix => entries.Prefixes[0];

    public override ref readonly TKey First => ref entries.Firsts[0];

    public override bool TryGet(in Probe<TKey> probe, out TValue value)
    {
        var at = Rank(probe, out var isThere);
        value = isThere ? Values[at] : default!;
        return isThere;
    }

    public override int Rank(in Probe<TKey> probe, out bool isThere) => probe.Find(entries.Prefixes, entries.Firsts, out isThere);

    public override Leaf<TKey, TValue> LeafAt(ref int rank) => this;

    public override Node<TKey, TValue> With(in Probe<TKey> probe, TValue value, out Node<TKey, TValue>? right)
    {
        var at = Rank(probe, out var isThere);
        right = null;
        if (isThere && typeof(TValue) == typeof(Nothing))
        {
            return this;
        }

        if (!isThere && entries.IsFull)
        {
            var (left, rest) = (new Leaf<TKey, TValue>(), new Leaf<TKey, TValue>());
            Slots<TKey, TValue>.Split(entries, at, probe.Prefix, probe.Key, value, ref left.entries, ref rest.entries);
            right = rest;
            return left;
        }

        var changed = Copy();
        if (isThere)
        {
            changed.entries.Set(at, probe.Prefix, Keys[at], value);
        }
        else
        {
            changed.entries.Insert(at, probe.Prefix, probe.Key, value);
        }

        return changed;
    }

    public override Node<TKey, TValue>? Without(in Probe<TKey> probe)
    {
        var at = Rank(probe, out var isThere);
        if (!isThere || entries.Count == 1)
        {
            return isThere ? null : this;
        }

        var left = Copy();
        left.entries.RemoveAt(at);
        return left;
    }

    public override Node<TKey, TValue> Joined(Node<TKey, TValue> next, out Node<TKey, TValue>? right)
    {
        var (other, left) = ((Leaf<TKey, TValue>)next, new Leaf<TKey, TValue>());
        right = null;
        if (entries.Count + other.entries.Count > Slots.CountMax)
        {
            var rest = new Leaf<TKey, TValue>();
            Slots<TKey, TValue>.Share(entries, other.entries, ref left.entries, ref rest.entries);
            right = rest;
        }
        else
        {
            left.entries.Add(entries, 0, entries.Count);
            left.entries.Add(other.entries, 0, other.entries.Count);
        }

        return left;
    }

    private Leaf<TKey, TValue> Copy() => (Leaf<TKey, TValue>)MemberwiseClone();
}
