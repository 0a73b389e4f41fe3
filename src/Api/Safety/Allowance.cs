namespace CallCenter.Api.Safety;

/// <summary>So many at once, and so many a second for ever.</summary>
/// <param name="Burst">At once, after a rest of <see cref="Window"/>.</param>
/// <param name="PerSecond">For ever.</param>
public sealed record Allowance(int Burst, double PerSecond)
{
    /// <summary>In which one who used nothing may use <see cref="Burst"/>.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Burst / PerSecond);
}

/// <summary>
/// What is left of an allowance, as one number: the moment at which it would be whole again (GCRA, ITU-T I.371). Safe for many threads.
/// </summary>
internal sealed class Spending(Allowance allowance)
{
    private readonly long step = (long)(TimeSpan.TicksPerSecond / allowance.PerSecond);
    private long wholeAt;

    /// <param name="now">Ticks of a clock that does not go back.</param>
    public Spent Take(long now)
    {
        while (true)
        {
            var known = Volatile.Read(ref wholeAt);
            var next = Math.Max(known, now) + step;
            var over = next - now - (step * allowance.Burst);
            if (over > 0)
            {
                return new Spent(0, TimeSpan.FromTicks(known - now), TimeSpan.FromTicks(over));
            }

            if (Interlocked.CompareExchange(ref wholeAt, next, known) == known)
            {
                return new Spent((int)(-over / step), TimeSpan.FromTicks(next - now), null);
            }
        }
    }

    /// <summary>One that was taken is there again.</summary>
    public void GiveBack() => Interlocked.Add(ref wholeAt, -step);

    public bool IsWhole(long now) => Volatile.Read(ref wholeAt) <= now;
}

/// <param name="Left">How many more may come at once.</param>
/// <param name="WholeIn">When all of it is there again.</param>
/// <param name="RetryIn">It is spent: when one more may come. Null: it was granted.</param>
internal readonly record struct Spent(int Left, TimeSpan WholeIn, TimeSpan? RetryIn);
