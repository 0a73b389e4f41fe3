using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>What an agent is doing, one word at a time. Written in view rows.</summary>
public enum AgentActivity
{
    SignedOut = 1,
    NotReady = 2,
    Ready = 3,
    Reserved = 4,
    Ringing = 5,
    Talking = 6,
    Holding = 7,
    WrapUp = 8,
    Error = 9,

    /// <summary>It calls somebody outside, who has not answered yet.</summary>
    Dialing = 10,
}

/// <summary>What was chosen for the end of the contact. Written in view rows.</summary>
public enum AgentWish
{
    NotReady = 1,
    SignedOut = 2,
}

/// <summary>One agent as a supervisor sees it. Presence (what the person chose) is kept apart from the contact; <see cref="Phase"/> shows one of them.</summary>
public sealed record AgentRow
{
    public required string Tenant { get; init; }

    public required string Id { get; init; }

    public string Site { get; init; } = ActorId.MainSite;

    /// <summary>Null: no longer in the configuration, and shown only while signed in.</summary>
    public AgentSettings? Settings { get; init; }

    /// <summary>SignedOut, NotReady or Ready.</summary>
    public AgentActivity Presence { get; init; } = AgentActivity.SignedOut;

    public string? Reason { get; init; }

    public AgentWish? Requested { get; init; }

    /// <summary>The phone it is signed in at.</summary>
    public string? Phone { get; init; }

    public bool Reachable { get; init; }

    /// <summary>The phase of the contact, wrap-up included; null without one.</summary>
    public AgentActivity? Contact { get; init; }

    public OfferId? Offer { get; init; }

    public string? Queue { get; init; }

    public string? Caller { get; init; }

    /// <summary>When the agent was held for the offer; null without one.</summary>
    public DateTimeOffset? Reserved { get; init; }

    /// <summary>When its phone was heard to ring; null: it has not been.</summary>
    public DateTimeOffset? Rang { get; init; }

    public DateTimeOffset? WrapUpUntil { get; init; }

    /// <summary>The part of a call that has to be summarized before it can be ready; null: none, or it is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OfferId? SummaryDue { get; init; }

    /// <summary>The rationed break that it waits for; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AwaitedBreak? BreakAsked { get; init; }

    public DateTimeOffset? SignedIn { get; init; }

    /// <summary>When what is shown (phase, reason) last changed.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How many state intervals this agent has closed.</summary>
    public int Intervals { get; init; }

    /// <summary>How many offers it was held for that are over.</summary>
    public int Offers { get; init; }

    public long Revision { get; init; }

    [JsonIgnore]
    public AgentActivity Phase => this switch
    {
        { Contact: { } contact } => contact,
        { Presence: AgentActivity.Ready, Reachable: false } => AgentActivity.Error,
        _ => Presence,
    };

    [JsonIgnore]
    public string? Call => Offer?.Stay.Call;

    /// <summary>Shown: configured, or not yet gone.</summary>
    [JsonIgnore]
    public bool IsShown => Settings is not null || Presence != AgentActivity.SignedOut || Contact is not null;
}

/// <summary>A break that an agent asked for at this time, and its team has no place for.</summary>
public sealed record AwaitedBreak(string Team, string Reason, DateTimeOffset Since);

/// <summary>
/// One stretch of one state in a signed-in session; the stretches of a session tile it without gap or overlap (RELIABILITY A5).
/// </summary>
public sealed record AgentInterval(
    string Tenant, string Agent, int Number, AgentActivity Phase, string? Reason, string? Queue, string? Call, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The team that the agent was in when it ended; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>The site that the agent was at when it ended; null: nobody knows any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Site { get; init; }
}

/// <summary>
/// One offer that an agent was held for, from then to its answer or its other end. An offer that was given up for lost and was taken after all is
/// two of them. <paramref name="Number"/> counts those of the agent.
/// </summary>
public sealed record OfferRow(string Tenant, string Agent, int Number, OfferId Offer, string Queue, DateTimeOffset Reserved, DateTimeOffset Ended, OfferEnd End)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Rang { get; init; }

    /// <summary>The team that the agent was in when it ended; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>The site that the agent was at when it ended; null: nobody knows any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Site { get; init; }
}
