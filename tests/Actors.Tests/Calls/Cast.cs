using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Who plays in the scenes of a call, and what they say.</summary>
internal static class Cast
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    public const uint InviteCSeq = 7;

    public static readonly DateTimeOffset Start = new(2025, 3, 3, 9, 0, 0, TimeSpan.Zero);

    public static readonly ActorId Call = ActorId.Call("demo", Key);

    public static readonly ActorId Sales = ActorId.Queue("demo", "sales");

    public static readonly ActorId Support = ActorId.Queue("demo", "support");

    public static readonly ActorId Billing = ActorId.Queue("demo", "billing");

    public static readonly MediaSlot Elsewhere = new("m2", "192.0.2.60", 40_000, 18) { OtherPort = 40_010, IsShared = true };

    public static readonly MediaSlot Slot = new("edge-1", "192.0.2.1", 20_000, 17) { ThirdPort = 30_000 };

    public static readonly MediaPeer CallerMedia = new("198.51.100.7", 4000, 8, 101);

    public static readonly MediaPeer AgentMedia = new("203.0.113.5", 5000, 8, 101);

    public static readonly MediaPeer ColleagueMedia = new("203.0.113.6", 5002, 8, 101);

    public static readonly DialogTags CallerTags = new("caller-tag", "our-tag");

    public static StayId Stay(int number = 1) => new(Key, number);

    public static OfferId Offer(int attempt = 1, int stay = 1) => new(Stay(stay), attempt);

    public static ActorId Agent(int number = 1) => ActorId.Agent("demo", $"100{number}");

    public static CallArrival Arrival(AnswerMode mode = AnswerMode.OnQueue, MediaPeer? offer = null, bool late = false, params EquatableArray<string> also) => new()
    {
        Seed = new InviteSeed
        {
            Vias = ["SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK1"],
            CallId = "a1@198.51.100.7",
            From = "\"Li Lei\" <sip:13800138000@198.51.100.7>;tag=caller-tag",
            To = "<sip:4000@192.0.2.1>",
            CSeq = InviteCSeq,
            RecordRoutes = [],
            Flow = new Flow(Transport.Udp, "198.51.100.7:5060"),
        },
        Dialog = new Dialog
        {
            CallId = "a1@198.51.100.7",
            LocalTag = "our-tag",
            RemoteTag = "caller-tag",
            LocalParty = "<sip:4000@192.0.2.1>",
            RemoteParty = "\"Li Lei\" <sip:13800138000@198.51.100.7>",
            RemoteTarget = "sip:13800138000@198.51.100.7:5060",
            RemoteCSeq = InviteCSeq,
            Token = LegToken.Of(Call, 0).ToString(),
        },
        Number = "4000",
        Caller = "13800138000",
        CallerName = "Li Lei",
        Plan = new NumberPlan("4000", "sales", mode, "waltz", 3) { Also = also },
        Offer = late ? null : offer ?? CallerMedia,
        Slot = Slot,
        Edge = "edge-1",
    };

    public static C.Ring Ring(int attempt = 1, int stay = 1, int agent = 1, ActorId? queue = null) => new(
        Offer(attempt, stay), queue ?? (stay switch { 1 => Sales, 3 => Billing, _ => Support }), Agent(agent), new PhoneTarget($"600{agent}", $"sip:600{agent}@203.0.113.5:5060", [], null), Start.AddSeconds(20));

    public static DialogAnswer Answer(int leg = 1, MediaPeer? media = null) =>
        new($"phone-tag-{leg}", $"sip:600{leg}@203.0.113.5:5070", ["<sip:edge.example;lr>"], media ?? AgentMedia);

    public static DialogTags PhoneTags(CallScene scene, int leg = 1) => new($"phone-tag-{leg}", scene.State.Legs[leg].Dialog.LocalTag);

    public static C.RecordBye CallerBye(uint cseq = InviteCSeq + 1) => new(0, CallerTags, cseq, null);

    public static C.RecordBye AgentBye(CallScene scene, uint cseq = 1, int leg = 1) => new(leg, PhoneTags(scene, leg), cseq, null);

    public static C.RecordReinvite AgentReinvite(CallScene scene, MediaDirection direction, uint cseq, int leg = 1) =>
        new(leg, PhoneTags(scene, leg), cseq, AgentMedia with { Direction = direction }, null);

    public static C.Announce Announce(int number = 1, int stay = 1) => new(Stay(stay), number, new Announcement("patience", 4 - number, WaitRange.OneToTwoMinutes), Start);

    public static C.LeaveQueue Leave(LeaveReason reason, OverflowTarget? to = null, int stay = 1) => new(Stay(stay), reason, to, (reason, to) switch
    {
        (LeaveReason.Lost, _) => StayEnd.Lost,
        (_, { Queue: not null }) => StayEnd.OverflowedToQueue,
        (_, not null) => StayEnd.OverflowedToNumber,
        (LeaveReason.Closed, _) => StayEnd.Redirected,
        _ => StayEnd.Refused,
    });

    /// <summary>A phone rings, and says that it takes orders to answer.</summary>
    public static C.RecordProgress TalkativeRinging(int leg) =>
        new(leg, 180) { Early = new EarlyDialog($"early-{leg}", $"sip:600{leg}@203.0.113.5:5070", [], null, TakesTalk: true) };

    public static readonly OverflowTarget ToSupport = new("support", null, null, "march");

    public static readonly OverflowTarget ToOutside = new(null, null, "sip:02112345678@trunk.example:5060", "march");

    /// <summary>The first one alone, then two that share.</summary>
    public static readonly EquatableArray<TrunkWay> ThreeWays = [new("first", "sip:1@a.example", 1, 1), new("second", "sip:2@b.example", 2, 1), new("third", "sip:3@c.example", 2, 3)];

    public static readonly TransferTarget ToNumber = new("4001") { Plan = new NumberPlan("4001", "support", AnswerMode.OnQueue, "march", 7) };

    public static C.RecordRefer Refer(CallScene scene, TransferTarget to, uint cseq = 4, int leg = 1) => new(leg, PhoneTags(scene, leg), cseq, to);

    public static readonly C.RecordAck CallerAck = new(0, InviteCSeq, null);

    // stages, each from the start

    /// <summary>The INVITE of <see cref="Arrival"/> through another edge: a proxy put another branch on it.</summary>
    public static CallCommand.RecordArrival Rerouted(int way) =>
        new(Arrival() with { Edge = "edge-2", Seed = Arrival().Seed with { Vias = [$"SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK{way}.1"] } });

    public static CallScene Arrived(AnswerMode mode = AnswerMode.OnQueue, bool late = false) => new CallScene().With(new C.RecordArrival(Arrival(mode, late: late)));

    public static CallScene Waiting(AnswerMode mode = AnswerMode.OnQueue)
    {
        var scene = Arrived(mode).With(new C.RecordQueued(Stay()));
        return mode == AnswerMode.OnQueue ? scene.With(CallerAck) : scene;
    }

    public static CallScene Offering(AnswerMode mode = AnswerMode.OnQueue) => Waiting(mode).With(Ring());

    public static CallScene Ringing(AnswerMode mode = AnswerMode.OnQueue) => Offering(mode).With(new C.RecordProgress(1, 180));

    public static CallScene Talking(AnswerMode mode = AnswerMode.OnQueue)
    {
        var scene = Ringing(mode).With(new C.RecordAnswer(1, Answer()));
        return mode == AnswerMode.OnQueue ? scene : scene.With(CallerAck);
    }

    public static CallScene Held()
    {
        var scene = Talking();
        return scene.With(AgentReinvite(scene, MediaDirection.SendOnly, 1));
    }

    /// <summary>The agent's phone gave the caller away; it is to be notified.</summary>
    public static CallScene Referred()
    {
        var scene = Talking();
        return scene.With(Refer(scene, ToNumber));
    }

    public static readonly TransferTarget ToColleague = new("1002") { Agent = new AskedAgent("1002", "support", TimeSpan.FromSeconds(20), new OfferRules(TimeSpan.FromSeconds(30), 2, false)) };

    public static readonly TransferTarget ToNumberOutside = new("02112345678") { Uri = "sip:02112345678@trunk.example:5060" };

    public static C.Consult Consult(TransferTarget to, OfferId? segment = null) => new(segment ?? Offer(), to, "desk");

    /// <summary>The agent asks the other queue.</summary>
    public static CallScene Asking() => Talking().With(Consult(ToNumber));

    /// <summary>The phone of the queue's agent rings for it.</summary>
    public static CallScene AskingRings() => Asking().With(new C.RecordQueued(Stay(2)), Ring(1, 2, agent: 2), new C.RecordProgress(2, 180));

    /// <summary>Its agent and the one who was asked talk.</summary>
    public static CallScene Consulting() => AskingRings().With(new C.RecordAnswer(2, Answer(2, ColleagueMedia)));

    /// <summary>Agent 2 is asked by name.</summary>
    public static CallScene AskingColleague() => Talking().With(Consult(ToColleague));

    public static CallScene AskingOutside() => Talking().With(Consult(ToNumberOutside));

    public static CallScene GoingOut(AnswerMode mode = AnswerMode.OnQueue) => Waiting(mode).With(Leave(LeaveReason.MaxWait, ToOutside));

    public static CallScene Outside() => GoingOut().With(new C.RecordAnswer(1, Answer()));

    /// <summary>In sales, the primary one, in support and in billing at once.</summary>
    public static CallScene InThree(AnswerMode mode = AnswerMode.OnQueue)
    {
        var scene = new CallScene().With(
            new C.RecordArrival(Arrival(mode, also: ["support", "billing"])), new C.RecordQueued(Stay(1)), new C.RecordQueued(Stay(2)), new C.RecordQueued(Stay(3)));
        return mode == AnswerMode.OnQueue ? scene.With(CallerAck) : scene;
    }

    /// <summary>Leg 1 rings for sales, leg 2 for support.</summary>
    public static CallScene TwoRing(AnswerMode mode = AnswerMode.OnQueue) =>
        InThree(mode).With(Ring(), new C.RecordProgress(1, 180), Ring(1, 2, agent: 2), new C.RecordProgress(2, 180));

    /// <summary>Legs 1 and 2 ring for one stay.</summary>
    public static CallScene TwoRingTogether(AnswerMode mode = AnswerMode.OnQueue) =>
        Waiting(mode).With(Ring(2, agent: 2) with { Together = true }, Ring(1) with { Together = true });

    /// <summary>The caller hung up while a phone rang; its CANCEL is under way.</summary>
    public static CallScene AbandonedRinging() => Ringing().With(CallerBye());

    /// <summary>Everything said and done.</summary>
    public static CallScene Over()
    {
        var scene = Talking().With(CallerBye());
        Assert.True(scene.Drained());
        return scene;
    }
}
