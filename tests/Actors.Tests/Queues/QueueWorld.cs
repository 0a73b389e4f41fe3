global using QueueScenario = CallCenter.Actors.Tests.Scenario<
    CallCenter.Actors.Queues.QueueBehaviour, CallCenter.Actors.Queues.QueueState, CallCenter.Actors.Queues.QueueCommand, CallCenter.Actors.Queues.QueueEvent>;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>A queue, some callers and two agents to tell stories with.</summary>
internal static class QueueWorld
{
    public static readonly ActorId Sales = ActorId.Queue("acme", "sales");
    public static readonly ActorId Anna = ActorId.Agent("acme", "anna");
    public static readonly ActorId Bert = ActorId.Agent("acme", "bert");
    public static readonly OverflowTarget Elsewhere = new("support", null, null, "default");
    public static readonly DateTimeOffset Noon = QueueScenario.Start;
    public static readonly DateTimeOffset IdleSince = Noon.AddMinutes(-5);

    public static readonly QueueSettings Settings = new() { Name = "Sales" };

    public static StayId Stay(string call) => new(call, 1);

    public static OfferId Offer(string call, int attempt = 1) => new(Stay(call), attempt);

    public static QueuedCall Call(string call, int priority = 0, DateTimeOffset? arrived = null) => new()
    {
        Call = ActorId.Call("acme", call),
        Contact = call,
        Arrived = arrived ?? Noon,
        Priority = priority,
        Number = "4000",
        Caller = "13800001111",
    };

    public static QueueScenario Queue(QueueSettings? settings = null) =>
        new QueueScenario(Sales).Given(new E.QueueConfigured(Noon, 1, settings ?? Settings));

    public static QueueScenario Removed(this QueueScenario queue) => queue.When(new C.Configure(queue.State.Version + 1, null));

    public static QueueScenario Enqueue(this QueueScenario queue, string call, int priority = 0, DateTimeOffset? arrived = null) =>
        queue.When(new C.Enqueue(Stay(call), Call(call, priority, arrived)));

    public static QueueScenario Available(this QueueScenario queue, ActorId agent, long epoch = 1, DateTimeOffset? idleSince = null) =>
        queue.When(new C.RecordAgentAvailable(agent, epoch, idleSince ?? IdleSince));

    /// <summary>Anna is offered this call, and holds herself for it.</summary>
    public static QueueScenario Offering(string call, QueueSettings? settings = null) =>
        Queue(settings).Enqueue(call).Available(Anna).When(new C.RecordReserved(Offer(call)));

    public static E.OfferMade OfferMade(QueueScenario queue, string call, ActorId agent, int attempt = 1, int available = 1, int waiting = 1, long epoch = 1) => new(
        queue.Now, Offer(call, attempt), agent, epoch, queue.Now + Settings.RingTime, new OfferReason("longest-idle", available, waiting, IdleSince, 1));

    public static Duty Reserve(QueueScenario queue, string call, ActorId agent, int attempt = 1) => new Duty.Deliver(
        $"reserve/{Offer(call, attempt)}",
        agent,
        new AgentCommand.Reserve(Offer(call, attempt), Sales, Call(call), queue.Now + Settings.RingTime, new OfferRules(Settings.WrapUp, 2, false)) { AgentEpoch = queue.State.Agents[agent].Epoch },
        new C.RecordReserved(Offer(call, attempt)),
        new C.RecordReserveRefused(Offer(call, attempt)));

    /// <summary>The agents of the offers of the last step, in order.</summary>
    public static IEnumerable<(string Call, ActorId Agent)> Offers(this QueueScenario queue) =>
        queue.Events.OfType<E.OfferMade>().Select(offer => (offer.Offer.Stay.Call, offer.Agent));
}
