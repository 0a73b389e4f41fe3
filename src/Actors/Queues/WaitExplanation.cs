using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Why a call still waits, and what would change it: the queue's own answer, of this moment. Agents are counted among the first
/// <see cref="AgentsMax"/> by name that are here; <see cref="IsPartial"/> when there may be more.
/// </summary>
public sealed record WaitExplanation
{
    /// <summary>Agents looked at: a question must not hold up those who call.</summary>
    public const int AgentsMax = 5_000;

    public required StayId Stay { get; init; }

    public required DateTimeOffset Entered { get; init; }

    /// <summary>Of the rules in force.</summary>
    public required long SettingsVersion { get; init; }

    public required WaitCause Cause { get; init; }

    /// <summary>Whose phone is rung for it now.</summary>
    public ActorId? Offered { get; init; }

    public string Require { get; init; } = "";

    public string Prefer { get; init; } = "";

    /// <summary>Calls before it among those that need the same.</summary>
    public int Ahead { get; init; }

    /// <summary>Calls of other needs that are before it in the order of all, whether or not the same agents could take them.</summary>
    public int AheadOfOtherNeeds { get; init; }

    /// <summary>Agents of the queue who have not gone: signed in, whatever they do.</summary>
    public int AgentsHere { get; init; }

    /// <summary>Of those, who meet what it requires.</summary>
    public int AgentsAble { get; init; }

    /// <summary>Of those, who are free.</summary>
    public int AgentsFree { get; init; }

    /// <summary>Free and able, but it was offered to them a short while ago.</summary>
    public int AgentsExcluded { get; init; }

    /// <summary>Free, but held in reserve for calls of higher priority.</summary>
    public int AgentsInReserve { get; init; }

    public bool IsPartial { get; init; }

    /// <summary>When its reach becomes wider by itself, and what it requires then; null: it stays as it is.</summary>
    public NextReach? Next { get; init; }
}

/// <summary>What a waiting call will require from <paramref name="At"/> on.</summary>
public sealed record NextReach(DateTimeOffset At, string Require, string Prefer, bool MayTakeReserve, bool MayTakeAny);

/// <summary>The main reason, and with it what would change the matter. Shown to people: append only.</summary>
public enum WaitCause
{
    /// <summary>An agent's phone rings for it.</summary>
    Offered = 1,

    /// <summary>It was asked to go elsewhere and is about to.</summary>
    Leaving = 2,

    /// <summary>It waits for the agents it should rather have.</summary>
    Held = 3,

    /// <summary>Nobody of the queue is signed in.</summary>
    NobodyHere = 4,

    /// <summary>Nobody who is signed in has what it requires.</summary>
    NobodyAble = 5,

    /// <summary>All who could take it are busy, or not ready.</summary>
    AllBusy = 6,

    /// <summary>Those who are free are held in reserve.</summary>
    Reserve = 7,

    /// <summary>Those who are free did not take it a short while ago.</summary>
    Excluded = 8,

    /// <summary>The queue is not configured any more.</summary>
    QueueClosed = 9,
}
