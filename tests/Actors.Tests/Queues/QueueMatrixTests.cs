using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Every command in every situation of a queue, twice (the scenario holds that): nothing throws, nothing happens a second time.</summary>
public sealed class QueueMatrixTests
{
    private static readonly QueueSettings Bounded = Settings with { MaxWait = TimeSpan.FromSeconds(10), MaxLength = 2, Overflow = Elsewhere };

    private static readonly QueueSettings Announcing = Bounded with { MaxWait = TimeSpan.FromMinutes(5), Announce = new AnnounceRule { Position = true, ExpectedWait = true } };

    private static readonly SortedDictionary<string, Func<QueueScenario>> Situations = new(StringComparer.Ordinal)
    {
        ["unconfigured"] = () => new QueueScenario(Sales),
        ["empty"] = () => Queue(Bounded),
        ["waiting"] = () => Queue(Bounded).Enqueue("a"),
        ["full"] = () => Queue(Bounded).Enqueue("a").Enqueue("c"),
        ["available"] = () => Queue(Bounded).Available(Anna),
        ["offered"] = () => Queue(Bounded).Enqueue("a").Available(Anna),
        ["reserved"] = () => Offering("a", Bounded),
        ["ringing at three"] = () => Queue(Bounded with { Together = 3 }).Available(Anna).Available(Bert).Available(ActorId.Agent("acme", "cora")).Enqueue("a").When(new C.RecordReserved(Offer("a"))),
        ["ringing at one of three"] = () => Offering("a", Bounded with { Together = 3 }),
        ["overdue"] = () => Queue(Bounded).Enqueue("a").After(TimeSpan.FromSeconds(10)),
        ["reserved, overdue"] = () => Offering("a", Bounded).After(TimeSpan.FromSeconds(10)),
        ["recalled"] = () => Offering("a", Bounded).When(new C.ExpireOffer(Offer("a"))),
        ["excluded"] = () => Offering("a", Bounded).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed)).Available(Anna, 2),
        ["second attempt"] = () => Offering("a", Bounded).Available(Bert).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn)),
        ["refused twice by the call"] = () => Refused(2),
        ["withdrawing"] = () => Queue(Bounded).Enqueue("a").Available(Anna).When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting)),
        ["leaving"] = () => Queue(Bounded).Enqueue("a").After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a"))),
        ["closed, waiting"] = () => Queue(Bounded).Enqueue("a").Removed(),
        ["closed, ringing"] = () => Offering("a", Bounded).Removed(),
        ["widening"] = () => Queue(Bounded with { Steps = [new NeedStep(TimeSpan.Zero, "english"), new NeedStep(TimeSpan.FromSeconds(5), "")] }).Available(Anna).Enqueue("a").After(TimeSpan.FromSeconds(5)),
        ["held"] = () => Queue(Bounded).Available(Anna).When(new C.RecordAgentUnavailable(Anna, 2)).Available(Bert)
            .When(new C.Enqueue(Stay("a"), Call("a") with { Preferred = [Anna], PreferFor = TimeSpan.FromSeconds(5) })),
        ["closed for the night"] = () => Queue(Treatments.Everything).After(Treatments.Closing - Noon),
        ["closing, waiting"] = () => Queue(Treatments.Everything).Available(Anna).Available(Bert).Enqueue("x").Enqueue("y").Enqueue("a").After(Treatments.Closing - Noon),
        ["closing put off, waiting"] = () => Queue(Treatments.Everything).Available(Anna).Available(Bert).Enqueue("x").Enqueue("y").Enqueue("a")
            .When(new C.Configure(2, Treatments.Everything with { Hours = null })).After(Treatments.Closing - Noon),
        ["an emergency, waiting"] = () => Queue(Treatments.Everything).Available(Anna).Available(Bert).Enqueue("x").Enqueue("y").Enqueue("a").When(new C.DeclareEmergency("fire", "li")),
        ["short of agents, waiting"] = () => Queue(Treatments.Everything).Enqueue("a").After(TimeSpan.FromSeconds(30)),
        ["a word is due, waiting"] = () => Queue(Announcing).Enqueue("x").Enqueue("a").After(TimeSpan.FromSeconds(20)),
        ["nothing to say, waiting"] = () => Queue(Announcing with { Announce = new AnnounceRule { ExpectedWait = true } }).Enqueue("a").After(TimeSpan.FromSeconds(20)),
        ["told its place, waiting"] = () => Queue(Announcing).Enqueue("a").After(TimeSpan.FromSeconds(20)).When(new C.AnnounceWait(Stay("a"), 1)).After(TimeSpan.FromMinutes(1)),
        ["told its place, ringing"] = () => Queue(Announcing).Enqueue("a").After(TimeSpan.FromSeconds(20)).When(new C.AnnounceWait(Stay("a"), 1)).Available(Anna).After(TimeSpan.FromMinutes(1)),
        ["removed before it was configured"] = () => new QueueScenario(Sales).When(new C.Configure(1, null)),
    };

    private static readonly C[] Commands =
    [
        new C.Configure(1, Settings), new C.Configure(5, Settings), new C.Configure(5, null), new C.Enqueue(Stay("a"), Call("a")), new C.Enqueue(Stay("b"), Call("b", 7)),
        .. Enum.GetValues<StayEnd>().Select(end => new C.RecordStayEnded(Stay("a"), end)), new C.RecordStayEnded(Stay("b"), StayEnd.Lost),
        new C.RecordAnswered(Offer("a")), new C.RecordAnswered(Offer("a", 2)), new C.RecordAnswered(Offer("b")),
        .. Enum.GetValues<OfferEnd>().SelectMany(end => Enumerable.Range(1, 3).Select(attempt => new C.RecordOfferFailed(Offer("a", attempt), end))),
        new C.RecordAgentAvailable(Anna, 1, IdleSince), new C.RecordAgentAvailable(Anna, 9, IdleSince), new C.RecordAgentAvailable(Bert, 9, Noon),
        new C.RecordAgentUnavailable(Anna, 1), new C.RecordAgentUnavailable(Anna, 9), new C.RecordAgentUnavailable(Bert, 9),
        new C.DeclareEmergency("flood", "li"), new C.LiftEmergency("over", "li"),
        new C.RecordReserved(Offer("a")), new C.RecordReserved(Offer("a", 2)), new C.RecordReserveRefused(Offer("a")), new C.RecordReserveRefused(Offer("a", 2)),
        new C.ConfirmTold("leave/a.1"), new C.ConfirmTold("withdraw/a.1.1"), new C.ConfirmTold(""), new C.ConfirmLeft(Stay("a")), new C.ConfirmLeft(Stay("b")), new C.ExpireWait(Stay("a")), new C.ExpireWait(Stay("b")),
        new C.WidenStay(Stay("a"), TimeSpan.FromSeconds(5)), new C.WidenStay(Stay("a"), TimeSpan.FromSeconds(6)), new C.Pick(Stay("a"), Anna, "sue"), new C.Pick(Stay("a"), Bert, "sue"), new C.Pick(Stay("b"), Anna, "sue"), new C.Pick(Stay("a"), Anna, "anna") { IsOwn = true },
        new C.Explain(Stay("a")), new C.Explain(Stay("b")), new C.Foretell(Stay("a")), new C.Foretell(Stay("b")), new C.AnnounceWait(Stay("a"), 1), new C.AnnounceWait(Stay("a"), 2), new C.AnnounceWait(Stay("b"), 1), new C.RecordAgentUnavailable(Anna, 9) { IsGone = true },
        new C.ExpireOffer(Offer("a")), new C.ExpireOffer(Offer("a", 2)), new C.EndExclusion(Offer("a")), new C.EndExclusion(Offer("b")),
    ];

    public static TheoryData<string> SituationNames => [.. Situations.Keys];

    [Theory]
    [MemberData(nameof(SituationNames))]
    public void Every_command_can_come_in_every_situation_and_twice(string situation)
    {
        foreach (var command in Commands)
        {
            AssertNobodyWaitsForNothing(Situations[situation]().When(command).State);
        }
    }

    /// <summary>Whoever is in the queue is waited for by somebody: an offer by its deadline, a call by its longest wait or an agent.</summary>
    [Theory]
    [MemberData(nameof(SituationNames))]
    public void Every_offer_has_a_deadline_or_is_asked_back(string situation)
    {
        var queue = Situations[situation]();
        Assert.All(
            queue.State.Stays.Values.Where(stay => stay.Offer is not null),
            stay => Assert.Contains(queue.Duties, duty => duty.Key == $"offer/{stay.Offer!.Id}" || duty.Key == $"cancel/{stay.Offer!.Id}"));
    }

    [Fact]
    public void No_command_is_forgotten() =>
        Assert.Equal(Nested.Of<C>(), Commands.Select(command => command.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));

    [Fact]
    public void Every_event_happens() => Assert.Equal(
        Nested.Of<E>(),
        Situations.Values.SelectMany(situation => Commands.SelectMany(command => situation().When(command).Events)).Select(@event => @event.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));

    /// <summary>Orders hold who can be matched, no more; and no call waits while an agent is free that it may be offered to, by a walk over all pairs.</summary>
    internal static void AssertNobodyWaitsForNothing(QueueState state)
    {
        var waiting = state.Stays.Values.Where(stay => stay.IsMatchable).ToList();
        var free = state.Agents.Where(agent => agent.Value.IsMatchable).ToList();
        Assert.Equal(waiting.Where(stay => !stay.IsHeld).Select(stay => stay.Place).Order(), state.Line.Classes.SelectMany(needs => needs.Waiting).Order());
        Assert.Equal(waiting.SelectMany(stay => stay.Call.Preferred.Items.Select(agent => (agent, stay.Place))).Order(), state.Line.Wished.SelectMany(wished => wished.Value.Select(place => (wished.Key, place))).Order());
        Assert.Equal(free.Select(agent => agent.Key).Order(), state.Line.Free.Heads.Values.SelectMany(kind => state.Line.Free.Of(kind)).Select(rank => rank.Agent).Order());
        Assert.All(state.Line.Free.Heads, head => Assert.Equal(head.Key, state.Line.Free.Of(head.Value).First));
        Assert.All(state.Line.Free.Heads.Values, kind => Assert.All(state.Line.Free.Of(kind), rank => Assert.Equal(kind, AgentKind.Of(state.Agents[rank.Agent].Profile, state.Line.Classes.AsSpan()))));
        Assert.Equal((waiting.Count, free.Count), (state.Line.WaitingCount, state.Line.Free.Count));
        Assert.All(state.Agents, agent => Assert.Equal(state.Stays.Values.Count(stay => stay.Exclusions.ContainsKey(agent.Key)), agent.Value.Exclusions));
        Assert.Equal(state.Stays.Values.Where(state.HasRoom).Select(stay => stay.Place).Order(), state.WithRoom.Order());
        Assert.All(state.Stays.Values, stay => Assert.Equal(stay.Offers.Count, stay.Offers.Select(offer => offer.Agent).Distinct().Count()));
        if (state.Settings is { } settings)
        {
            var joinable = state.Stays.Values.Where(stay => state.HasRoom(stay) && stay is { WaitUntil: null, ClosesAt: null }).ToList();
            Assert.All(joinable, stay => Assert.All(free, agent => Assert.False(!stay.Excludes(agent.Key) && MayBeOffered(settings, stay, agent.Key, agent.Value, free.Count), $"{agent.Key} does not join {stay.Id}")));
            Assert.All(waiting, stay => Assert.All(free, agent => Assert.False(MayBeOffered(settings, stay, agent.Key, agent.Value, free.Count), $"{stay.Id} waits while {agent.Key} is available")));
        }
    }

    private static bool MayBeOffered(QueueSettings settings, Stay stay, ActorId id, QueueAgent agent, int free)
    {
        var reach = Reach.At(stay.Call, settings, stay.Widened);
        return !stay.Exclusions.ContainsKey(id)
            && (stay.Call.Preferred.Items.Contains(id)
                || (!stay.IsHeld && NeedsReader.Read(reach.Require).AreMetBy(agent.Profile) && (reach.MayTakeReserve || free > settings.Reserve!.Agents)));
    }

    private static QueueScenario Refused(int times)
    {
        var queue = Queue(Bounded).Enqueue("a");
        for (var attempt = 1; attempt <= times; attempt++)
        {
            queue.Available(Anna, attempt).When(new C.RecordReserved(Offer("a", attempt))).When(new C.RecordOfferFailed(Offer("a", attempt), OfferEnd.RefusedByCall));
        }

        return queue.Available(Bert);
    }
}
