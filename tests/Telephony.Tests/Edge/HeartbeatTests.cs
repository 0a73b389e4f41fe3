using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;
using Transport = CallCenter.Actors.Calls.Dialogs.Transport;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Phones whose connection ends at a proxy: whether they are there, only asking tells.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private const string Page = "sip:k2l9@page.invalid;transport=ws";
    private static readonly EquatableArray<string> Path = ["<sip:127.7.0.6:7000;lr>"];
    private static readonly ActorId Phone = ActorId.Phone(TestPlan.Tenant, "6001");

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void It_is_asked_through_its_proxy_each_half_minute_and_stays_as_long_as_it_answers()
    {
        Watch(Page, Path);
        for (var beat = 1; beat <= 3; beat++)
        {
            world.Time.Pass(30.5);
            var asked = world.Sent("OPTIONS")[^1];
            Assert.Equal(beat, world.Sent("OPTIONS").Select(CallIdOf).Distinct().Count());
            Assert.StartsWith($"OPTIONS {Page} SIP/2.0", asked, StringComparison.Ordinal);
            Assert.Contains($"Route: {Path[0]}\r\n", asked, StringComparison.Ordinal);
            world.Answer(asked, beat == 1 ? 200 : 405);
        }

        Assert.Empty(world.Core.Told);
    }

    [Theory]
    [InlineData(430)]
    [InlineData(477)]
    [InlineData(500)]
    [InlineData(408)]
    public void When_its_proxy_has_no_way_there_it_is_told_and_not_asked_again(int status)
    {
        Watch(Page, Path);
        world.Time.Pass(30.5);
        world.Answer(world.Sent("OPTIONS")[^1], status);
        Assert.Equal(new PhoneCommand.RecordSilence(Page, 7), world.Core.Only<PhoneCommand.RecordSilence>());

        var before = world.Sent("OPTIONS").Length;
        world.Time.Pass(120);
        Assert.Equal(before, world.Sent("OPTIONS").Length);
    }

    [Fact]
    public void When_nobody_answers_it_is_told()
    {
        Watch(Page, Path);
        world.Time.Pass(70);
        Assert.Equal(new PhoneCommand.RecordSilence(Page, 7), world.Core.Only<PhoneCommand.RecordSilence>());
    }

    [Fact]
    public void A_registration_that_is_over_is_asked_nothing()
    {
        Watch(Page, Path, seconds: 20);
        world.Time.Pass(120);
        Assert.Empty(world.Sent("OPTIONS"));
    }

    [Fact]
    public void Who_registers_again_is_asked_as_who_it_is_now()
    {
        Watch(Page, Path);
        world.Time.Pass(20);
        Watch(Page, Path, generation: 8);
        world.Time.Pass(70);
        Assert.Equal(8, world.Core.Only<PhoneCommand.RecordSilence>().Generation);
    }

    [Fact]
    public void A_phone_without_a_proxy_or_without_a_connection_is_not_asked()
    {
        Watch(Page, []);
        Watch("sip:6001@192.0.2.1:5060", Path);
        Watch("sip:6001@192.0.2.1:5060;transport=UDP", Path);
        world.Time.Pass(120);
        Assert.Empty(world.Sent("OPTIONS"));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(501, true)]
    [InlineData(430, false)]
    [InlineData(503, false)]
    public void A_suspected_phone_is_not_proved_by_what_its_proxy_says(int status, bool isThere)
    {
        var proved = world.Time.Loop.Ask(() => world.Edge.Probe(Phone, "probe/1", new PhoneProbe(Page, World.Phone.ToFlow(), 1) { Path = Path }, CancellationToken.None));
        world.Time.Settle();
        world.Answer(world.Sent("OPTIONS")[^1], status);
        Assert.True(proved.IsOver(isThere));
    }

    private void Watch(string contact, EquatableArray<string> path, int generation = 7, int seconds = 600)
    {
        var register = new RegisterRequest
        {
            Contacts = [new RegisterContact(contact, seconds)],
            CallId = "r",
            CSeq = 1,
            Path = path,
            Flow = World.Phone.ToFlow(),
            Edge = "edge-1",
        };
        var reply = new RegistrationReply([new RegisteredContact(contact, world.Time.Clock.GetUtcNow().AddSeconds(seconds)) { Generation = generation }]);
        world.Time.Loop.Post(() => world.Edge.Heartbeats.Watch(Phone, register, reply));
        world.Time.Settle();
    }

    private static string CallIdOf(string message) => World.Parse(message) is SipRequest request ? request.CallId : "";
}
