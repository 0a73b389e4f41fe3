using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Tests.Agents;
using CallCenter.Actors.Tests.Calls;
using CallCenter.Actors.Views;
using A = CallCenter.Actors.Agents.AgentCommand;
using Q = CallCenter.Actors.Queues.QueueCommand;

namespace CallCenter.Actors.Tests.Views;

/// <summary>What the views show is what the actors know, after every single event of random lives.</summary>
public sealed class ViewsAgreeWithActors
{
    private const int Lives = 300;
    private static readonly DateTimeOffset Noon = AgentWorld.Noon;

    [Fact]
    public void A_call_record_shows_what_the_call_does()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            var id = Cast.Call;
            var (state, record) = (CallBehaviour.Initial(id), CallRecordView.Empty(id.Tenant, id.Key));
            var events = WalkTests.Walk(seed).Events;
            foreach (var (index, e) in events.Index())
            {
                (state, record) = (CallBehaviour.Apply(state, e), CallRecordView.Apply(record, id, e));
                var expected = state.Phase switch
                {
                    CallPhase.Ringing or CallPhase.GoingOut => CallActivity.Ringing,
                    CallPhase.Talking { Consult: not null } => CallActivity.Consulting,
                    CallPhase.Talking { IsHeld: true } => CallActivity.Held,
                    CallPhase.Talking => CallActivity.Talking,
                    CallPhase.Ended => CallActivity.Ended,
                    _ => CallActivity.Waiting,
                };
                Assert.True(expected == record.Phase, $"seed {seed}: {e} leads to {state.Phase}, shown as {record.Phase}");
                Assert.True(StaysAgree(state, record, events.ElementAtOrDefault(index + 1)), $"seed {seed}: after {e} the call waits as {state.Stays}, shown as {record.Stays}");
                Assert.Equal(
                    state.Legs.Values.Select(leg => (leg.Number, leg.Dialog.CallId)),
                    record.Legs.Items.Where(leg => state.Legs.ContainsKey(leg.Leg)).Select(leg => (leg.Leg, leg.SipCallId)));
            }

            if (record.Ended is { } ended)
            {
                Assert.All(record.Stays, stay => Assert.NotNull(stay.End));
                Assert.All(record.Segments, segment => Assert.NotNull(segment.End));
                Assert.True(record.Wait + record.Talk + record.Hold <= ended - record.Arrived, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void An_agents_row_shows_what_the_agent_does()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            var (random, now) = (new Random(seed), Noon);
            var (state, row) = (AgentBehaviour.Initial(AgentWorld.Anna), AgentBoard.Empty("acme", "anna"));
            for (var step = 0; step < 150; step++)
            {
                now += TimeSpan.FromSeconds(random.Next(8));
                if (AgentBehaviour.Decide(state, Command(random, state, now), now) is not Decision<AgentEvent>.Accepted accepted)
                {
                    continue;
                }

                foreach (var e in accepted.Events)
                {
                    state = AgentBehaviour.Apply(state, e);
                    (row, _) = AgentBoard.Apply(row, AgentWorld.Anna, e);
                    Assert.True(Shown(state) == row.Phase, $"seed {seed}, step {step}: {e} leads to {Shown(state)}, shown as {row.Phase}");
                    // An offer given up binds the agent until the call has spoken; it is not shown.
                    Assert.Equal(state.Work is AgentWork.Lapsed ? null : state.Work?.Offer.Id, row.Offer);
                    Assert.Equal(state.Settings, row.Settings);
                    Assert.Equal(state.Seat?.Phone, row.Phone);
                    Assert.Equal(state.Request switch { AgentRequest.NotReady => AgentWish.NotReady, AgentRequest.SignOut => AgentWish.SignedOut, _ => null }, row.Requested);
                    Assert.Equal((state.Presence as AgentPresence.NotReady)?.Reason, row.Reason);
                }
            }
        }
    }

    [Fact]
    public void A_queues_board_shows_who_waits()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            var (random, now) = (new Random(seed), Noon);
            var (state, board) = (QueueBehaviour.Initial(AgentWorld.Sales), QueueBoard.Empty("acme", "sales"));
            var days = new Dictionary<DateOnly, QueueDay>();
            for (var step = 0; step < 150; step++)
            {
                now += TimeSpan.FromSeconds(random.Next(8));
                if (QueueBehaviour.Decide(state, Command(random, state), now) is not Decision<QueueEvent>.Accepted accepted)
                {
                    continue;
                }

                foreach (var e in accepted.Events)
                {
                    state = QueueBehaviour.Apply(state, e);
                    var change = QueueBoard.Apply(board, e, day => days.GetValueOrDefault(day) ?? new QueueDay("acme", "sales", day));
                    board = change.State;
                    if (change.Day is { } day)
                    {
                        days[day.Day] = day;
                    }

                    Assert.Equal(state.Stays.Keys, board.Waiting.Keys.Order());
                    Assert.Equal(state.Stays.Values.Count(stay => stay.Offer is not null), board.Offering);
                    Assert.All(state.Stays.Values, stay => Assert.Equal(stay.Offers.Count, board.Waiting[stay.Id] is { Ringing: > 0 } row ? 1 + row.Besides : 0));
                    Assert.Equal(state.Stays.Values.Select(stay => (DateTimeOffset?)stay.Call.Arrived).Min(), board.LongestWaitSince);
                }
            }

            Assert.Equal(
                days.Values.Sum(day => day.Entered),
                days.Values.Sum(day => day.Answered + day.Abandoned + day.Overflowed + day.Withdrawn + day.Redirected + day.Lost) + RefusedAfterEntry(days.Values) + board.Waiting.Count);
        }
    }

    /// <summary>The same in the same order, the first one shown as the call's queue; but for the moment within a decision before the end of the stay is told.</summary>
    private static bool StaysAgree(CallState state, CallRecord record, CallEvent? next) =>
        ((state.Consult is null ? state.Stays : []).Select(stay => stay.Id).SequenceEqual(record.OpenStays.Select(stay => stay.Id)) && (state.Consult is not null || state.Stay is null || state.Stay.Queue.Key == record.Queue))
        || next is CallEvent.QueueLeft or CallEvent.CallerAnswered;

    /// <summary>Stays that waited and were then turned away (their queue was removed): refused, though they had entered.</summary>
    private static long RefusedAfterEntry(IEnumerable<QueueDay> days) => days.Sum(day => day.RefusedAfterEntry);

    private static AgentActivity Shown(AgentState state) => (state.Work, state.Presence) switch
    {
        (AgentWork.Reserved, _) => AgentActivity.Reserved,
        (AgentWork.Ringing, _) => AgentActivity.Ringing,
        (AgentWork.Talking, _) => AgentActivity.Talking,
        (AgentWork.Holding, _) => AgentActivity.Holding,
        (AgentWork.WrapUp, _) => AgentActivity.WrapUp,
        (_, AgentPresence.Ready) => state.Seat?.Target is null ? AgentActivity.Error : AgentActivity.Ready,
        (_, AgentPresence.NotReady) => AgentActivity.NotReady,
        _ => AgentActivity.SignedOut,
    };

    private static AgentCommand Command(Random random, AgentState state, DateTimeOffset now)
    {
        var offer = random.Next(4) > 0 && state.Work is { } work ? work.Offer.Id : new OfferId(new StayId($"{random.Next(6)}", 1), random.Next(1, 3));
        var number = state.Work is AgentWork.Talking { Holds: var holds } ? holds + 1 : state.Work is AgentWork.Holding { Holds: var held } ? held + 1 : 1;
        return random.Next(26) switch
        {
            0 => new A.Configure(state.Version + random.Next(2), random.Next(6) == 0 ? null : AgentWorld.Settings),
            1 or 2 => new A.SignIn(random.Next(3) == 0 ? "6002" : null),
            3 or 4 or 5 => new A.GoReady(),
            6 => new A.GoNotReady(AgentWorld.Break),
            7 when random.Next(3) == 0 => new A.SignOut(),
            8 or 9 or 10 => new A.Reserve(offer, AgentWorld.Sales, AgentWorld.Call, now + AgentWorld.RingTime, AgentWorld.Rules),
            11 => new A.WithdrawOffer(offer),
            12 => new A.RecordRinging(offer),
            13 or 14 => new A.RecordAnswered(offer),
            15 => new A.RecordOfferEnded(offer, (OfferEnd)random.Next(2, 11)),
            16 => new A.RecordHeld(offer, number),
            17 => new A.RecordRetrieved(offer, number),
            18 => new A.RecordReleased(offer, SegmentEnd.ReleasedByCaller),
            19 => new A.RecordPhone(state.Seat?.Phone ?? AgentWorld.Phone, (state.Seat?.Epoch ?? 0) + random.Next(3), random.Next(3) == 0 ? null : AgentWorld.Desk),
            20 => new A.RecordRingAccepted(offer),
            21 => new A.RecordRingRefused(offer),
            22 => new A.RecordPhoneRefused(state.Seat?.Phone ?? AgentWorld.Phone, state.SignIns),
            23 => new A.AskPhoneAgain(state.SignIns, state.Seat?.Retries ?? 0),
            24 => new A.EndWrapUp(offer),
            _ => new A.ExpireReservation(offer),
        };
    }

    private static QueueCommand Command(Random random, QueueState state)
    {
        var stay = random.Next(5) > 0 && state.Stays.Count > 0 ? state.Stays.Keys.ElementAt(random.Next(state.Stays.Count)) : new StayId($"{random.Next(40)}", 1);
        var offer = state.Stays.GetValueOrDefault(stay)?.Offers.Select(open => open.Id).Order().LastOrDefault() is { Attempt: > 0 } open ? open : new OfferId(stay, random.Next(1, 3));
        var agent = ActorId.Agent("acme", $"{random.Next(4)}");
        return random.Next(16) switch
        {
            0 => new Q.Configure(state.Version + 1, random.Next(5) == 0 ? null : new QueueSettings { Name = "Sales", MaxLength = random.Next(2) == 0 ? 3 : null, Together = random.Next(2) == 0 ? 3 : null, Overflow = random.Next(2) == 0 ? new OverflowTarget("support", null, null, "default") : null }),
            1 or 2 or 3 or 4 => new Q.Enqueue(stay, new QueuedCall { Call = ActorId.Call("acme", stay.Call), Contact = stay.Call, Arrived = Noon.AddSeconds(random.Next(900)), Number = "4000", Caller = "1" }),
            5 => new Q.RecordStayEnded(stay, random.Next(2) == 0 ? StayEnd.AbandonedWaiting : StayEnd.Lost),
            6 or 7 => new Q.RecordAnswered(offer),
            8 => new Q.RecordOfferFailed(offer, (OfferEnd)random.Next(2, 10)),
            9 or 10 => new Q.RecordAgentAvailable(agent, (state.Agents.GetValueOrDefault(agent)?.Epoch ?? 0) + 1, Noon),
            11 => new Q.RecordAgentUnavailable(agent, (state.Agents.GetValueOrDefault(agent)?.Epoch ?? 0) + 1),
            12 => new Q.RecordReserved(offer),
            13 => new Q.RecordReserveRefused(offer),
            14 => new Q.ExpireWait(stay),
            _ => new Q.ExpireOffer(offer),
        };
    }
}
