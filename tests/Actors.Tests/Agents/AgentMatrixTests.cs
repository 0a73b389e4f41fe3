using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>Every command in every phase, twice (the scenario holds that): nothing throws, nothing happens a second time.</summary>
public sealed class AgentMatrixTests
{
    private static readonly SortedDictionary<string, Func<AgentScenario>> Phases = new(StringComparer.Ordinal)
    {
        ["unconfigured"] = Unconfigured,
        ["signed out"] = SignedOut,
        ["signed in, phone not heard"] = () => SignedOut().When(new C.SignIn(null)),
        ["signed in, phone refused"] = () => SignedOut().When(new C.SignIn(null)).When(new C.RecordPhoneRefused(Phone, 1)),
        ["not ready"] = NotReady,
        ["ready"] = Ready,
        ["contested"] = Contested,
        ["contested by two"] = () => Contested().When(new C.Reserve(Second, Support, Call, Noon + RingTime, Rules)),
        ["error"] = Unreachable,
        ["reserved"] = () => Reserved(),
        ["ring taken"] = () => RingTaken(),
        ["ringing"] = () => Ringing(),
        ["not ready, took a call itself"] = () => NotReady().Take(First),
        ["talking"] = () => Talking(),
        ["talking, leaving"] = () => Talking().When(new C.SignOut()),
        ["talking, removed"] = () => Talking().When(new C.Configure(2, null)),
        ["holding"] = Holding,
        ["wrap-up"] = () => WrapUp(),
        ["on a rationed break"] = () => Ready(Settings with { Rationed = [Break] }).When(new C.TakeBreak("red", Break, 1)),
        ["talking, a rationed break next"] = () => Talking().When(new C.TakeBreak("red", Break, 1)),
        ["wrap-up, summary due"] = () => WrapUp(Rules with { Summary = true }),
        ["summary owed"] = () => WrapUp(Rules with { Summary = true }).After(Rules.WrapUp).When(new C.EndWrapUp(First)),
        ["wrap-up, meal next"] = () => WrapUp().When(new C.GoNotReady(Meal)),
        ["expired"] = Expired,
        ["expired and ready again"] = () => Expired().When(new C.GoReady()),
        ["dialing"] = Dialing,
        ["dialing, joined"] = () => Dialing().When(Joining()),
        ["dialed, talking"] = () => Dialing().When(Joining()).When(new C.RecordAnswered(Outgoing)),
        ["barred"] = () => Ready().When(new C.WithdrawOffer(First)),
        ["gone"] = () => Ready().When(new C.SignOut()),
        ["removed"] = () => Ready().When(new C.Configure(2, null)),
    };

    private static readonly C[] Commands =
    [
        new C.Configure(1, Settings), new C.Configure(2, null), new C.Configure(3, Settings with { Queues = ["billing"], Start = AgentStart.Ready }),
        new C.SignIn(null), new C.SignIn("6002"), new C.GoReady(), new C.GoNotReady(Break), new C.GoNotReady(Meal), new C.SignOut(),
        new C.Reserve(First, Sales, Call, Noon + RingTime, Rules), new C.Reserve(Second, Support, Call, Noon + RingTime, Rules), new C.Reserve(Second, Sales, Call, Noon, Rules), new C.Reserve(Second, Sales, Call, Noon + RingTime, Rules) { AgentEpoch = 99 }, Taking(Second, Noon + RingTime), Taking(Second, Noon),
        new C.WithdrawOffer(First), new C.WithdrawOffer(Second), new C.RecordRinging(First), new C.RecordRinging(Second), new C.RecordAnswered(First), new C.RecordAnswered(Second),
        .. Enum.GetValues<OfferEnd>().Select(end => new C.RecordOfferEnded(First, end)), new C.RecordOfferEnded(Second, OfferEnd.Missed),
        new C.RecordHeld(First, 1), new C.RecordHeld(First, 3), new C.RecordHeld(Second, 1), new C.RecordRetrieved(First, 2), new C.RecordRetrieved(Second, 2),
        new C.RecordReleased(First, SegmentEnd.ReleasedByCaller), new C.RecordReleased(Second, SegmentEnd.Lost),
        new C.RecordPhone(Phone, 9, Desk), new C.RecordPhone(Phone, 9, null), new C.RecordPhone(Phone, 0, null), new C.RecordPhone("6002", 9, null),
        new C.RecordRingAccepted(First), new C.RecordRingAccepted(Second), new C.RecordRingRefused(First), new C.RecordRingRefused(Second),
        new C.RecordPhoneRefused(Phone, 1), new C.RecordPhoneRefused(Phone, 9), new C.AskPhoneAgain(1, 0), new C.AskPhoneAgain(9, 9),
        new C.ConfirmTold("detach/1"), new C.ConfirmTold("cancel/a.1.1"), new C.ConfirmTold(""), new C.ExpireReservation(First), new C.ExpireReservation(Second),
        new C.EndWrapUp(First), new C.EndWrapUp(Second), new C.RecordNothingToOffer(Support, 1), new C.RecordNothingToOffer(Billing, 1), new C.RecordNothingToOffer(Billing, 9),
        new C.EndContest(1), new C.EndContest(9), new C.RecordSummary(First), new C.RecordSummary(Second),
        new C.TakeBreak("red", Break, 1), new C.TakeBreak("red", Meal, 2), new C.TakeBreak("red", "golf", 3), new C.ConfirmTold("break-over/1"),
        Dial(), Joining(), Joining() with { Phone = "6002" }, new C.ConfirmPlaced(Outgoing), new C.RecordNotPlaced(Outgoing), new C.EndDial(Outgoing),
        new C.RecordAnswered(Outgoing), new C.RecordOfferEnded(Outgoing, OfferEnd.Withdrawn), new C.RecordReleased(Outgoing, SegmentEnd.ReleasedByAgent), new C.EndWrapUp(Outgoing),
    ];

    public static TheoryData<string> PhaseNames => [.. Phases.Keys];

    [Theory]
    [MemberData(nameof(PhaseNames))]
    public void Every_command_can_come_in_every_phase_and_twice(string phase)
    {
        foreach (var command in Commands)
        {
            var agent = Phases[phase]().When(command);
            Assert.True(agent.State.Work is null || agent.State.Work.Offer.Id == First || agent.State.Work.Offer.Id == Second || agent.State.Work.Offer.Id == Outgoing);
        }
    }

    [Theory]
    [MemberData(nameof(PhaseNames))]
    public void An_agent_at_work_has_a_deadline_unless_it_talks(string phase)
    {
        var agent = Phases[phase]();
        Assert.Equal(
            agent.State.Work is AgentWork.Reserved or AgentWork.Ringing or AgentWork.WrapUp or AgentWork.Dialing { IsJoined: false },
            agent.Duties.OfType<Duty.Wake>().Any(wake => wake.Message is C.ExpireReservation or C.EndWrapUp or C.EndDial));
    }

    [Theory]
    [MemberData(nameof(PhaseNames))]
    public void An_agent_who_chooses_is_available_and_has_a_deadline(string phase)
    {
        var agent = Phases[phase]();
        var open = agent.State.Contest is not null;
        Assert.True(!open || agent.State.IsAvailable);
        Assert.Equal(open, agent.Duties.OfType<Duty.Wake>().Any(wake => wake.Message is C.EndContest end && end.Epoch == agent.State.Epoch));
    }

    /// <summary>Were it not so, a queue that made an offer would wait for ever for the agent to become available.</summary>
    [Theory]
    [MemberData(nameof(PhaseNames))]
    public void Who_refuses_a_reservation_is_not_available_or_has_told_anew(string phase)
    {
        var before = Phases[phase]().State;
        var agent = Phases[phase]().When(new C.Reserve(Second, Sales, Call, Noon + RingTime, Rules));
        Assert.True(!before.IsAvailable || agent.State.Epoch > before.Epoch || agent.State.Contest!.Has(Second));
    }

    [Fact]
    public void No_command_and_no_work_is_forgotten()
    {
        Assert.Equal(Nested.Of<C>(), Commands.Select(command => command.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));
        Assert.Equal(
            Nested.Of<AgentWork>(),
            Phases.Values.Select(phase => phase().State.Work?.GetType()).OfType<Type>().Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));
        Assert.Equal(
            Nested.Of<AgentPresence>(),
            Phases.Values.Select(phase => phase().State.Presence.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_happens() => Assert.Equal(
        Nested.Of<E>(),
        Phases.Values.SelectMany(phase => Commands.SelectMany(command => phase().When(command).Events)).Select(@event => @event.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));
}
