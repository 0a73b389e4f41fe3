using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Agents;

/// <summary>What an agent is doing: one offer, from its reservation to the end of its wrap-up. There is never a second one.</summary>
[JsonDerivedType(typeof(Reserved), "reserved")]
[JsonDerivedType(typeof(Ringing), "ringing")]
[JsonDerivedType(typeof(Talking), "talking")]
[JsonDerivedType(typeof(Holding), "holding")]
[JsonDerivedType(typeof(Lapsed), "lapsed")]
[JsonDerivedType(typeof(WrapUp), "wrap_up")]
[JsonDerivedType(typeof(Dialing), "dialing")]
public abstract record AgentWork(AgentOffer Offer)
{
    /// <summary>Held for the call. <see cref="IsRingAccepted"/>: the call took the Ring and speaks from here on.</summary>
    public sealed record Reserved(AgentOffer Offer) : AgentWork(Offer)
    {
        public bool IsRingAccepted { get; init; }
    }

    /// <summary>It calls this number. <see cref="IsJoined"/>: the call is there, and speaks from here on.</summary>
    public sealed record Dialing(AgentOffer Offer, string To) : AgentWork(Offer)
    {
        public bool IsJoined { get; init; }

        /// <summary>The number to show; null: the tenant's first.</summary>
        public string? Shows { get; init; }
    }

    public sealed record Ringing(AgentOffer Offer) : AgentWork(Offer);

    /// <summary><paramref name="Holds"/>: the number of the last hold or retrieve.</summary>
    public sealed record Talking(AgentOffer Offer, int Holds) : AgentWork(Offer);

    public sealed record Holding(AgentOffer Offer, int Holds) : AgentWork(Offer);

    /// <summary>
    /// Given up, for nobody said how it went; but unknown is not no. Nothing else is begun until the call has said that it is over, or that it
    /// was answered after all.
    /// </summary>
    public sealed record Lapsed(AgentOffer Offer) : AgentWork(Offer);

    public sealed record WrapUp(AgentOffer Offer, DateTimeOffset Until) : AgentWork(Offer);
}

/// <summary>An offer as it was reserved; of a call that the agent dialed, <paramref name="Queue"/> is null. <paramref name="Target"/> is the phone as it was then: a Ring is the same however often it is sent.</summary>
public sealed record AgentOffer(OfferId Id, ActorId? Queue, QueuedCall Call, DateTimeOffset RingUntil, OfferRules Rules, PhoneTarget? Target)
{
    /// <summary>When the reservation is taken for lost.</summary>
    public DateTimeOffset ReservedUntil => RingUntil + AgentCommand.ReservationGrace;

    /// <summary>Keys of the queues that had a call for the agent when it took this one, its own included; none: it did not choose.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Contenders { get; init; } = [];

    /// <summary>Its queue demands a summary, and none is written yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NeedsSummary { get; init; }
}
