using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Snapshots;

namespace CallCenter.Actors.Tests.Snapshots;

/// <summary>
/// The shape of what is kept. Who changes it, or what any of it means, raises the contract in <see cref="StateForms"/>: a snapshot of an older
/// program is then ignored, and its stream replayed. Then the new number and the new shape are put here.
/// </summary>
public sealed class SnapshotFormTests
{
    [Theory]
    [InlineData(8, "0714ce85f736e7b9", typeof(QueueState), typeof(Stay), typeof(StayOffer), typeof(QueueAgent), typeof(AttachedEntry), typeof(OverflowRule), typeof(TrunkWay), typeof(WeekHours), typeof(DateHours))]
    [InlineData(7, "a48bf69ac3c17f50", typeof(AgentState), typeof(AttachedEntry), typeof(NeedStep), typeof(SkillLevel), typeof(QueueTerms), typeof(ContestedOffer), typeof(QueueCredit))]
    [InlineData(3, "e635fa2514004419", typeof(PhoneState), typeof(Seat))]
    [InlineData(1, "ab9aff8bd0fdbb93", typeof(FloorState), typeof(AlarmCause), typeof(BreakQuota), typeof(BreakPlace), typeof(BreakWish))]
    [InlineData(10, "ffe2c58cac11d4b4", typeof(ConfigurationState), typeof(SiteCost), typeof(NeedStep), typeof(TrunkEntry), typeof(TakenField), typeof(SkillLevel), typeof(QueueTerms), typeof(NumberRule), typeof(OverflowEntry), typeof(WeekHours), typeof(DateHours))]
    public void The_shape_of_a_state_changes_only_with_its_contract(int contract, string shape, Type state, params Type[] itemsOfLists)
    {
        var context = (JsonSerializerContext)Activator.CreateInstance(typeof(StateForms).Assembly.GetType("CallCenter.Actors.Snapshots.SnapshotContracts")!)!;
        var schema = string.Join('\n', itemsOfLists.Prepend(state).Select(type => context.GetTypeInfo(type)!.GetJsonSchemaAsNode().ToJsonString()));

        Assert.Equal((contract, shape), (ContractOf(state), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..16]));
    }

    [Fact]
    public void Calls_are_short_and_not_kept() => Assert.Null(KeptStates.FormOf<CallState>());

    [Fact]
    public void A_queue_is_kept_as_it_stands()
    {
        var stay = new StayId("c1", 1);
        var agent = ActorId.Agent("t", "1001");
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var call = new QueuedCall { Call = ActorId.Call("t", "c1"), Contact = "c1", Arrived = at, Priority = 5, Number = "4000", Caller = "+1" };
        var state = new QueueState(ActorId.Queue("t", "sales")) { Version = 3, Settings = new QueueSettings { Name = "Sales" }, ConfiguredAt = at }
            .With(agent, new QueueAgent(7, at, true))
            .With(new Stay(stay, call) { Attempts = 1, Exclusions = System.Collections.Immutable.ImmutableSortedDictionary<ActorId, Exclusion>.Empty.Add(agent, new Exclusion(new OfferId(stay, 1), at)) })
            .With(new QueueNotice.Withdrawn(new OfferId(stay, 1), agent))
            .Without(new StayId("c0", 1), at);

        Assert.Equal(
            """
            {"id":"t/main/queue/sales","version":3,"settings":{"name":"Sales","nameZh":"","ringTime":"00:00:20","wrapUp":"00:00:30","music":"default","missesBeforeNotReady":2,"staysReadyOnDecline":false,"retryAgentAfter":"00:00:10","serviceLevel":"00:00:15","shortAbandon":"00:00:05"},"configuredAt":"2026-03-01T12:00:00+00:00","stays":{"c1.1":{"id":"c1.1","call":{"call":"t/main/call/c1","contact":"c1","arrived":"2026-03-01T12:00:00+00:00","priority":5,"number":"4000","caller":"\u002B1","callerName":""},"entered":"0001-01-01T00:00:00+00:00","offeredAt":"0001-01-01T00:00:00+00:00","widened":"00:00:00","hasNobodyToPrefer":false,"attempts":1,"refusalsInARow":0,"exclusions":{"t/main/agent/1001":{"offer":"c1.1.1","until":"2026-03-01T12:00:00+00:00"}}}},"agents":{"t/main/agent/1001":{"epoch":7,"idleSince":"2026-03-01T12:00:00+00:00","isAvailable":true,"exclusions":0}},"offerCount":0,"paces":{},"notices":{"withdraw/c1.1.1":{"$type":"withdrawn","offer":"c1.1.1","agent":"t/main/agent/1001"}},"ended":{"since":"2026-03-01T12:00:00+00:00","recent":["c0.1"],"former":[]}}
            """,
            Encoding.UTF8.GetString(StateForms.Queue.Write(state)));
    }

    [Fact]
    public void An_agent_is_kept_as_it_stands()
    {
        var offer = new OfferId(new StayId("c1", 1), 1);
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var state = new AgentState(ActorId.Agent("t", "1001"))
        {
            Version = 2,
            Presence = new AgentPresence.NotReady("break"),
            Request = AgentRequest.SignOut.Instance,
            Seat = new AgentSeat("6001", 4) { FailedOffer = offer },
            IdleSince = at,
            Tally = new AgentTally(at) { Handled = 7, Handling = TimeSpan.FromMinutes(10) },
            Past = new PastOffers().WithTaken(offer).WithBarred(offer),
        }.With(new AgentNotice.LeftPhone("6001", 4));

        Assert.Equal(
            """
            {"id":"t/main/agent/1001","version":2,"presence":{"$type":"not_ready","reason":"break"},"request":{"$type":"sign_out"},"lastBreak":0,"seat":{"phone":"6001","signIn":4,"epoch":-1,"failedOffer":"c1.1.1","retries":0},"signIns":0,"idleSince":"2026-03-01T12:00:00+00:00","epoch":0,"epochAt":"0001-01-01T00:00:00+00:00","tally":{"since":"2026-03-01T12:00:00+00:00","handled":7,"handling":"00:10:00"},"missesInARow":0,"phoneFailuresInARow":0,"past":{"taken":["c1.1.1"],"barred":["c1.1.1"]},"notices":{"detach/4":{"$type":"left_phone","phone":"6001","signIn":4}}}
            """,
            Encoding.UTF8.GetString(StateForms.Agent.Write(state)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"nobody\"}")]
    public void What_is_no_state_is_not_read(string text) =>
        Assert.ThrowsAny<JsonException>(() => StateForms.Agent.Read(Encoding.UTF8.GetBytes(text)));

    private static int ContractOf(Type state) =>
        state == typeof(QueueState) ? StateForms.Queue.Contract
        : state == typeof(AgentState) ? StateForms.Agent.Contract
        : state == typeof(PhoneState) ? StateForms.Phone.Contract
        : state == typeof(FloorState) ? StateForms.Floor.Contract
        : StateForms.Configuration.Contract;
}
