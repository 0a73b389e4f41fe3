using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>
/// What a queue knows: who waits and who could take a call, each once by name and, as long as it can be matched, once in order
/// (<see cref="Line"/>, kept by <see cref="With(Stay)"/> and <see cref="With(ActorId, QueueAgent)"/> alone); each change costs O(log n).
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

    /// <summary>Every agent that ever was available here; as many as the configuration has had.</summary>
    public ImmutableSortedDictionary<ActorId, QueueAgent> Agents { get; init; } = ImmutableSortedDictionary<ActorId, QueueAgent>.Empty;

    /// <summary>Offers made so far.</summary>
    public long OfferCount { get; init; }

    [JsonIgnore]
    public Line Line { get; private init; } = Line.Empty;

    /// <summary>Calls that ring at fewer phones than may ring together, in the order of those who wait.</summary>
    [JsonIgnore]
    public ImmutableSortedSet<Place> WithRoom { get; private init; } = [];

    /// <summary>How fast calls go to agents, by what they need.</summary>
    public ImmutableSortedDictionary<string, Pace> Paces { get; init; } = ImmutableSortedDictionary.Create<string, Pace>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, QueueNotice> Notices { get; init; } = ImmutableSortedDictionary.Create<string, QueueNotice>(StringComparer.Ordinal);

    public EndedStays Ended { get; init; } = new();

    /// <summary>Declared by people; null: by none.</summary>
    public EmergencySwitch? Emergency { get; init; }

    /// <summary>Since when fewer agents are there than the rule of the queue wants; null: enough are, or there is no such rule.</summary>
    public DateTimeOffset? ShortSince { get; init; }

    /// <summary>Agents who are signed in and serve the queue, whatever they do.</summary>
    [JsonIgnore]
    public int Present { get; private init; }

    /// <summary>Declared, or switched on by the configuration.</summary>
    public bool IsEmergency => Emergency is not null || Settings is { Emergency.IsOn: true };

    public DateTimeOffset EmergencySince => Emergency?.Since ?? ConfiguredAt;

    public bool IsRemoved => Version > 0 && Settings is null;

    public bool IsFull => Stays.Count >= Math.Min(Settings?.MaxLength ?? QueueSettings.LengthMax, QueueSettings.LengthMax);

    public bool Knows(StayId stay) => Stays.ContainsKey(stay) || Ended.Contains(stay);

    public bool Excludes(StayId stay, ActorId agent) => Stays[stay].Excludes(agent);

    /// <summary>It rings, and more phones may.</summary>
    public bool HasRoom(Stay stay) => Settings?.Together is { } together && stay.HasRoom(together);

    /// <summary>It is later than what is known, and says something else: not available any more, or there or gone as it was not.</summary>
    public bool IsNews(QueueCommand.RecordAgentUnavailable told) => Agents.GetValueOrDefault(told.Agent) is { } agent
        ? told.Epoch > agent.Epoch && (agent.IsAvailable || agent.IsGone != told.IsGone)
        : !told.IsGone;

    /// <summary>Enough agents are there, or from now on too few.</summary>
    public QueueState Counted(DateTimeOffset at) =>
        Settings?.OfAgents() is { } rule && Present < rule.AgentsBelow
            ? ShortSince is null ? this with { ShortSince = at } : this
            : ShortSince is null ? this : this with { ShortSince = null };

    /// <summary>This offer while it is in progress.</summary>
    public StayOffer? Offered(OfferId offer) => Stays.GetValueOrDefault(offer.Stay)?.OfferOf(offer);

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

    /// <summary>This stay as it is now, and in the order where it belongs.</summary>
    public QueueState With(Stay stay)
    {
        var state = Stays.TryGetValue(stay.Id, out var before) && before.IsMatchable ? this with { Line = Line.Without(before) } : this;
        stay = stay with { Place = Place.Of(stay.Id, stay.Call, Settings?.HeadStart), Class = -1 };
        var hasRoom = HasRoom(stay);
        if ((stay.IsMatchable || hasRoom) && !stay.IsHeld)
        {
            (state, var number) = state.ClassFor(Reach.At(stay.Call, Settings, stay.Widened));
            stay = stay with { Class = number };
        }

        return state with
        {
            Stays = state.Stays.SetItem(stay.Id, stay),
            Line = stay.IsMatchable ? state.Line.With(stay) : state.Line,
            WithRoom = hasRoom ? WithRoom.Add(stay.Place) : WithRoom.Remove(stay.Place),
        };
    }

    /// <summary>This stay with something else known of it that its place in the order does not depend on.</summary>
    public QueueState Changed(Stay stay) => this with { Stays = Stays.SetItem(stay.Id, stay) };

    public QueueState With(ActorId id, QueueAgent agent)
    {
        var line = Agents.TryGetValue(id, out var before) && before.IsMatchable ? Line.WithoutFree(RankOf(id, before), before.Profile) : Line;
        return this with
        {
            Agents = Agents.SetItem(id, agent),
            Present = Present - (before is { IsGone: false } ? 1 : 0) + (agent.IsGone ? 0 : 1),
            Line = agent.IsMatchable ? line.WithFree(RankOf(id, agent), agent.Profile) : line,
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

        state = state with { Stays = Stays.Remove(id), Line = stay.IsMatchable ? Line.Without(stay) : Line, WithRoom = WithRoom.Remove(stay.Place) };
        return stay.Exclusions.Keys.Aggregate(state, (left, agent) => left.Excluding(agent, -1));
    }

    /// <summary>The number of calls that exclude this agent changes.</summary>
    public QueueState Excluding(ActorId id, int change) =>
        Agents.TryGetValue(id, out var agent) ? With(id, agent with { Exclusions = agent.Exclusions + change }) : this;

    /// <summary>With the orders, which a snapshot does not hold and new rules change.</summary>
    internal QueueState InOrder()
    {
        var state = this with
        {
            Line = Line.Empty.WithClass(Reach.Anybody, Agents.Where(agent => agent.Value.IsMatchable).Select(agent => (RankOf(agent.Key, agent.Value), agent.Value.Profile))),
            Present = Agents.Values.Count(agent => !agent.IsGone),
            WithRoom = [],
        };
        return Stays.Values.Aggregate(state with { Stays = Stays.Clear() }, (done, stay) => done.With(stay));
    }

    public QueueState With(QueueNotice notice) => this with { Notices = Notices.SetItem(notice.Key, notice) };

    private AgentRank RankOf(ActorId id, QueueAgent agent) => AgentRank.Of(id, agent, Settings?.Order ?? AgentOrder.LongestIdle);

    /// <summary>With more kinds of need than can be told apart, anybody may take the rest: no caller is left out.</summary>
    private (QueueState State, int Number) ClassFor(Reach reach)
    {
        if (Line.NumberOf(reach) is >= 0 and var known)
        {
            return (this, known);
        }

        var wanted = Line.Classes.Length < ClassSet.CountMax - 1 ? reach : Reach.Anybody;
        return Line.NumberOf(wanted) is >= 0 and var number
            ? (this, number)
            : (this with { Line = Line.WithClass(wanted, Agents.Where(agent => agent.Value.IsMatchable).Select(agent => (RankOf(agent.Key, agent.Value), agent.Value.Profile))) }, Line.Classes.Length);
    }
}
