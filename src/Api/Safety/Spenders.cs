using System.Collections.Concurrent;

namespace CallCenter.Api.Safety;

/// <summary>An allowance for each of many: tokens, addresses. Who has used nothing for a while is forgotten; there are never more than <see cref="KnownMax"/>.</summary>
internal sealed class Spenders(Allowance allowance, TimeProvider time)
{
    public const int KnownMax = 20_000;

    private readonly ConcurrentDictionary<string, Spending> known = new(StringComparer.Ordinal);
    private readonly Spending others = new(allowance);
    private long swept;

    public Allowance Allowance { get; } = allowance;

    /// <summary>One for this spender. When too many are known, those who come new share one allowance until some are forgotten.</summary>
    public Spent Take(string spender)
    {
        var now = Now;
        if (known.TryGetValue(spender, out var spending))
        {
            return spending.Take(now);
        }

        Sweep(now);
        return (known.Count < KnownMax ? known.GetOrAdd(spender, _ => new Spending(Allowance)) : others).Take(now);
    }

    /// <summary>What it took last is there again; of one who is forgotten there is nothing to give.</summary>
    public void GiveBack(string spender)
    {
        if (known.TryGetValue(spender, out var spending))
        {
            spending.GiveBack();
        }
    }

    private long Now => time.GetElapsedTime(0).Ticks;

    private void Sweep(long now)
    {
        var last = Volatile.Read(ref swept);
        if (known.Count < KnownMax / 2 || now - last < TimeSpan.TicksPerSecond || Interlocked.CompareExchange(ref swept, now, last) != last)
        {
            return;
        }

        foreach (var (spender, _) in known.Where(pair => pair.Value.IsWhole(now)))
        {
            known.TryRemove(spender, out _);
        }
    }
}
