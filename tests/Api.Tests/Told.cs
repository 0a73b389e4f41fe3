using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Queues;

namespace CallCenter.Api.Tests;

/// <summary>Events of whole calls and agents of one tenant, by the second since <see cref="Start"/>.</summary>
internal sealed class Told(string tenant, DateTimeOffset start)
{
    public static Told Today(string tenant) => new(tenant, new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero));

    public DateTimeOffset Start { get; } = start;

    public ActorId Sales { get; } = ActorId.Queue(tenant, "sales");

    public DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static string Key(int call) => $"{call:x32}";

    public ActorId Call(int call) => ActorId.Call(tenant, Key(call));

    public ActorId Agent(string id) => ActorId.Agent(tenant, id);

    /// <summary>Whether rows that were sent do not yet show this many served calls to their very end, and their agent free again.</summary>
    public static bool WhatIsMissing(IEnumerable<System.Text.Json.JsonElement> rows, int calls) =>
        rows.Where(row => row.TryGetProperty("wrapUpMs", out var wrapUp) && wrapUp.GetInt64() == 30_000 && row.GetProperty("state").GetString() == "ended")
            .Select(row => row.GetProperty("id").GetString()).Distinct().Count() < calls
        || rows.Where(row => row.TryGetProperty("team", out _)).Select(row => row.GetProperty("revision").GetInt32()).DefaultIfEmpty(0).Max() < 4 + (calls * 6);

    public static StayId Stay(int call) => new(Key(call), 1);

    public static OfferId Offer(int call, int attempt = 1) => new(Stay(call), attempt);

    public ConfigurationEvent Configured(long version = 1) => new ConfigurationEvent.ConfigurationAccepted(
        At(0), version, "test", new TenantDocument { Tenant = tenant, Name = tenant.ToUpperInvariant() }, new RemovedKeys());

    public QueueEvent QueueConfigured() => new QueueEvent.QueueConfigured(At(0), 1, new QueueSettings { Name = "Sales", NameZh = "销售" });

    public AgentEvent AgentConfigured(string id) =>
        new AgentEvent.AgentConfigured(At(0), 1, new AgentSettings { Name = $"Agent {id}", Team = "inbound", Phone = $"6{id[1..]}", Queues = ["sales"], Reasons = ["break"] });

    public AgentEvent[] Ready(string id) =>
    [
        AgentConfigured(id), new AgentEvent.SignedIn(At(1), $"6{id[1..]}", 1),
        new AgentEvent.PhoneChanged(At(1), $"6{id[1..]}", 1, new PhoneTarget($"6{id[1..]}", "sip:a@127.0.0.1:7000", [], null)), new AgentEvent.BecameReady(At(2)),
    ];

    public QueuedCall Queued(int call, double at) => new() { Call = Call(call), Contact = Key(call), Arrived = At(at), Number = "4000", Caller = $"+86{call}" };

    public CallEvent[] Arrives(int call, double at) =>
    [
        new CallEvent.CallArrived(At(at), Key(call), new CallArrival
        {
            Seed = new InviteSeed { Vias = [], CallId = $"sip-{call}", From = "<sip:a@b>", To = "<sip:4000@c>", CSeq = 1, RecordRoutes = [], Flow = new Flow(Transport.Udp, "127.0.0.1:5062") },
            Dialog = new Dialog { CallId = $"sip-{call}", LocalTag = "t", LocalParty = "<sip:4000@c>", RemoteParty = "<sip:a@b>", RemoteTarget = "sip:a@127.0.0.1:5062", Token = LegToken.Of(Call(call), 0).ToString() },
            Number = "4000",
            Caller = $"+86{call}",
            Plan = new NumberPlan("4000", "sales", AnswerMode.OnQueue, "default"),
            Slot = new MediaSlot("local", "127.0.0.1", 20000),
            Edge = "edge",
        }),
        new CallEvent.QueueEntered(At(at), Stay(call), Sales, "default", 0),
    ];

    /// <summary>A whole call of an agent, told by call, queue and agent: each stream's events on its own.</summary>
    public IEnumerable<(ActorId Stream, object Event)> Served(int call, double at, string agent)
    {
        var target = new PhoneTarget($"6{agent[1..]}", "sip:a@127.0.0.1:7000", [], null);
        return
        [
            .. Arrives(call, at).Select(e => (Call(call), (object)e)),
            (Sales, new QueueEvent.CallQueued(At(at), Stay(call), Queued(call, at))),
            (Sales, new QueueEvent.OfferMade(At(at + 1), Offer(call), Agent(agent), 1, At(at + 21), new OfferReason("longest-idle", 1, 1, At(2), 1))),
            (Agent(agent), new AgentEvent.Reserved(At(at + 1), Offer(call), Sales, Queued(call, at), At(at + 21), new OfferRules(TimeSpan.FromSeconds(30), 2, false))),
            (Call(call), new CallEvent.LegRequested(At(at + 1), 1, LegPurpose.Agent, Offer(call), Sales, Agent(agent), target, At(at + 21))),
            (Call(call), new CallEvent.LegRinging(At(at + 2), 1)),
            (Agent(agent), new AgentEvent.Rang(At(at + 2), Offer(call))),
            (Call(call), new CallEvent.LegAnswered(At(at + 4), 1, Offer(call), Agent(agent), new DialogAnswer("r", "sip:a@127.0.0.1:7000", [], null))),
            (Call(call), new CallEvent.QueueLeft(At(at + 4), Stay(call), StayEnd.Answered)),
            (Sales, new QueueEvent.CallAnswered(At(at + 4), Offer(call), Agent(agent))),
            (Agent(agent), new AgentEvent.Answered(At(at + 4), Offer(call))),
            (Call(call), new CallEvent.AgentSegmentEnded(At(at + 30), Offer(call), Agent(agent), SegmentEnd.ReleasedByCaller)),
            (Call(call), new CallEvent.CallEnded(At(at + 30), CallEnd.ReleasedByCaller, null)),
            (Agent(agent), new AgentEvent.WrapUpStarted(At(at + 30), Offer(call), SegmentEnd.ReleasedByCaller, At(at + 60))),
            (Agent(agent), new AgentEvent.WrapUpEnded(At(at + 60), Offer(call))),
            (Agent(agent), new AgentEvent.BecameReady(At(at + 60))),
        ];
    }
}
