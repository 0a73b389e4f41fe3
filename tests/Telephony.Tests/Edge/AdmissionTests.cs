using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;
using Transport = CallCenter.Actors.Calls.Dialogs.Transport;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Who brings too much is told to come again later; who is in a call, or calls for help, is not.</summary>
public sealed class AdmissionTests : IDisposable
{
    private static readonly Hop OtherTrunk = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.10"), 5080));
    private static readonly Hop Stranger = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("203.0.113.5"), 5060));
    private readonly World world = new(new EdgeOptions { SourcePerSecond = 2, SourceBurst = 4 });
    private int calls;

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_tenant_brings_its_burst_and_then_its_rate()
    {
        world.Plan.Limited[TestPlan.Tenant] = new CallLimits(2, 3, []);
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => IsTaken()));
        world.Time.Pass(0.5);
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => IsTaken()));
        world.Time.Pass(60);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => IsTaken()));
    }

    [Fact]
    public void A_tenant_that_brings_too_much_is_told_when_to_come_again_and_others_hear_nothing_of_it()
    {
        world.Plan.Limited[TestPlan.Tenant] = new CallLimits(1, null, []);
        Assert.True(IsTaken());
        Assert.False(IsTaken());
        Assert.Equal(("503", "5"), (((SipResponse)world.Last).Status.ToString(System.Globalization.CultureInfo.InvariantCulture), world.Last.Headers.First(HeaderNames.RetryAfter)));
        Assert.True(IsTaken(from: OtherTrunk));
    }

    [Fact]
    public void An_emergency_number_is_called_whatever_its_tenant_has_brought()
    {
        world.Plan.Limited[TestPlan.Tenant] = new CallLimits(1, null, ["110"]);
        Assert.True(IsTaken());
        Assert.False(IsTaken());
        Assert.All(Enumerable.Range(0, 20), _ => Assert.True(IsTaken("110")));
        Assert.False(IsTaken());
    }

    [Theory]
    [InlineData("full")]
    [InlineData("draining")]
    public void An_edge_that_takes_no_new_calls_takes_those_to_emergency_numbers_and_what_is_within_dialogs(string why)
    {
        using var busy = new World(new EdgeOptions { ArrivalsMax = why == "full" ? 0 : 5 });
        busy.Plan.Limited[TestPlan.Tenant] = new CallLimits(null, null, ["110"]);
        if (why == "draining")
        {
            busy.Time.Loop.Post(busy.Edge.Drain);
        }

        Assert.False(IsTaken(at: busy));
        Assert.True(IsTaken("110", at: busy));
        busy.Receive(World.InDialog("BYE", 2));
        Assert.Equal(200, ((SipResponse)busy.Last).Status);
    }

    [Fact]
    public void An_emergency_call_that_the_core_has_no_room_for_is_told_again_until_it_has()
    {
        world.Plan.Limited[TestPlan.Tenant] = new CallLimits(null, null, ["110"]);
        world.Core.Then(new SignalAnswer.Refused(Actors.Refusal.MailboxFull), new SignalAnswer.Refused(Actors.Refusal.MailboxFull));
        Assert.True(IsTaken("110"));
        world.Time.Pass(1);
        Assert.Equal(3, world.Core.Commands.OfType<CallCommand.RecordArrival>().Count());
        Assert.DoesNotContain(world.Wire, line => line.Contains("503", StringComparison.Ordinal));
    }

    [Fact]
    public void One_source_cannot_take_the_edge_and_another_hears_nothing_of_it()
    {
        Assert.Equal([200, 200, 200, 200, 503, 503], Enumerable.Range(0, 6).Select(_ => Options(Stranger)));
        Assert.Equal(503, Register(Stranger));
        Assert.Equal(503, Invite(Stranger));
        Assert.Equal(200, Options(World.Phone));
        world.Time.Pass(0.5);
        Assert.Equal(401, Invite(Stranger));
        Assert.Equal(503, Invite(Stranger));
    }

    [Fact]
    public void A_trunk_is_no_such_source() => Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(200, Options(World.Trunk)));

    [Fact]
    public void What_is_remembered_of_sources_is_bounded()
    {
        var clock = new VirtualClock();
        var buckets = new Buckets<int>(3, clock);
        Assert.All(Enumerable.Range(0, 100), source => Assert.True(buckets.Take(source, 1, 1)));
        Assert.InRange(buckets.Count, 1, 3);
        Assert.True(buckets.Take(200, 1, 2) && buckets.Take(200, 1, 2) && !buckets.Take(200, 1, 2));
    }

    private bool IsTaken(string number = "4000", Hop? from = null, World? at = null)
    {
        var where = at ?? world;
        var before = where.Core.Commands.OfType<CallCommand.RecordArrival>().Count();
        calls++;
        where.Receive(World.Invite(number: number, branch: $"z9hG4bK-{calls}", callId: $"call-{calls}"), from);
        return where.Core.Commands.OfType<CallCommand.RecordArrival>().Count() > before;
    }

    private int Options(Hop from) => Status("OPTIONS", "sip:127.7.0.1", "<sip:127.7.0.1>", from);

    private int Register(Hop from) => Status("REGISTER", "sip:demo", "<sip:6001@demo>", from);

    private int Invite(Hop from) => Status("INVITE", "sip:4000@127.7.0.1", "<sip:4000@127.7.0.1>", from, "Contact: <sip:6001@203.0.113.5>\r\n");

    private int Status(string method, string uri, string to, Hop from, string more = "")
    {
        calls++;
        world.Receive(World.Request(method, uri, $"z9hG4bK-{calls}", $"call-{calls}", 1, to, more: more), from);
        return ((SipResponse)world.Last).Status;
    }
}
