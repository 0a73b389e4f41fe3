using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Agents;

/// <summary>
/// What an agent knows of itself. What the person chose (<see cref="Presence"/>, <see cref="Request"/>) is kept apart from what it is doing
/// (<see cref="Work"/>) and from the phone it sits at (<see cref="Seat"/>); whether it can be offered a call follows from all of them.
/// </summary>
public sealed record AgentState(ActorId Id)
{
    /// <summary>Offers in a row that found no way to the phone; then somebody should look at it before it is offered more.</summary>
    public const int PhoneFailuresMax = 3;

    /// <summary>What others must still hear. With as many the agent is offered nothing: those it would tell cannot be reached.</summary>
    public const int NoticesMax = 256;

    /// <summary>Of the configuration; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Null: never configured, or removed.</summary>
    public AgentSettings? Settings { get; init; }

    public AgentPresence Presence { get; init; } = AgentPresence.SignedOut.Instance;

    /// <summary>What takes effect when the contact ends, wrap-up included.</summary>
    public AgentRequest? Request { get; init; }

    /// <summary>Null: free.</summary>
    public AgentWork? Work { get; init; }

    /// <summary>Null: it has nothing to choose from. Only who is available has something.</summary>
    public AgentContest? Contest { get; init; }

    /// <summary>The last contact's summary has still to be written, wrap-up or not: until then it is offered nothing. Null: none is owed.</summary>
    public OfferId? SummaryOwed { get; init; }

    /// <summary>The break that its team gave it, while it has it or is to have it; null: none.</summary>
    public GivenBreak? Break { get; init; }

    /// <summary>The number of the last one that it was given: an older one that comes late is over.</summary>
    public long LastBreak { get; init; }

    /// <summary>Null: signed out.</summary>
    public AgentSeat? Seat { get; init; }

    /// <summary>How often this agent has signed in: the last sign-in's number.</summary>
    public int SignIns { get; init; }

    /// <summary>The end of the last wrap-up, or the sign-in; nothing else moves it.</summary>
    public DateTimeOffset IdleSince { get; init; }

    /// <summary>Grows by one whenever queues have something new to hear, so that they see what is old; 0: never yet, so none knows this agent.</summary>
    public long Epoch { get; init; }

    /// <summary>When the epoch grew last.</summary>
    public DateTimeOffset EpochAt { get; init; }

    public AgentTally Tally { get; init; } = new(DateTimeOffset.MinValue);

    public int MissesInARow { get; init; }

    public int PhoneFailuresInARow { get; init; }

    public PastOffers Past { get; init; } = new();

    public ImmutableSortedDictionary<string, AgentNotice> Notices { get; init; } = ImmutableSortedDictionary.Create<string, AgentNotice>(StringComparer.Ordinal);

    /// <summary>Free, willing and able: a queue may offer it a call.</summary>
    public bool IsAvailable => Presence is AgentPresence.Ready && IsFree;

    /// <summary>Signed in at a phone that can be reached, and without work: ready or not, it can have a call that it wants itself.</summary>
    [JsonIgnore]
    public bool IsFree => this is { Request: null, Work: null, SummaryOwed: null, Seat.Target: not null, Settings: not null } && Notices.Count < NoticesMax;

    public AgentState With(AgentNotice notice) => this with { Notices = Notices.SetItem(notice.Key, notice) };

    /// <summary>A queue lives where its agents do.</summary>
    public ActorId QueueOf(string key) => ActorId.Queue(Id.Tenant, key, Id.Site);

    public ActorId PhoneOf(string key) => ActorId.Phone(Id.Tenant, key, Id.Site);
}

/// <summary>A rationed break, as the agent has it.</summary>
public sealed record GivenBreak(string Team, string Reason, long Number);
