using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Calls at every stage, by name.</summary>
internal static class Staged
{
    public static readonly SortedDictionary<string, Func<CallScene>> Living = new(StringComparer.Ordinal)
    {
        ["arrived"] = () => Arrived(),
        ["arrived, late offer"] = () => Arrived(late: true),
        ["answered, not acknowledged"] = () => Arrived().With(new C.RecordQueued(Stay())),
        ["waiting"] = () => Waiting(),
        ["waiting, early media"] = () => Waiting(AnswerMode.EarlyMedia),
        ["waiting, on agent"] = () => Waiting(AnswerMode.OnAgent),
        ["waiting, told its place"] = () => Waiting().With(Announce()),
        ["waiting again"] = () => Ringing().With(new C.RecordLegFailed(1, 486)),
        ["overflowed"] = () => Waiting().With(Leave(LeaveReason.MaxWait, ToSupport)),
        ["offering"] = () => Offering(),
        ["ringing"] = () => Ringing(),
        ["ringing, on agent"] = () => Ringing(AnswerMode.OnAgent),
        ["ringing while another is cancelled"] = () => Ringing().With(new C.CancelOffer(Offer()), Ring(2, agent: 2)),
        ["arrived in three queues"] = () => new CallScene().With(new C.RecordArrival(Arrival(also: ["support", "billing"]))),
        ["waiting in three queues"] = () => InThree(),
        ["waiting in three queues, on agent"] = () => InThree(AnswerMode.OnAgent),
        ["ringing for two queues"] = () => TwoRing(),
        ["ringing for two queues, on agent"] = () => TwoRing(AnswerMode.OnAgent),
        ["ringing together"] = () => TwoRingTogether(),
        ["talking while a loser is cancelled"] = () => TwoRing().With(new C.RecordAnswer(2, Answer(2))),
        ["talking"] = () => Talking(),
        ["talking, not acknowledged"] = () => Ringing(AnswerMode.OnAgent).With(new C.RecordAnswer(1, Answer())),
        ["waiting, early media to be acknowledged"] = () => Reliable(AnswerMode.EarlyMedia),
        ["waiting, early media acknowledged"] = () => Reliable(AnswerMode.EarlyMedia).With(new C.RecordPrack(0, CallerTags, InviteCSeq + 1, 1, InviteCSeq)),
        ["answered, early media to be acknowledged"] = () => Reliable(AnswerMode.EarlyMedia).With(Ring(), new C.RecordAnswer(1, Answer())),
        ["ringing, acknowledged"] = () => Offering().With(TalkativeRinging(1) with { RSeq = 1 }),
        ["talking, a session is refreshed"] = () => Offering().With(new C.RecordAnswer(1, Answer() with { SessionSeconds = 90, SessionIsOurs = true, TakesUpdate = true }), new C.Refresh(1, 2)),
        ["held"] = Held,
        ["held by the desktop"] = () => Talking().With(new C.Hold(Offer(), "desk")),
        ["told to answer"] = () => Offering().With(TalkativeRinging(1), new C.OrderAnswer(Offer(), "desk")),
        ["given away by the phone"] = Referred,
        ["given away"] = () => Talking().With(new C.Transfer(Offer(), ToNumber, "supervisor")),
        ["given away, talking again"] = () => Referred().With(new C.RecordQueued(Stay(2)), Ring(1, 2, agent: 2), new C.RecordAnswer(2, Answer(2))),
        ["asking a queue"] = Asking,
        ["asking, a phone rings"] = AskingRings,
        ["asking a colleague"] = AskingColleague,
        ["asking a colleague whose phone rings"] = () => AskingColleague().With(Ring(1, 2, agent: 2)),
        ["asking outside"] = AskingOutside,
        ["consulting"] = Consulting,
        ["consulting outside"] = () => AskingOutside().With(new C.RecordAnswer(2, Answer(2))),
        ["consulting, back with the caller"] = () => Consulting().With(new C.SwitchConsult(Offer(), true)),
        ["consulted and joined"] = () => Consulting().With(new C.CompleteConsult(Offer(), "desk")),
        ["consulted and returned"] = () => Consulting().With(new C.CancelConsult(Offer())),
        ["going out"] = () => GoingOut(),
        ["dialed"] = () => new CallScene().With(new C.RecordArrival(Dialed())),
        ["dialed, the agent's phone rings"] = () => new CallScene().With(new C.RecordArrival(Dialed()), new C.RecordJoined(Dial), new C.RecordProgress(1, 180)),
        ["dialed, the customer is called"] = () => Calling(),
        ["dialed, talking"] = () => DialTalking(),
        ["dialed at the phone"] = () => new CallScene().With(new C.RecordArrival(DialedAtPhone())),
        ["dialed at the phone, the customer is called"] = () => new CallScene().With(new C.RecordArrival(DialedAtPhone()), new C.RecordJoined(Dial)),
        ["outside"] = Outside,
    };

    private static CallScene Reliable(AnswerMode mode) =>
        new CallScene().With(new C.RecordArrival(Arrival(mode) with { Seed = Arrival().Seed! with { IsReliable = true } }), new C.RecordQueued(Stay()));

    public static readonly SortedDictionary<string, Func<CallScene>> All = new(Living, StringComparer.Ordinal)
    {
        ["unborn"] = () => new CallScene(),
        ["abandoned while ringing"] = AbandonedRinging,
        ["cancelled by the caller"] = () => Waiting(AnswerMode.OnAgent).With(new C.RecordCancel()),
        ["closing"] = () => Arrived().With(new C.RecordQueued(Stay()), new C.Release("drain")),
        ["releasing"] = () => Talking().With(CallerBye()),
        ["over"] = Over,
    };
}
