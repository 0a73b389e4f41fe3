using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Collections;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>A call in the queue, waiting or offered. Its place never changes while it stays.</summary>
public sealed record Stay(StayId Id, QueuedCall Call)
{
    /// <summary>Agents that are excluded at once; a call with as many is offered to nobody until one of them may be asked again.</summary>
    public const int ExclusionsMax = 64;

    /// <summary>Offers that the call itself may refuse in a row. A call that waits has no reason to: it is not here any more.</summary>
    public const int RefusalsMax = 3;

    /// <summary>When it entered this queue.</summary>
    public DateTimeOffset Entered { get; init; }

    /// <summary>When the last offer of it was made.</summary>
    public DateTimeOffset OfferedAt { get; init; }

    /// <summary>How long it is expected to wait, as last foreseen; null: that is unknown.</summary>
    public Forecast? Forecast { get; init; }

    /// <summary>What its caller was told; null: nothing is announced to it.</summary>
    public Told? Told { get; init; }

    /// <summary>The last moment of its wait at which its reach changed (<see cref="Reach.Next"/>).</summary>
    public TimeSpan Widened { get; init; }

    /// <summary>None of the agents that it should rather have is here any more.</summary>
    public bool HasNobodyToPrefer { get; init; }

    /// <summary>When the longest wait of the queue, as it was at entry, is over; null without one.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>When the queue closes and it has to go; null: it may stay.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Offers made so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The offers in progress, in the order in which they were made; more than one where phones ring together. None: it waits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<StayOffer> Offers { get; init; } = [];

    /// <summary>The first of the offers in progress; null: it waits.</summary>
    [JsonIgnore]
    public StayOffer? Offer => Offers.Count > 0 ? Offers[0] : null;

    /// <summary>The offer before, should the call say after all that it was answered.</summary>
    public StayOffer? Last { get; init; }

    public int RefusalsInARow { get; init; }

    /// <summary>The call was asked to go; null: not so far.</summary>
    public LeaveOrder? Leaving { get; init; }

    public ImmutableSortedDictionary<ActorId, Exclusion> Exclusions { get; init; } = ImmutableSortedDictionary<ActorId, Exclusion>.Empty;

    /// <summary>Where it stands in the order, whether or not it can be matched now; follows from the call and the queue's settings.</summary>
    [JsonIgnore]
    public Place Place { get; init; }

    /// <summary>The class in whose order it waits; −1: in none.</summary>
    [JsonIgnore]
    public int Class { get; init; } = -1;

    /// <summary>It waits for certain agents only.</summary>
    public bool IsHeld => Call.Preferred.Count > 0 && !HasNobodyToPrefer && Widened < Call.PreferFor;

    /// <summary>It is in the order that agents are matched with.</summary>
    public bool IsMatchable => Offers.Count == 0 && Leaving is null && Exclusions.Count < ExclusionsMax;

    /// <summary>It rings, and more phones may join: not where somebody picked it, or an agent has it whom it should rather have.</summary>
    public bool HasRoom(int together) => Offers.Count > 0 && Offers.Count < together && Leaving is null && Exclusions.Count < ExclusionsMax
        && Offers.Items.All(offer => offer is { IsRecalled: false, Cause: OfferCause.Order });

    /// <summary>It is not to be offered to this agent now.</summary>
    public bool Excludes(ActorId agent) => Exclusions.ContainsKey(agent) || (Offers.Count > 0 && Offers.Items.Any(offer => offer.Agent == agent));

    /// <summary>The call was asked to end an offer.</summary>
    [JsonIgnore]
    public bool IsRecalling => Offers.Count > 0 && Offers.Items.Any(offer => offer.IsRecalled);

    public StayOffer? OfferOf(OfferId id)
    {
        foreach (var offer in Offers)
        {
            if (offer.Id == id)
            {
                return offer;
            }
        }

        return null;
    }

    /// <summary>An offer of it as it is now.</summary>
    public Stay With(StayOffer offer) => this with { Offers = [.. Offers.Items.Select(one => one.Id == offer.Id ? offer : one)] };

    public Stay Without(StayOffer offer) => this with { Offers = new(Offers.Items.Remove(offer)) };

    public bool IsOverdue(DateTimeOffset now) => WaitUntil <= now;
}

/// <summary>One attempt, with the rules under which it was made.</summary>
public sealed record StayOffer(OfferId Id, ActorId Agent, DateTimeOffset RingUntil, OfferRules Rules)
{
    /// <summary>How long after the agent's own deadline the queue asks the call to end the offer.</summary>
    public static readonly TimeSpan RecallGrace = AgentCommand.ReservationGrace + TimeSpan.FromSeconds(5);

    /// <summary>What led to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OfferCause Cause { get; init; }

    /// <summary>The agent's availability that it was made upon (<see cref="QueueAgent.Epoch"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long AgentEpoch { get; init; }

    /// <summary>The agent's answer came.</summary>
    public bool IsReserved { get; init; }

    /// <summary>The call was asked to end it.</summary>
    public bool IsRecalled { get; init; }
}

/// <summary>Why a call is let go, where to, and how its stay ends when it has gone.</summary>
public sealed record LeaveOrder(LeaveReason Reason, StayEnd End, OverflowTarget? To);

/// <summary>Why and until when a call is not offered to an agent.</summary>
public sealed record Exclusion(OfferId Offer, DateTimeOffset Until);

/// <summary>
/// The order of waiting: higher priority first, then earlier arrival, then the name, so that it is total; priority and arrival as one number
/// (<paramref name="Rank"/>), because as many of these are kept as calls wait. Where priority is worth a head start it is part of the arrival
/// (<see cref="Of"/>), and nothing in the order ever moves: ageing without a pass over those who wait.
/// </summary>
public readonly record struct Place(ulong Rank, StayId Stay) : IOrdered<Place>
{
    /// <summary>Priorities beyond are as good.</summary>
    public const int PriorityMax = 127;

    /// <summary>To the tick, from 1970 on for as long as these last: 228 years.</summary>
    private const int ArrivalBits = 56;

    public static Place Of(StayId stay, QueuedCall call, TimeSpan? headStart) =>
        new(headStart is { } start ? RankOf(0, call.Arrived - call.Priority * start) : RankOf(call.Priority, call.Arrived), stay);

    ulong IOrdered<Place>.Prefix => Rank;

    public int CompareTo(Place other) => Rank.CompareTo(other.Rank) is var rank and not 0 ? rank : Stay.CompareTo(other.Stay);

    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;

    private static ulong RankOf(int priority, DateTimeOffset arrived) =>
        ((ulong)(PriorityMax - Math.Clamp(priority, -PriorityMax, PriorityMax)) << ArrivalBits)
        | (ulong)Math.Clamp(arrived.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, 0, (1L << ArrivalBits) - 1);
}
