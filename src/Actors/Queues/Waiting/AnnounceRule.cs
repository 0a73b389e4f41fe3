namespace CallCenter.Actors.Queues.Waiting;

/// <summary>What a queue tells those who wait in it, and when. Off: a queue without one.</summary>
public sealed record AnnounceRule
{
    public const int ComfortMax = 8;

    /// <summary>The place in the line.</summary>
    public bool Position { get; init; }

    /// <summary>The expected wait, in rounded ranges (<see cref="WaitRange"/>).</summary>
    public bool ExpectedWait { get; init; }

    /// <summary>From entry to the first.</summary>
    public TimeSpan FirstAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From one announcement to the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Places that a caller must have come forward since its place was said, to be told it again; with more than 0 the wait is not said again either
    /// until its range is another.
    /// </summary>
    public int ChangeMin { get; init; }

    /// <summary>Names of sounds, said in turn, one in each announcement.</summary>
    public EquatableArray<string> Comfort { get; init; } = [];

    public Language Language { get; init; }

    /// <summary>The folder of the sounds in which its sounds are; empty: the one of the language.</summary>
    public string Voice { get; init; } = "";
}

/// <summary>A language of spoken announcements: how numbers are said in it. Written in journals: append only.</summary>
public enum Language
{
    En = 0,
    Zh = 1,
}
