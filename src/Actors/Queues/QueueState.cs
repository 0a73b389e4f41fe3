using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Collections;
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

    public OrderedMap<StayId, Stay> Stays { get; init; } = [];

    /// <summary>Every agent that ever was available here, as many as the configuration has had: an epoch that was forgotten would let an old message bring it back.</summary>
    public OrderedMap<ActorId, QueueAgent> Agents { get; init; } = [];

    /// <summary>Offers made so far.</summary>
    public long OfferCount { get; init; }

    [JsonIgnore]
    public Line Line { get; private init; } = Line.Empty;

    /// <summary>Calls that ring at fewer phones than may ring together, in the order of those who wait.</summary>
    [JsonIgnore]
    public OrderedSet<Place> WithRoom { get; private init; } = [];

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
        var (line, placed) = Placed(stay);
        return this with
        {
            Stays = Stays.SetItem(placed.Id, placed),
            Line = line.With(Stays.GetValueOrDefault(placed.Id), placed),
            WithRoom = HasRoom(placed) ? WithRoom.Add(placed.Place) : WithRoom.Remove(placed.Place),
        };
    }

    /// <summary>This stay with something else known of it that its place in the order does not depend on.</summary>
    public QueueState Changed(Stay stay) => this with { Stays = Stays.SetItem(stay.Id, stay) };

    public QueueState With(ActorId id, QueueAgent agent)
    {
        var (line, free) = (Line, Line.Free);
        if (Agents.TryGetValue(id, out var before) && before.IsMatchable)
        {
            free = free.Without(RankOf(id, before), line.KindOf(before));
        }

        if (agent.IsMatchable)
        {
            var kind = line.KindOf(agent);
            agent = ReferenceEquals(kind, agent.Kind) ? agent : agent with { Kind = kind };
            free = free.With(RankOf(id, agent), kind);
        }

        return this with
        {
            Agents = Agents.SetItem(id, agent),
            Present = Present - (before is { IsGone: false } ? 1 : 0) + (agent.IsGone ? 0 : 1),
            Line = ReferenceEquals(free, line.Free) ? line : line with { Free = free },
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

        state = state with { Stays = Stays.Remove(id), Line = Line.With(stay, null), WithRoom = WithRoom.Remove(stay.Place) };
        return stay.Exclusions.Keys.Aggregate(state, (left, agent) => left.Excluding(agent, -1));
    }

    /// <summary>The number of calls that exclude this agent changes.</summary>
    public QueueState Excluding(ActorId id, int change) =>
        Agents.TryGetValue(id, out var agent) ? With(id, agent with { Exclusions = agent.Exclusions + change }) : this;

    /// <summary>With the orders, which a snapshot does not hold and new rules change: all at once, for there may be very many.</summary>
    internal QueueState InOrder()
    {
        var state = this with
        {
            Agents = [.. Agents.Select(agent => KeyValuePair.Create(agent.Key, agent.Value.Kind is null ? agent.Value : agent.Value with { Kind = null }))],
            Line = Line.Empty.WithClass(Reach.Anybody, FreeNow()),
            Present = Agents.Values.Count(agent => !agent.IsGone),
        };
        var stays = new List<Stay>(Stays.Count);
        foreach (var stay in Stays.Values)
        {
            var (line, placed) = state.Placed(stay);
            state = ReferenceEquals(line, state.Line) ? state : state with { Line = line };
            stays.Add(placed);
        }

        return state with
        {
            Stays = [.. stays.Select(stay => KeyValuePair.Create(stay.Id, stay))],
            Line = state.Line.WithAll(stays),
            WithRoom = [.. stays.Where(HasRoom).Select(stay => stay.Place)],
        };
    }

    public QueueState With(QueueNotice notice) => this with { Notices = Notices.SetItem(notice.Key, notice) };

    private AgentRank RankOf(ActorId id, QueueAgent agent) => AgentRank.Of(id, agent, Settings?.Order ?? AgentOrder.LongestIdle);

    /// <summary>Where it belongs, and the orders with its class among them.</summary>
    private (Line Line, Stay Stay) Placed(Stay stay)
    {
        var place = Place.Of(stay.Id, stay.Call, Settings?.HeadStart);
        var (line, number) = (stay.IsMatchable || HasRoom(stay)) && !stay.IsHeld ? ClassFor(Reach.At(stay.Call, Settings, stay.Widened)) : (Line, -1);
        return (line, stay.Place == place && stay.Class == number ? stay : stay with { Place = place, Class = number });
    }

    private IEnumerable<(AgentRank Rank, AgentProfile? Profile)> FreeNow() =>
        Agents.Where(agent => agent.Value.IsMatchable).Select(agent => (RankOf(agent.Key, agent.Value), agent.Value.Profile));

    /// <summary>With more kinds of need than can be told apart, anybody may take the rest: no caller is left out.</summary>
    private (Line Line, int Number) ClassFor(Reach reach)
    {
        if (Line.NumberOf(reach) is >= 0 and var known)
        {
            return (Line, known);
        }

        var wanted = Line.Classes.Length < ClassSet.CountMax - 1 ? reach : Reach.Anybody;
        return Line.NumberOf(wanted) is >= 0 and var number ? (Line, number) : (Line.WithClass(wanted, FreeNow()), Line.Classes.Length);
    }
}
