using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Tests.Views;

/// <summary>Events as actors tell them, by the second.</summary>
internal static class Told
{
    public const string Key = "0123456789abcdef0123456789abcdef";
    public static readonly ActorId Call = ActorId.Call("demo", Key);
    public static readonly ActorId Sales = ActorId.Queue("demo", "sales");
    public static readonly ActorId Wei = ActorId.Agent("demo", "1001");
    public static readonly StayId FirstStay = new(Key, 1);
    public static readonly OfferId Offer = new(FirstStay, 1);
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static CallEvent Arrived(double at, string caller = "+861012345678") => new CallEvent.CallArrived(At(at), Key, new CallArrival
    {
        Seed = new InviteSeed { Vias = [], CallId = "abc@phone", From = "<sip:a@b>", To = "<sip:4000@c>", CSeq = 1, RecordRoutes = [], Flow = new Flow(Transport.Udp, "127.0.0.1:5062") },
        Dialog = new Dialog { CallId = "abc@phone", LocalTag = "t", LocalParty = "<sip:4000@c>", RemoteParty = "<sip:a@b>", RemoteTarget = "sip:a@127.0.0.1:5062", Token = LegToken.Of(Call, 0).ToString() },
        Number = "4000",
        Caller = caller,
        Plan = new NumberPlan("4000", "sales", AnswerMode.OnQueue, "default"),
        Slot = new MediaSlot("local", "127.0.0.1", 20000),
        Edge = "edge",
    });

    public static CallEvent Entered(double at, int stay = 1, string queue = "sales") =>
        new CallEvent.QueueEntered(At(at), new StayId(Key, stay), ActorId.Queue("demo", queue), "default", 0);

    public static CallEvent Left(double at, StayEnd end, int stay = 1) => new CallEvent.QueueLeft(At(at), new StayId(Key, stay), end);

    public static CallEvent Requested(double at, int leg = 1, int attempt = 1, string agent = "1001", int stay = 1, string queue = "sales") => new CallEvent.LegRequested(
        At(at), leg, LegPurpose.Agent, new OfferId(new StayId(Key, stay), attempt), ActorId.Queue("demo", queue), ActorId.Agent("demo", agent), new PhoneTarget("6001", "sip:6001@127.0.0.1:7000", [], null), At(at + 20));

    public static CallEvent Answered(double at, int leg = 1, int attempt = 1, string agent = "1001", int stay = 1) => new CallEvent.LegAnswered(
        At(at), leg, new OfferId(new StayId(Key, stay), attempt), ActorId.Agent("demo", agent), new DialogAnswer("r", "sip:6001@127.0.0.1:7000", [], null));

    public static CallEvent Media(double at, MediaDirection direction, uint cseq, int leg = 1) =>
        new CallEvent.LegMediaChanged(At(at), leg, cseq, new MediaPeer("127.0.0.1", 4000, 8, null, direction), null);

    public static CallEvent SegmentEnded(double at, SegmentEnd end) => new CallEvent.AgentSegmentEnded(At(at), Offer, Wei, end);

    public static CallEvent Ended(double at, CallEnd end) => new CallEvent.CallEnded(At(at), end, null);

    public static CallRecord Record(params IEnumerable<CallEvent> events) =>
        events.Aggregate(CallRecordView.Empty("demo", Key), (record, e) => CallRecordView.Apply(record, Call, e));

    public static QueuedCall Queued(double arrived) => new() { Call = Call, Contact = Key, Arrived = At(arrived), Number = "4000", Caller = "+861012345678" };
}
