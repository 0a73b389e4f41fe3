using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CallCenter.Actors.Collections;

/// <summary>
/// The slots of one node: three rows side by side in the order of the prefixes; of a leaf with its keys and values, of a branch with its
/// children and how many entries are below each. Written while their node is being made, never after.
/// </summary>
internal struct Slots<TFirst, TSecond>
{
    private Row<ulong> prefixes;
    private Row<TFirst> firsts;
    private Row<TSecond> seconds;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == Slots.CountMax;

    [UnscopedRef]
    public readonly ReadOnlySpan<ulong> Prefixes => ((ReadOnlySpan<ulong>)prefixes)[..Count];

    [UnscopedRef]
    public readonly ReadOnlySpan<TFirst> Firsts => ((ReadOnlySpan<TFirst>)firsts)[..Count];

    [UnscopedRef]
    public readonly ReadOnlySpan<TSecond> Seconds => ((ReadOnlySpan<TSecond>)seconds)[..Count];

    public void Add(ulong prefix, TFirst first, TSecond second)
    {
        Set(Count, prefix, first, second);
        Count++;
    }

    public void Set(int at, ulong prefix, TFirst first, TSecond second)
    {
        prefixes[at] = prefix;
        firsts[at] = first;
        seconds[at] = second;
    }

    /// <summary>Those of another node from one on and before another.</summary>
    public void Add(in Slots<TFirst, TSecond> from, int start, int end)
    {
        from.Prefixes[start..end].CopyTo(((Span<ulong>)prefixes)[Count..]);
        from.Firsts[start..end].CopyTo(((Span<TFirst>)firsts)[Count..]);
        from.Seconds[start..end].CopyTo(((Span<TSecond>)seconds)[Count..]);
        Count += end - start;
    }

    /// <summary>One more, where there is room.</summary>
    public void Insert(int at, ulong prefix, TFirst first, TSecond second)
    {
        Shift<ulong>(prefixes, at, at + 1);
        Shift<TFirst>(firsts, at, at + 1);
        Shift<TSecond>(seconds, at, at + 1);
        Set(at, prefix, first, second);
        Count++;
    }

    public void RemoveAt(int at)
    {
        Shift<ulong>(prefixes, at + 1, at);
        Shift<TFirst>(firsts, at + 1, at);
        Shift<TSecond>(seconds, at + 1, at);
        Count--;
        Set(Count, default, default!, default!);
    }

    /// <summary>All of a full node and one more, over two nodes. What grows at its end, as names and times do, leaves most behind.</summary>
    public static void Split(
        in Slots<TFirst, TSecond> from, int at, ulong prefix, TFirst first, TSecond second, ref Slots<TFirst, TSecond> left, ref Slots<TFirst, TSecond> right)
    {
        var cut = at == from.Count ? Slots.CountMax - Slots.CountMin : Slots.CountMax / 2;
        if (at <= cut)
        {
            left.Add(from, 0, at);
            left.Add(prefix, first, second);
            left.Add(from, at, cut);
            right.Add(from, cut, from.Count);
        }
        else
        {
            left.Add(from, 0, cut);
            right.Add(from, cut, at);
            right.Add(prefix, first, second);
            right.Add(from, at, from.Count);
        }
    }

    /// <summary>What is at a place and after it, to another place.</summary>
    private readonly void Shift<T>(Span<T> row, int from, int to) => row[from..Count].CopyTo(row[to..]);

    /// <summary>All of two nodes that are too many for one, half in each.</summary>
    public static void Share(
        in Slots<TFirst, TSecond> one, in Slots<TFirst, TSecond> other, ref Slots<TFirst, TSecond> left, ref Slots<TFirst, TSecond> right)
    {
        var half = (one.Count + other.Count) / 2;
        var (ofOne, ofOther) = (Math.Min(half, one.Count), Math.Max(0, half - one.Count));
        left.Add(one, 0, ofOne);
        left.Add(other, 0, ofOther);
        right.Add(one, ofOne, one.Count);
        right.Add(other, ofOther, other.Count);
    }
}

/// <summary>How wide a node is.</summary>
internal static class Slots
{
    /// <summary>
    /// What is looked for is found by counting what is before it, so a node is as wide as that is quick and its copy, which each change takes,
    /// is small (measured: <c>./build.sh bench collections</c>).
    /// </summary>
    public const int CountMax = 8;

    /// <summary>With fewer a node is joined with its neighbour; the root may have fewer.</summary>
    public const int CountMin = CountMax / 4;
}

[InlineArray(Slots.CountMax)]
internal struct Row<T>
{
    private T slot;
}
