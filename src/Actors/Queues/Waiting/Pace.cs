namespace CallCenter.Actors.Queues.Waiting;

/// <summary>
/// How fast the calls of one class go to agents, and how fast those who wait give up, as lately seen. Times are those of events, so a replay
/// comes to the same. Both are ratios of sums that forget: answers over the time in which somebody waited, and hang-ups over the
/// time that all callers waited together. While nobody waits nothing is learned: agents without work say nothing about their pace.
/// </summary>
/// <param name="At">Up to when this is known.</param>
public sealed record Pace(DateTimeOffset At)
{
    /// <summary>Fewer answers than this say nothing: the wait is unknown, not guessed.</summary>
    public const int SeenMin = 3;

    /// <summary>Longer than a day is not told apart.</summary>
    public static readonly TimeSpan ExpectedMax = TimeSpan.FromHours(24);

    /// <summary>After so long without an answer, a new crowd says nothing of the old one: other people are at work.</summary>
    public static readonly TimeSpan RememberedMax = TimeSpan.FromMinutes(30);

    /// <summary>What is left of the past after one more answer or hang-up: the last thirty or so count.</summary>
    private const double Kept = 1 - 1.0 / 30;

    /// <summary>Terms of the sum that are added one by one; what is ahead of those is an integral.</summary>
    private const int TermsMax = 32;

    /// <summary>Answers seen since it began to learn, up to <see cref="SeenMin"/>.</summary>
    public int Seen { get; init; }

    public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Answers of calls that had waited, forgetting.</summary>
    public double Answers { get; init; }

    /// <summary>Seconds in which somebody waited, forgetting as the answers do.</summary>
    public double Busy { get; init; }

    /// <summary>Callers who hung up while they waited, forgetting.</summary>
    public double HangUps { get; init; }

    /// <summary>Seconds that all callers waited, forgetting as the hang-ups do.</summary>
    public double Waited { get; init; }

    /// <summary>Seconds from an offer to its answer, of late.</summary>
    public double Ringing { get; init; }

    /// <summary>Time has gone on while this many waited. An earlier time changes nothing.</summary>
    public Pace Until(DateTimeOffset at, int waiting)
    {
        var seconds = (at - At).TotalSeconds;
        return seconds <= 0 ? this
            : waiting == 0 ? this with { At = at }
            : this with { At = at, Busy = Busy + seconds, Waited = Waited + seconds * waiting };
    }

    /// <summary>Somebody waits where nobody did: what is known may be too old.</summary>
    public Pace Gathering() => Seen > 0 && At - AnsweredAt > RememberedMax ? new Pace(At) : this;

    /// <summary>One that had waited was answered, after it had rung for so long.</summary>
    public Pace Answered(TimeSpan rang) => this with
    {
        Seen = Math.Min(Seen + 1, SeenMin),
        AnsweredAt = At,
        Answers = (Answers + 1) * Kept,
        Busy = Busy * Kept,
        Ringing = Seen == 0 ? rang.TotalSeconds : Ringing * Kept + rang.TotalSeconds * (1 - Kept),
    };

    /// <summary>One that waited gave up.</summary>
    public Pace HungUp() => this with { HangUps = (HangUps + 1) * Kept, Waited = Waited * Kept };

    /// <summary>
    /// How long a call with this many ahead of it will wait until it is answered, to the second; null: not enough was seen. With answers at rate r
    /// and each of those who wait giving up at rate θ, the next turn comes after 1/(r + iθ) on average while i are ahead (Whitt 1999;
    /// Ibrahim and Whitt 2009, "QLm"): the sum of these, and the ringing.
    /// </summary>
    public TimeSpan? Expected(int ahead)
    {
        if (Seen < SeenMin || Busy <= 0)
        {
            return null;
        }

        var (rate, lost) = (Answers / Busy, Waited > 0 ? HangUps / Waited : 0);
        double seconds = 0;
        for (var i = 0; i <= ahead && i < TermsMax; i++)
        {
            seconds += 1 / (rate + i * lost);
        }

        if (ahead >= TermsMax)
        {
            seconds += lost > 0
                ? Math.Log((rate + (ahead + 0.5) * lost) / (rate + (TermsMax - 0.5) * lost)) / lost
                : (ahead + 1 - TermsMax) / rate;
        }

        seconds = Math.Round(seconds + Ringing);
        return seconds < ExpectedMax.TotalSeconds ? TimeSpan.FromSeconds(seconds) : ExpectedMax;
    }
}
