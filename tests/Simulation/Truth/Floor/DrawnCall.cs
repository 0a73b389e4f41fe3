namespace CallCenter.Simulation.Truth.Floor;

/// <summary>What a call will do, drawn before it comes: nothing that the center does changes it.</summary>
/// <param name="At">When it comes, from the first moment on.</param>
/// <param name="Talk">How long it talks once somebody answers.</param>
/// <param name="Patience">How long it waits before it gives up; null: for ever.</param>
/// <param name="Kind">Which kind of call: decides who may serve it.</param>
internal readonly record struct DrawnCall(TimeSpan At, TimeSpan Talk, TimeSpan? Patience, int Kind = 0)
{
    public int Priority { get; init; }

    /// <summary>Since the call before it.</summary>
    public TimeSpan Gap { get; init; }
}

/// <summary>What became of a call: how long it waited until it was answered or gave up, and who answered.</summary>
internal readonly record struct CallOutcome(TimeSpan Wait, int? Agent)
{
    public bool IsAnswered => Agent is not null;
}

/// <summary>Poisson arrivals, exponential talk times and patience, all from one seed.</summary>
internal sealed class Traffic(int seed)
{
    private readonly Random random = new(seed);
    private TimeSpan last;

    /// <param name="count">Calls.</param>
    /// <param name="gap">The mean time between two of them.</param>
    /// <param name="talk">The mean talk.</param>
    /// <param name="patience">The mean patience; null: nobody gives up.</param>
    /// <param name="shares">The share of each kind of call; they add up to 1.</param>
    public DrawnCall[] Draw(int count, TimeSpan gap, TimeSpan talk, TimeSpan? patience = null, params double[] shares)
    {
        var calls = new DrawnCall[count];
        for (var call = 0; call < count; call++)
        {
            var since = Exponential(gap);
            last += since;
            calls[call] = new DrawnCall(last, Exponential(talk), patience is { } mean ? Exponential(mean) : null, Kind(shares)) { Gap = since };
        }

        return calls;
    }

    private TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - random.NextDouble());

    private int Kind(double[] shares)
    {
        var drawn = shares.Length > 1 ? random.NextDouble() : 0;
        var kind = 0;
        while (kind < shares.Length - 1 && drawn >= shares[kind])
        {
            drawn -= shares[kind++];
        }

        return kind;
    }
}
