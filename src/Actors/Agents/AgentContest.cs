using System.Text.Json.Serialization;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Agents;

/// <summary>
/// Calls of several queues that ask for an agent who has just become free, of which it takes the best (<see cref="BestOffer"/>). Open since the first came,
/// until each of its queues has said what it has; one that cannot be reached delays the others by <see cref="OpenMax"/> and no more.
/// </summary>
public sealed record AgentContest(DateTimeOffset Since)
{
    /// <summary>How long a contest waits for queues that do not answer.</summary>
    public static readonly TimeSpan OpenMax = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after an agent became available the first offer opens a contest. Later its other queues had nothing for it, and it is taken at once.</summary>
    public static readonly TimeSpan FreshMax = TimeSpan.FromMilliseconds(500);

    /// <summary>With as many the best is taken: more than an agent has queues, should one of them offer twice.</summary>
    public const int OffersMax = 128;

    /// <summary>In the order in which they came.</summary>
    public EquatableArray<ContestedOffer> Offers { get; init; } = [];

    /// <summary>Queues that have nothing for the agent, or took back what they had.</summary>
    public EquatableArray<ActorId> Nothing { get; init; } = [];

    public bool Has(OfferId offer) => Offers.Items.Any(one => one.Offer == offer);

    public bool HasHeard(ActorId queue) => Nothing.Items.Contains(queue) || Offers.Items.Any(one => one.Queue == queue);

    public AgentContest With(ContestedOffer offer) => this with { Offers = [.. Offers.Items, offer] };

    public AgentContest WithNothing(ActorId queue) => HasHeard(queue) ? this : this with { Nothing = [.. Nothing.Items, queue] };

    /// <summary>An offer is in it no more. Null: none is.</summary>
    public AgentContest? Without(OfferId offer)
    {
        if (Offers.Items.FirstOrDefault(one => one.Offer == offer) is not { } gone)
        {
            return this;
        }

        var left = this with { Offers = new(Offers.Items.Remove(gone)) };
        return left.Offers.Count == 0 ? null : left.WithNothing(gone.Queue);
    }
}

/// <summary>A reservation that a queue asks for and that is not given yet.</summary>
public sealed record ContestedOffer(OfferId Offer, ActorId Queue, QueuedCall Call, DateTimeOffset RingUntil, OfferRules Rules)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OfferCause Cause { get; init; }
}
