using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Queues;

/// <summary>
/// What a queue knows: who waits and who could take a call, each once by name and, as long as it can be matched, once in order.
/// The two orders are kept by <see cref="With(Stay)"/> and <see cref="With(ActorId, QueueAgent)"/> alone; each change costs O(log n).
/// </summary>
public sealed record QueueState(ActorId Id)
{
    /// <summary>Of the configuration; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Null: never configured (version 0), or removed.</summary>
    public QueueSettings? Settings { get; init; }

    /// <summary>When the configuration last changed; of a removed queue: when it closed.</summary>
    public DateTimeOffset ConfiguredAt { get; init; }

    public ImmutableSortedDictionary<StayId, Stay> Stays { get; init; } = ImmutableSortedDictionary<StayId, Stay>.Empty;

    [JsonIgnore]
    public ImmutableSortedSet<Place> Waiting { get; private init; } = [];

    /// <summary>Every agent that ever was available here; as many as the configuration has had.</summary>
    public ImmutableSortedDictionary<ActorId, QueueAgent> Agents { get; init; } = ImmutableSortedDictionary<ActorId, QueueAgent>.Empty;

    [JsonIgnore]
    public ImmutableSortedSet<IdleAgent> Available { get; private init; } = [];

    public ImmutableSortedDictionary<string, QueueNotice> Notices { get; init; } = ImmutableSortedDictionary.Create<string, QueueNotice>(StringComparer.Ordinal);

    public EndedStays Ended { get; init; } = new();

    public bool IsRemoved => Version > 0 && Settings is null;

    public bool IsFull => Stays.Count >= Math.Min(Settings?.MaxLength ?? QueueSettings.LengthMax, QueueSettings.LengthMax);

    public bool Knows(StayId stay) => Stays.ContainsKey(stay) || Ended.Contains(stay);

    public bool Excludes(StayId stay, ActorId agent) => Stays[stay].Exclusions.ContainsKey(agent);

    /// <summary>The stay of this offer while it is the one in progress.</summary>
    public Stay? Offered(OfferId offer) => Stays.GetValueOrDefault(offer.Stay) is { Offer: { } open } stay && open.Id == offer ? stay : null;

    /// <summary>The agent that this failed offer excludes from its stay, at most <see cref="Stay.ExclusionsMax"/> to look through.</summary>
    public ActorId? ExcludedBy(OfferId offer)
    {
        if (Stays.TryGetValue(offer.Stay, out var stay))
        {
            foreach (var (agent, exclusion) in stay.Exclusions)
            {
                if (exclusion.Offer == offer)
                {
                    return agent;
                }
            }
        }

        return null;
    }

    public QueueState With(Stay stay) => this with
    {
        Stays = Stays.SetItem(stay.Id, stay),
        Waiting = stay.IsMatchable ? Waiting.Add(stay.Place) : Waiting.Remove(stay.Place),
    };

    public QueueState With(ActorId id, QueueAgent agent)
    {
        var available = Agents.GetValueOrDefault(id) is { } before ? Available.Remove(new IdleAgent(before.IdleSince, id)) : Available;
        return this with
        {
            Agents = Agents.SetItem(id, agent),
            Available = agent.IsMatchable ? available.Add(new IdleAgent(agent.IdleSince, id)) : available,
        };
    }

    /// <summary>The stay is over; whoever was excluded from it counts one call less.</summary>
    public QueueState Without(StayId id, DateTimeOffset at)
    {
        var state = this with { Ended = Ended.With(id, at) };
        if (!Stays.TryGetValue(id, out var stay))
        {
            return state;
        }

        state = state with { Stays = Stays.Remove(id), Waiting = Waiting.Remove(stay.Place) };
        return stay.Exclusions.Keys.Aggregate(state, (left, agent) => left.Excluding(agent, -1));
    }

    /// <summary>The number of calls that exclude this agent changes.</summary>
    public QueueState Excluding(ActorId id, int change) =>
        Agents.TryGetValue(id, out var agent) ? With(id, agent with { Exclusions = agent.Exclusions + change }) : this;

    /// <summary>With the two orders, which a snapshot does not hold.</summary>
    internal QueueState InOrder() => this with
    {
        Waiting = [.. Stays.Values.Where(stay => stay.IsMatchable).Select(stay => stay.Place)],
        Available = [.. Agents.Where(agent => agent.Value.IsMatchable).Select(agent => new IdleAgent(agent.Value.IdleSince, agent.Key))],
    };

    public QueueState With(QueueNotice notice) => this with { Notices = Notices.SetItem(notice.Key, notice) };
}
