namespace CallCenter.Actors.Calls;

/// <summary>
/// An agent asks somebody else while its caller is held (咨询): whom, and how far that is. In a queue it waits in <see cref="Stays"/>, and
/// <see cref="Legs"/> ring for it; <see cref="Leg"/> is the one that answered.
/// </summary>
public sealed record Consultation(int Number, string To, string By, DateTimeOffset Until)
{
    /// <summary>How long a queue or a number outside may take to answer; then the agent has its caller back.</summary>
    public static readonly TimeSpan AskMax = TimeSpan.FromMinutes(3);

    public EquatableArray<QueueStay> Stays { get; init; } = [];

    public EquatableArray<int> Legs { get; init; } = [];

    /// <summary>Null: nobody has answered yet.</summary>
    public int? Leg { get; init; }

    /// <summary>The stay that was answered with it; null: the leg is outside.</summary>
    public QueueStay? Served { get; init; }

    /// <summary>The agent talks to its caller again, and who was asked hears music meanwhile.</summary>
    public bool IsAside { get; init; }
}

/// <summary>How a consultation ended. Written in journals: append only.</summary>
public enum ConsultEnd
{
    /// <summary>The caller is connected with who was asked.</summary>
    Joined = 1,

    /// <summary>The agent took its caller back.</summary>
    Cancelled = 2,

    /// <summary>Refused, rang out, or there was no way there.</summary>
    NotAnswered = 3,

    /// <summary>Who was asked hung up.</summary>
    Released = 4,

    /// <summary>The agent was gone before anybody had answered; the caller waits again.</summary>
    AgentGone = 5,
}
