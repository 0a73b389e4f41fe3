namespace CallCenter.Actors.Collections;

/// <summary>
/// Children at one height, at least two, each with how many entries it has below it. A child's prefix is that of its first entry; no key is kept
/// here, so none can be stale.
/// </summary>
internal sealed class Branch<TKey, TValue> : Node<TKey, TValue>
    where TKey : struct, IOrdered<TKey>
{
    private Slots<Node<TKey, TValue>, int> children;
    private int count;

    private Branch()
    {
    }

    public Branch(ReadOnlySpan<Node<TKey, TValue>> children)
    {
        foreach (var child in children)
        {
            Add(child);
        }

        Counted();
    }

    public override int Count => count;

    public override bool IsThin => children.Count < Slots.CountMin;

    public override ulong Prefix => children.Prefixes[0];

    public override ref readonly TKey First => ref children.Firsts[0].First;

    public override bool TryGet(in Probe<TKey> probe, out TValue value) => children.Firsts[SlotOf(probe)].TryGet(probe, out value);

    public override int Rank(in Probe<TKey> probe, out bool isThere)
    {
        var slot = SlotOf(probe);
        return Sum(children.Seconds[..slot]) + children.Firsts[slot].Rank(probe, out isThere);
    }

    public override Leaf<TKey, TValue> LeafAt(ref int rank)
    {
        var slot = 0;
        for (var counts = children.Seconds; rank >= counts[slot]; slot++)
        {
            rank -= counts[slot];
        }

        return children.Firsts[slot].LeafAt(ref rank);
    }

    public override Node<TKey, TValue> With(in Probe<TKey> probe, TValue value, out Node<TKey, TValue>? right)
    {
        var slot = SlotOf(probe);
        var before = children.Firsts[slot];
        var child = before.With(probe, value, out var next);
        if (next is not null)
        {
            return With(slot, child).With(slot + 1, next, out right);
        }

        right = null;
        return ReferenceEquals(child, before) ? this : With(slot, child);
    }

    public override Node<TKey, TValue>? Without(in Probe<TKey> probe)
    {
        var slot = SlotOf(probe);
        var before = children.Firsts[slot];
        // Below a branch nothing is thin, so something is always left.
        var child = before.Without(probe)!;
        return ReferenceEquals(child, before) ? this
            : !child.IsThin ? With(slot, child)
            : slot > 0 ? Mended(slot - 1, children.Firsts[slot - 1], child)
            : Mended(slot, child, children.Firsts[slot + 1]);
    }

    public override Node<TKey, TValue> Joined(Node<TKey, TValue> next, out Node<TKey, TValue>? right)
    {
        var (other, left) = ((Branch<TKey, TValue>)next, new Branch<TKey, TValue>());
        right = null;
        if (children.Count + other.children.Count > Slots.CountMax)
        {
            var rest = new Branch<TKey, TValue>();
            Slots<Node<TKey, TValue>, int>.Share(children, other.children, ref left.children, ref rest.children);
            right = rest.Counted();
        }
        else
        {
            left.children.Add(children, 0, children.Count);
            left.children.Add(other.children, 0, other.children.Count);
        }

        return left.Counted();
    }

    public override Node<TKey, TValue> AsRoot() => children.Count == 1 ? children.Firsts[0].AsRoot() : this;

    /// <summary>The child that has the key, if any has.</summary>
    private int SlotOf(in Probe<TKey> probe)
    {
        var prefixes = children.Prefixes;
        var low = probe.CountBelow(prefixes);
        var high = probe.EndOfEqual(prefixes, low);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = children.Firsts[middle].First.CompareTo(probe.Key) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(0, low - 1);
    }

    private Branch<TKey, TValue> With(int slot, Node<TKey, TValue> child)
    {
        var changed = Copy();
        changed.count += child.Count - children.Seconds[slot];
        changed.children.Set(slot, child.Prefix, child, child.Count);
        return changed;
    }

    private Branch<TKey, TValue> With(int slot, Node<TKey, TValue> child, out Node<TKey, TValue>? right)
    {
        if (children.IsFull)
        {
            var (left, rest) = (new Branch<TKey, TValue>(), new Branch<TKey, TValue>());
            Slots<Node<TKey, TValue>, int>.Split(children, slot, child.Prefix, child, child.Count, ref left.children, ref rest.children);
            right = rest.Counted();
            return left.Counted();
        }

        right = null;
        var changed = Copy();
        changed.children.Insert(slot, child.Prefix, child, child.Count);
        return changed.Counted();
    }

    /// <summary>In place of the two children from <paramref name="slot"/> on, these two joined.</summary>
    private Branch<TKey, TValue> Mended(int slot, Node<TKey, TValue> one, Node<TKey, TValue> next)
    {
        var (left, mended) = (one.Joined(next, out var right), new Branch<TKey, TValue>());
        mended.children.Add(children, 0, slot);
        mended.Add(left);
        if (right is not null)
        {
            mended.Add(right);
        }

        mended.children.Add(children, slot + 2, children.Count);
        return mended.Counted();
    }

    private Branch<TKey, TValue> Copy() => (Branch<TKey, TValue>)MemberwiseClone();

    private void Add(Node<TKey, TValue> child) => children.Add(child.Prefix, child, child.Count);

    private Branch<TKey, TValue> Counted()
    {
        count = Sum(children.Seconds);
        return this;
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var item in counts)
        {
            sum += item;
        }

        return sum;
    }
}
