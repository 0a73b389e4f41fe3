namespace CallCenter.Cluster.Membership;

/// <summary>
/// What a member thinks of itself, from 0 (well) to <see cref="WorstScore"/>: its loop comes late, its renewals fail. Who is unwell waits longer before
/// it calls others silent, so that an overloaded process accuses nobody (Lifeguard: Dadgar, Phillips and Currey, 2018).
/// </summary>
internal sealed class SelfHealth(MemberOptions options)
{
    public const int WorstScore = 4;

    /// <summary>From here on a member takes no shards that another can take.</summary>
    private const int SickScore = 2;

    /// <summary>One point is forgiven after each of these without an incident.</summary>
    private static readonly TimeSpan HealsEvery = TimeSpan.FromSeconds(2);

    private DateTimeOffset lastChange;

    public int Score { get; private set; }

    public bool IsSick => Score >= SickScore;

    /// <summary>Probes without an answer that make this member suspect another.</summary>
    public int Patience => options.ProbeMissesMax * (1 + Score);

    /// <summary>The loop ran this long after it should have.</summary>
    public void Ran(DateTimeOffset now, TimeSpan late)
    {
        if (late >= options.LateAfter)
        {
            Worsen(now, 1 + (int)Math.Min(WorstScore, late / options.FrozenAfter));
        }
        else if (Score > 0 && now - lastChange >= HealsEvery)
        {
            Score--;
            lastChange = now;
        }
    }

    public void RenewalFailed(DateTimeOffset now) => Worsen(now, 1);

    private void Worsen(DateTimeOffset now, int by)
    {
        Score = Math.Min(WorstScore, Score + by);
        lastChange = now;
    }
}
