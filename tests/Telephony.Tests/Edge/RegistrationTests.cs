using CallCenter.Actors;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Phones that prove themselves, or do not.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly World world = new();
    private int number;

    public RegistrationTests() => world.Core.Otherwise = (_, command) => new SignalAnswer.Answered(command is PhoneCommand.Register register
        ? new RegistrationReply([.. register.Request.Contacts.Select(contact => new RegisteredContact(contact.Uri, world.Time.Clock.GetUtcNow().AddSeconds(contact.ExpiresSeconds)))])
        : null);

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_phone_that_knows_its_secret_is_registered_with_its_flow()
    {
        Register("Contact: <sip:6001@192.168.1.5:5060>;expires=600\r\n");
        var response = (SipResponse)world.Last;
        Assert.Equal(200, response.Status);
        Assert.Equal("<sip:6001@192.168.1.5:5060>;expires=600", response.Headers.First(HeaderNames.Contact));
        Assert.Equal("Sun, 22 Nov 2026 09:00:00 GMT", response.Headers.First(HeaderNames.Date));

        var request = world.Core.Only<PhoneCommand.Register>().Request;
        Assert.Equal(ActorId.Phone(TestPlan.Tenant, "6001"), world.Core.Told[0].To);
        Assert.Equal([new RegisterContact("sip:6001@192.168.1.5:5060", 600)], request.Contacts.Items);
        Assert.Equal(new Flow(Transport.Udp, "127.7.0.6:7000"), request.Flow);
    }

    [Fact]
    public void A_phone_behind_a_proxy_of_ours_is_registered_with_the_way_back_to_it()
    {
        using var behind = new World(new EdgeOptions { Proxies = [System.Net.IPNetwork.Parse("127.7.0.6/32")] });
        behind.Core.Otherwise = world.Core.Otherwise;
        var response = Attempt("6001", TestPlan.Password, "Contact: <sip:6001@192.168.1.5:5060>;expires=600\r\nPath: <sip:127.7.0.3;lr>\r\nSupported: path\r\nX-Source: 192.168.1.5\r\n", behind);
        Assert.Equal((200, "<sip:127.7.0.3;lr>"), (response.Status, response.Headers.First(HeaderNames.Path)));
        Assert.Equal(["<sip:127.7.0.3;lr>"], behind.Core.Only<PhoneCommand.Register>().Request.Path.Items);
    }

    [Fact]
    public void An_unknown_user_and_a_wrong_password_get_the_same_answer()
    {
        var unknown = Challenged("6999");
        var known = Challenged("6001");
        var wrong = Attempt("6001", "guess", "Contact: <sip:6001@127.7.0.6:7000>\r\n");
        Assert.Equal(Shape(unknown, "6999"), Shape(known, "6001"));
        Assert.Equal(Shape(known, "6001"), Shape(wrong, "6001"));
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void A_source_that_guesses_is_cut_off_for_a_while()
    {
        using var strict = new World(new EdgeOptions { DigestFailuresMax = 3 });
        strict.Core.Otherwise = world.Core.Otherwise;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(401, Attempt("6001", "guess", "", strict).Status);
        }

        Assert.Equal(503, Attempt("6001", TestPlan.Password, "", strict).Status);
        strict.Time.Pass(60);
        Assert.Equal(200, Attempt("6001", TestPlan.Password, "", strict).Status);
    }

    [Theory]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>;expires=59\r\n", 423)]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>\r\nExpires: 10\r\n", 423)]
    [InlineData("Contact: *\r\nExpires: 60\r\n", 400)]
    [InlineData("Contact: *\r\n", 400)]
    [InlineData("Contact: <tel:+8610555>\r\n", 400)]
    public void What_cannot_be_registered_is_refused(string headers, int status)
    {
        Register(headers);
        Assert.Equal(status, ((SipResponse)world.Last).Status);
        Assert.Equal(status == 423, world.Last.Headers.First(HeaderNames.MinExpires) == "60");
        Assert.Empty(world.Core.Told);
    }

    [Theory]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>\r\n", 3600)]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>\r\nExpires: 300\r\n", 300)]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>;expires=999999999999\r\n", 3600)]
    [InlineData("Contact: <sip:6001@127.7.0.6:7000>;expires=0\r\nExpires: 300\r\n", 0)]
    public void The_expiry_is_of_the_contact_else_of_the_request_and_bounded(string headers, int seconds)
    {
        Register(headers);
        Assert.Equal(seconds, world.Core.Only<PhoneCommand.Register>().Request.Contacts[0].ExpiresSeconds);
    }

    [Theory]
    [InlineData("Supported: path, outbound\r\n", 1)]
    [InlineData("Require: outbound\r\n", 1)]
    [InlineData("Supported: path\r\n", 0)]
    [InlineData("", 0)]
    public void A_flow_that_a_phone_keeps_open_is_told_and_promised(string headers, int flows)
    {
        world.Core.Otherwise = (_, command) => new SignalAnswer.Answered(command is PhoneCommand.Register register
            ? new RegistrationReply([.. register.Request.Contacts.Select(contact => new RegisteredContact(contact.Uri, world.Time.Clock.GetUtcNow().AddSeconds(600)) { Device = contact.Device })])
            : null);
        Register($"Contact: <sip:k2l9@page.invalid;transport=ws>;+sip.instance=\"<urn:uuid:a>\";reg-id=2\r\n{headers}");

        var response = (SipResponse)world.Last;
        Assert.Equal(flows == 1 ? new DeviceFlow("<urn:uuid:a>", 2) : null, world.Core.Only<PhoneCommand.Register>().Request.Contacts[0].Device);
        Assert.Equal((200, flows == 1 ? "outbound" : null), (response.Status, response.Headers.First(HeaderNames.Require)));
        Assert.Equal(flows == 1, response.Headers.First(HeaderNames.Contact)!.EndsWith(";+sip.instance=\"<urn:uuid:a>\";reg-id=2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("reg-id=1")]
    [InlineData("+sip.instance=\"<urn:uuid:a>\"")]
    [InlineData("+sip.instance=\"<urn:uuid:a>\";reg-id=0")]
    [InlineData("+sip.instance=\"<urn:uuid:a>\";reg-id=99999999999")]
    [InlineData("+sip.instance=\"a\\\"b\";reg-id=1")]
    public void What_is_no_flow_is_a_contact_as_any_other(string parameters)
    {
        Register($"Contact: <sip:k2l9@page.invalid;transport=ws>;{parameters}\r\nSupported: outbound\r\n");
        Assert.Null(world.Core.Only<PhoneCommand.Register>().Request.Contacts[0].Device);
        Assert.False(world.Last.Headers.Has(HeaderNames.Require));
    }

    [Fact]
    public void Flows_are_registered_one_at_a_time()
    {
        Register("Contact: <sip:a@page.invalid>;+sip.instance=\"<urn:uuid:a>\";reg-id=1, <sip:b@page.invalid>;+sip.instance=\"<urn:uuid:a>\";reg-id=2\r\nSupported: outbound\r\n");
        Assert.Equal(400, ((SipResponse)world.Last).Status);
        Assert.Empty(world.Core.Told);
    }

    [Theory]
    [InlineData("Path: <sip:127.7.0.3;lr;ob>\r\n", true)]
    [InlineData("Path: <sip:127.7.0.4;lr>, <sip:127.7.0.3;lr;ob>\r\n", true)]
    [InlineData("Path: <sip:127.7.0.3;lr>\r\n", false)]
    [InlineData("", false)]
    public void Behind_a_proxy_it_is_the_proxy_that_has_to_keep_the_flow(string path, bool isWanted) => Assert.Equal(isWanted, Outbound.IsWanted((SipRequest)World.Parse(
        World.Request("REGISTER", "sip:demo", "z9hG4bKp", "call-a", 1, "<sip:6001@demo>", more: $"Via: SIP/2.0/WS page.invalid;branch=z9hG4bKq\r\nSupported: path, outbound\r\n{path}"))));

    [Fact]
    public void A_star_removes_all_and_no_contact_asks()
    {
        Register("Contact: *\r\nExpires: 0\r\n");
        Assert.True(world.Core.Only<PhoneCommand.Register>().Request.RemoveAll);
        world.Core.Told.Clear();
        Register("");
        Assert.Empty(world.Core.Only<PhoneCommand.Register>().Request.Contacts.Items);
    }

    [Fact]
    public void A_lost_connection_is_told_to_the_phones_behind_it()
    {
        var stream = new Hop(Transport.Tcp, World.Phone.Remote, "edge-7");
        world.Network.Open.Add("edge-7");
        Attempt("6001", TestPlan.Password, "Contact: <sip:6001@127.7.0.6:7000;transport=tcp>\r\n", from: stream);
        world.Time.Loop.Post(() => world.Edge.ConnectionLost("edge-7"));
        world.Time.Settle();
        Assert.Equal(new PhoneCommand.RecordFlowLost("edge-7"), world.Core.Only<PhoneCommand.RecordFlowLost>());
    }

    [Fact]
    public void A_call_of_a_phone_is_challenged_and_is_then_who_it_proved_to_be()
    {
        var invite = World.Invite().Replace("\"Li\" <sip:13800138000@127.7.0.9>", "\"Boss\" <sip:6001@demo>", StringComparison.Ordinal)
            .Replace("Contact:", "P-Asserted-Identity: <sip:110@demo>\r\nContact:", StringComparison.Ordinal);
        world.Receive(invite, World.Phone);
        Assert.Equal(["SIP/2.0 401 Unauthorized"], world.Wire);
        var again = DigestClient.Answer((SipRequest)World.Parse(invite), (SipResponse)world.Last, "6001", TestPlan.Password)!;
        world.Receive(System.Text.Encoding.UTF8.GetString(again.WithVia(Via.Of("UDP", "127.7.0.6", 7000, "z9hG4bK-b")).ToBytes()), World.Phone);
        var arrival = world.Core.Commands.OfType<Actors.Calls.CallCommand.RecordArrival>().Single().Arrival;
        Assert.Equal(("6001", "Boss"), (arrival.Caller, arrival.CallerName));
    }

    private static string Shape(SipResponse response, string user) => string.Join('\n', response.Headers
        .Where(line => !line.Is(HeaderNames.Via) && !line.Is(HeaderNames.CallId) && !line.Is(HeaderNames.CSeq) && !line.Is(HeaderNames.ContentLength))
        .Select(line => System.Text.RegularExpressions.Regex.Replace(line.ToString(), "nonce=\"[0-9a-f]+\"|tag=[0-9a-z]+", "").Replace(user, "user", StringComparison.Ordinal)));

    private SipResponse Challenged(string user, World? at = null, string headers = "", Hop? from = null)
    {
        var where = at ?? world;
        where.Receive(Text(user, headers, ++number), from ?? World.Phone);
        return (SipResponse)where.Last;
    }

    private void Register(string headers) => Attempt("6001", TestPlan.Password, headers);

    private SipResponse Attempt(string user, string password, string headers, World? at = null, Hop? from = null)
    {
        var where = at ?? world;
        var challenge = Challenged(user, where, headers, from);
        if (DigestClient.Answer((SipRequest)World.Parse(Text(user, headers, number)), challenge, user, password) is not { } again)
        {
            return challenge;
        }

        where.Receive(System.Text.Encoding.UTF8.GetString(again.WithVia(Via.Of("UDP", "127.7.0.6", 7000, $"z9hG4bK-r{number}b")).ToBytes()), from ?? World.Phone);
        return (SipResponse)where.Last;
    }

    private static string Text(string user, string headers, int number) =>
        $"REGISTER sip:demo SIP/2.0\r\nVia: SIP/2.0/UDP 127.7.0.6:7000;rport;branch=z9hG4bK-r{number}\r\nMax-Forwards: 70\r\nFrom: <sip:{user}@demo>;tag=far\r\n"
        + $"To: <sip:{user}@demo>\r\nCall-ID: reg-{number}\r\nCSeq: {number * 2} REGISTER\r\n{headers}Content-Length: 0\r\n\r\n";
}
