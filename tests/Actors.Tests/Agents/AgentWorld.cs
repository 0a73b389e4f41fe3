global using AgentScenario = CallCenter.Actors.Tests.Scenario<
    CallCenter.Actors.Agents.AgentBehaviour, CallCenter.Actors.Agents.AgentState, CallCenter.Actors.Agents.AgentCommand, CallCenter.Actors.Agents.AgentEvent>;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>An agent of two queues at a phone, and offers to tell stories with.</summary>
internal static class AgentWorld
{
    public const string Break = "break";
    public const string Meal = "meal";
    public const string Phone = "6001";

    public static readonly ActorId Anna = ActorId.Agent("acme", "anna");
    public static readonly ActorId Sales = ActorId.Queue("acme", "sales");
    public static readonly ActorId Support = ActorId.Queue("acme", "support");
    public static readonly ActorId Billing = ActorId.Queue("acme", "billing");
    public static readonly ActorId PhoneId = ActorId.Phone("acme", Phone);
    public static readonly DateTimeOffset Noon = AgentScenario.Start;
    public static readonly PhoneTarget Desk = new(Phone, "sip:6001@10.0.0.7:5060", [], null);
    public static readonly OfferRules Rules = new(TimeSpan.FromSeconds(30), 2, false);
    public static readonly TimeSpan RingTime = TimeSpan.FromSeconds(20);

    public static readonly AgentSettings Settings = new() { Name = "Anna", Phone = Phone, Queues = ["sales", "support"], Reasons = [Break, Meal] };

    public static readonly QueuedCall Call = new() { Call = ActorId.Call("acme", "a"), Contact = "a", Arrived = Noon, Number = "4000", Caller = "13800001111" };

    public static readonly OfferId First = new(new StayId("a", 1), 1);
    public static readonly OfferId Second = new(new StayId("b", 1), 1);

    public static readonly ActorId OutgoingCall = ActorId.Call("acme", "out");

    public static readonly OfferId Outgoing = PlaceCall.OfferOf("out");

    public static C.Dial Dial() => new(OutgoingCall, "02155551234", Noon + RingTime) { Shows = "4000" };

    public static C.JoinDial Joining() => new(Outgoing, OutgoingCall, "02155551234", Phone, TimeSpan.FromSeconds(15), Noon + RingTime);

    public static AgentScenario Dialing() => Ready().When(Dial());

    public static AgentScenario Unconfigured() => new(Anna);

    public static AgentScenario SignedOut() => Unconfigured().When(new C.Configure(1, Settings));

    public static AgentScenario NotReady() => SignedOut().When(new C.SignIn(null)).When(new C.RecordPhone(Phone, 1, Desk));

    public static AgentScenario Ready() => NotReady().When(new C.GoReady());

    public static AgentScenario Ready(AgentSettings settings) =>
        Unconfigured().When(new C.Configure(1, settings)).When(new C.SignIn(null)).When(new C.RecordPhone(Phone, 1, Desk)).When(new C.GoReady());

    /// <summary>One of three queues asks for an agent who chooses between them.</summary>
    public static AgentScenario Contested() => Ready(Settings with { Queues = ["sales", "support", "billing"], Choice = QueueChoice.Share }).Reserve(First);

    public static AgentScenario Unreachable() => Ready().When(new C.RecordPhone(Phone, 2, null));

    public static AgentScenario Reserve(this AgentScenario agent, OfferId offer, OfferRules? rules = null) =>
        agent.When(new C.Reserve(offer, Sales, Call, agent.Now + RingTime, rules ?? Rules));

    /// <summary>It picked this call for itself.</summary>
    public static AgentScenario Take(this AgentScenario agent, OfferId offer) => agent.When(Taking(offer, agent.Now + RingTime));

    public static C.Reserve Taking(OfferId offer, DateTimeOffset ringUntil) => new(offer, Sales, Call, ringUntil, Rules) { Cause = OfferCause.Taken };

    public static AgentScenario Reserved(OfferRules? rules = null) => Ready().Reserve(First, rules);

    public static AgentScenario RingTaken(OfferRules? rules = null) => Reserved(rules).When(new C.RecordRingAccepted(First));

    public static AgentScenario Ringing(OfferRules? rules = null) => RingTaken(rules).When(new C.RecordRinging(First));

    public static AgentScenario Talking(OfferRules? rules = null) => Ringing(rules).When(new C.RecordAnswered(First));

    public static AgentScenario Holding() => Talking().When(new C.RecordHeld(First, 1));

    public static AgentScenario WrapUp(OfferRules? rules = null) => Talking(rules).When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller));

    /// <summary>Its reservation ran out unanswered and unexplained.</summary>
    public static AgentScenario Expired() => Ringing().After(RingTime + C.ReservationGrace).When(new C.ExpireReservation(First));

    public static Duty ToldAvailable(ActorId queue, long epoch, DateTimeOffset idleSince, AgentProfile? profile = null) =>
        new Duty.Deliver($"available/{queue.Key}/{epoch}", queue, new QueueCommand.RecordAgentAvailable(Anna, epoch, idleSince) { Profile = profile });

    public static Duty ToldUnavailable(ActorId queue, long epoch) =>
        new Duty.Deliver($"unavailable/{queue.Key}/{epoch}", queue, new QueueCommand.RecordAgentUnavailable(Anna, epoch));

    public static Duty ToldGone(ActorId queue, long epoch) => Confirmed($"left/{queue.Key}/{epoch}", queue, new QueueCommand.RecordAgentUnavailable(Anna, epoch) { IsGone = true });

    public static Duty Confirmed(string key, ActorId to, object message) => new Duty.Deliver(key, to, message, new C.ConfirmTold(key), new C.ConfirmTold(key));

    public static E.Reserved ReservedEvent(DateTimeOffset at) => new(at, First, Sales, Call, Noon + RingTime, Rules);
}
