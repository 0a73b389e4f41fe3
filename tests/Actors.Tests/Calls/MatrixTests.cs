using System.Reflection;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Every command in every phase, twice: nothing throws, and the second time nothing happens.</summary>
public sealed class MatrixTests
{
    private static readonly C[] Commands =
    [
        new C.RecordArrival(Arrival()), new C.RecordCancel(), new C.RecordAck(0, InviteCSeq, null), new C.RecordAck(0, InviteCSeq, CallerMedia), new C.RecordAck(1, 1, AgentMedia),
        new C.RecordAckMissing(0, InviteCSeq), new C.RecordAckMissing(1, 1), new C.RecordProgress(1, 180), new C.RecordProgress(2, 183), new C.RecordProgress(0, 180),
        new C.RecordAnswer(1, Answer()), new C.RecordAnswer(1, Answer() with { Media = null }), new C.RecordAnswer(2, Answer(2)), new C.RecordAnswer(0, Answer()),
        new C.RecordLegFailed(1, 487), new C.RecordLegFailed(1, 503), new C.RecordLegFailed(2, 486), new C.RecordLegFailed(0, 408),
        new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia, null), new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, null, null),
        new C.RecordReinvite(0, new DialogTags("", ""), 1, CallerMedia, null), new C.RecordReinvite(9, CallerTags, 1, null, null),
        CallerBye(), CallerBye(1), new C.RecordBye(0, new DialogTags("", ""), 1, null), new C.RecordBye(9, CallerTags, 1, null),
        new C.RecordRefer(0, CallerTags, InviteCSeq + 2, ToNumber), new C.RecordRefer(9, CallerTags, 1, ToNumber), new C.Transfer(Offer(), ToNumber, "x"), new C.ConfirmNotified(1),
        Consult(ToNumber), Consult(ToColleague), Consult(ToNumberOutside), Consult(ToNumber, Offer(1, 2)), new C.CompleteConsult(Offer(), "x"), new C.CancelConsult(Offer()),
        new C.SwitchConsult(Offer(), true), new C.SwitchConsult(Offer(), false), new C.ExpireConsult(1), new C.ExpireConsult(2),
        Ring(), Ring(2, agent: 2), Ring(1, 2), Ring(1, 3, agent: 3), Ring(3, agent: 4) with { Together = true }, new C.LeaveQueue(Stay(), LeaveReason.MaxWait, null, StayEnd.Refused), Leave(LeaveReason.QueueFull, ToSupport),
        Leave(LeaveReason.MaxWait, ToOutside), Leave(LeaveReason.MaxWait, new OverflowTarget(null, "4001", null, "")), Leave(LeaveReason.Closed, null, 2), Leave(LeaveReason.Closed, null, 9),
        new C.CancelOffer(Offer()), new C.CancelOffer(Offer(2)), new C.CancelOffer(Offer(1, 9)), new C.AttachValue("tier", new AttachedValue(AttachedType.Text, "gold")), new C.AttachValue("tier", null),
        Announce(), Announce(2), Announce(1, 2), Announce(1, 9), Announce(3) with { At = Start.AddMinutes(-1) },
        new C.RecordArrival(Dialed()), new C.RecordArrival(DialedAtPhone()), new C.RecordJoined(Dial), new C.RecordNotJoined(Dial), new C.Hold(Dial, "desk"), new C.HangUp(Dial, "desk"), new C.ConfirmTold($"ended/{Dial}"),
        new C.Hold(Offer(), "desk"), new C.Retrieve(Offer(), "desk"), new C.HangUp(Offer(), "desk"), new C.Press(Offer(), "1#", "k1", "desk"), new C.Press(Offer(), "x", "k2", "desk"), new C.OrderAnswer(Offer(), "desk"), new C.OrderAnswer(Offer(1, 9), "desk"),
        new C.RecordDigitsSent(0, 1, true), new C.ConfirmTalk(1), new C.RecordTalkRefused(1), new C.RecordTalkRefused(9), TalkativeRinging(1),
        new C.WriteSummary(Offer(), new CallSummary(["billing"], ""), TimeSpan.FromHours(1), "desk"), new C.WriteSummary(Offer(1, 9), new CallSummary(["billing"], ""), TimeSpan.FromHours(1), "desk"), new C.WriteSummary(Dial, new CallSummary(["billing"], "x"), TimeSpan.Zero, "desk"),
        new C.MarkNuisance("silence", "desk"), new C.MarkNuisance(null, "desk"),
        new C.Release("drain"), new C.RecordQueued(Stay()), new C.RecordQueued(Stay(2)), new C.RecordNotQueued(Stay()), new C.RecordNotQueued(Stay(2)), new C.ConfirmLegClosed(0), new C.ConfirmLegClosed(1),
        new C.ConfirmLegClosed(9), new C.ConfirmTold($"stay/{Stay()}"), new C.ConfirmTold($"ended/{Offer()}"), new C.ConfirmTold(""), new C.ConfirmMediaClosed(), new C.ConfirmAudit(1, 1),
        new C.RecordAuditFailed(0, 3), new C.RecordAuditFailed(1, 1), new C.ExpireRing(0), new C.ExpireRing(1), new C.ExpireRing(2), new C.Audit(0, 3), new C.Audit(1, 2), new C.Audit(9, 1),
        new C.MoveMedia(Slot.Lease, Elsewhere), new C.MoveMedia(1, Elsewhere), new C.RecordReinviteAnswer(0, 1, null, CallerMedia), new C.RecordReinviteAnswer(1, 2, null, AgentMedia), new C.RecordReinviteAnswer(9, 1, null, null),
        new C.RecordReinviteFailed(0, 1, 491), new C.RecordReinviteFailed(1, 2, 481), new C.RecordReinviteFailed(9, 1, 500), new C.RetryReinvite(0, 1), new C.RetryReinvite(9, 1),
        new C.RecordUpdate(0, CallerTags, InviteCSeq + 1, null, "sip:x@198.51.100.7"), new C.RecordUpdate(0, CallerTags, InviteCSeq + 2, CallerMedia, null) { SessionSeconds = 90, SessionIsOurs = true }, new C.RecordUpdate(9, CallerTags, 1, null, null),
        new C.Refresh(0, 2), new C.Refresh(1, 2), new C.Refresh(9, 1),
        TalkativeRinging(1) with { RSeq = 1 }, new C.RecordPrack(0, CallerTags, InviteCSeq + 1, 1, InviteCSeq), new C.RecordPrack(9, CallerTags, 1, 1, 1), new C.RecordPrackMissing(0), new C.RecordPrackMissing(9), new C.Remind(0, 1), new C.Remind(9, 1),
    ];

    public static TheoryData<string> Stages => [.. Staged.All.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_command_can_come_at_any_stage_and_twice(string stage)
    {
        foreach (var command in Commands.Concat(OfItsDialogs(Staged.All[stage]())))
        {
            var scene = Staged.All[stage]();
            var first = scene.Do(command);
            var events = scene.Events.Count;
            var second = scene.Do(command);

            Assert.True(scene.Events.Count == events, $"{command} at '{stage}' happened twice");
            if (first is Decision<E>.Accepted { Reply: { } reply })
            {
                Assert.Equal(reply, Assert.IsType<Decision<E>.AlreadySo>(second).Reply);
            }

            if (scene.Events.Any(e => e is E.CallEnded))
            {
                OneEndAtEachLevel.In(scene);
            }
        }
    }

    [Fact]
    public void No_command_and_no_phase_is_forgotten()
    {
        Assert.Equal(Names(typeof(C)), Commands.Select(command => command.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Names(typeof(CallPhase)), Staged.All.Values.Select(scene => scene().State.Phase.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_phase_of_a_leg_is_reached() => Assert.Equal(
        Enum.GetValues<LegPhase>(),
        Staged.All.Values.SelectMany(scene => scene().State.Legs.Values).Select(leg => leg.Phase).Distinct().Order());

    /// <summary>Requests with the tags that the phones of this scene know.</summary>
    private static IEnumerable<C> OfItsDialogs(CallScene scene) => scene.State.Legs.Keys.Where(leg => leg > 0).SelectMany<int, C>(leg =>
    [
        Refer(scene, ToNumber, 3, leg), AgentBye(scene, 1, leg), AgentReinvite(scene, MediaDirection.SendOnly, 1, leg), AgentReinvite(scene, MediaDirection.SendReceive, 2, leg),
        new C.RecordReinvite(leg, PhoneTags(scene, leg), 2, null, null), new C.Audit(leg, scene.State.Legs[leg].Life.Number + 1),
        new C.RecordUpdate(leg, PhoneTags(scene, leg), 1, null, null), new C.RecordUpdate(leg, PhoneTags(scene, leg), 3, AgentMedia with { Direction = MediaDirection.SendOnly }, null), new C.Refresh(leg, scene.State.Legs[leg].Life.Number + 1),
    ]);

    private static IEnumerable<string> Names(Type type) =>
        type.GetNestedTypes(BindingFlags.Public).Where(type.IsAssignableFrom).Select(nested => nested.Name).Order(StringComparer.Ordinal);
}
