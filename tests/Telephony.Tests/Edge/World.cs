using System.Net;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>An edge at 127.7.0.1:5060 in virtual time, a trunk at 127.7.0.9:5080 and a phone at 127.7.0.6:7000.</summary>
internal sealed class World : IDisposable
{
    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.7.0.9\r\ns=-\r\nc=IN IP4 127.7.0.9\r\nt=0 0\r\nm=audio 30000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    public static readonly Hop Trunk = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.9"), 5080));
    public static readonly Hop Phone = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.6"), 7000));
    public static readonly ActorId Call = ActorId.Call(TestPlan.Tenant, "0123456789abcdef0123456789abcdef");

    public World(EdgeOptions? options = null, int slots = 100, VirtualLoop? time = null, ICallers? callers = null, IChannels? channels = null)
    {
        Time = time ?? new VirtualLoop();
        Core = new ScriptedCore(Time);
        Network = new RecordedNetwork(Time);
        Media = new CountedMedia(slots);
        Edge = new EdgeCore(options ?? new EdgeOptions(), new EdgeAddress("127.7.0.1", 5060), Time.Loop, Time.Timers, Network, Core, Media, Plan, Time.Clock, callers, channels);
    }

    public VirtualLoop Time { get; }

    public ScriptedCore Core { get; }

    public RecordedNetwork Network { get; }

    public CountedMedia Media { get; }

    public TestPlan Plan { get; } = new();

    public EdgeCore Edge { get; }

    public IEnumerable<string> Wire => Network.Sent.Select(sent => sent.StartLine);

    public SipMessage Last => Parse(Network.Sent[^1].Text);

    public static SipMessage Parse(string text) => Assert.IsType<ParseResult.Parsed>(SipParser.Parse(Encoding.UTF8.GetBytes(text))).Message;

    public static string Invite(string sdp = Sdp, string number = "4000", string branch = "z9hG4bK-a", string callId = "call-a", string more = "") => Request(
        "INVITE", $"sip:{number}@127.7.0.1", branch, callId, 1, "<sip:4000@127.7.0.1>", sdp, "Contact: <sip:13800138000@127.7.0.9:5080>\r\n" + more);

    public static string Request(string method, string uri, string branch, string callId, int cseq, string to, string body = "", string more = "") =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.7.0.9:5080;rport;branch={branch}\r\nMax-Forwards: 70\r\n"
        + $"From: \"Li\" <sip:13800138000@127.7.0.9>;tag=far\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {cseq} {method}\r\n{more}"
        + (body.Length == 0 ? "" : "Content-Type: application/sdp\r\n") + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>Within the caller's dialog of a call: the token is its Request-URI.</summary>
    public static string InDialog(string method, int cseq, string body = "", string more = "", string? token = null, string branch = "z9hG4bK-in", string tag = "ours", int leg = 0) =>
        Request(method, $"sip:{token ?? LegToken.Of(Call, leg).ToString()}@127.7.0.1:5060", $"{branch}-{method}-{cseq}", "call-a", cseq, $"<sip:4000@127.7.0.1>;tag={tag}", body, more);

    public void Receive(string message, Hop? from = null)
    {
        Time.Loop.Post(() => Edge.Received(Encoding.UTF8.GetBytes(message), from ?? Trunk));
        Time.Settle();
    }

    /// <summary>The far end answers a request that was sent, with its To tag, Contact and body.</summary>
    public void Answer(string requestText, int status, string tag = "phone", string body = "", string more = "", Hop? from = null)
    {
        var response = SipResponse.For((SipRequest)Parse(requestText), status, toTag: tag)
            .WithHeader(HeaderNames.Contact, "<sip:a17@127.7.0.6:7000>");
        foreach (var line in more.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            response = response.With(response.Headers.Add(line[..colon], line[(colon + 1)..].Trim()));
        }

        if (body.Length > 0)
        {
            response = response.WithBody("application/sdp", Encoding.UTF8.GetBytes(body));
        }

        Time.Loop.Post(() => Edge.Received(response.ToBytes(), from ?? Phone));
        Time.Settle();
    }

    public Task<bool> Perform(LegCommand command, string key = "duty", ActorId? call = null, string? at = null, CancellationToken ended = default)
    {
        var done = Time.Loop.Ask(() => Edge.Perform(call ?? Call, key, at, command, ended));
        Time.Settle();
        return done;
    }

    /// <summary>What was sent with this start, in its order.</summary>
    public string[] Sent(string startsWith) =>
        [.. Network.Sent.Where(sent => sent.Text.StartsWith(startsWith, StringComparison.Ordinal)).Select(sent => sent.Text)];

    public void Dispose() => Time.Dispose();
}
