using System.Net;
using System.Text;

namespace CallCenter.Benchmarks.Sip;

/// <summary>Our end of one dialog: what it writes into its requests and responses.</summary>
internal sealed class Leg
{
    /// <summary>Different in each run; counted on the one loop that there is.</summary>
    private static readonly string Run = $"{Random.Shared.Next():x8}";
    private static long lastToken;

    private readonly IPEndPoint local;
    private int cseq;

    private Leg(IPEndPoint local, string callId, string ours, string theirs, string target, string user)
    {
        this.local = local;
        (CallId, Ours, Theirs, Target, User) = (callId, ours, theirs, target, user);
    }

    public string CallId { get; }

    /// <summary>From of our requests, with our tag.</summary>
    public string Ours { get; }

    /// <summary>To of our requests, with the center's tag once it is known.</summary>
    public string Theirs { get; private set; }

    /// <summary>Where our requests in the dialog go: the center's Contact.</summary>
    public string Target { get; private set; }

    private string User { get; }

    /// <summary>A caller's.</summary>
    public static Leg Calling(IPEndPoint local, IPEndPoint center, string callId, string caller, string number) =>
        new(local, callId, $"<sip:{caller}@{local.Address}>;tag={Token()}", $"<sip:{number}@{center.Address}>", $"sip:{number}@{center}", caller);

    /// <summary>An agent phone's, from the INVITE it got.</summary>
    public static Leg Called(IPEndPoint local, SipText invite) => new(
        local, invite.Header("Call-ID"), $"{invite.Header("To")};tag={Token()}", invite.Header("From"), SipText.UriOf(invite.Header("Contact")), invite.RequestUser);

    public void Met(SipText answer) => (Theirs, Target) = (answer.Header("To"), SipText.UriOf(answer.Header("Contact")));

    public byte[] Invite(string sdp) => Request("INVITE", ++cseq, sdp);

    public byte[] Bye() => Request("BYE", ++cseq, null);

    /// <summary>Of a 2xx, which has a transaction of its own.</summary>
    public byte[] Ack() => Request("ACK", cseq, null);

    /// <summary>Of a failure: in the INVITE's transaction, so with its branch and the response's To.</summary>
    public byte[] Ack(SipText failure) => Encoding.UTF8.GetBytes(
        $"ACK {Target} SIP/2.0\r\n{failure.Lines("Via")}Max-Forwards: 70\r\nFrom: {Ours}\r\nTo: {failure.Header("To")}\r\nCall-ID: {CallId}\r\nCSeq: {cseq} ACK\r\nContent-Length: 0\r\n\r\n");

    /// <summary>To a request of the center, whose To is us.</summary>
    public byte[] Response(SipText request, string status, string? sdp = null) => Response(request, Ours, status, $"Contact: <sip:{User}@{local}>\r\n", sdp);

    /// <summary>Outside any dialog.</summary>
    public static byte[] Plain(SipText request, string status) => Response(request, request.Header("To"), status, "", null);

    private static byte[] Response(SipText request, string to, string status, string contact, string? sdp) => Encoding.UTF8.GetBytes(
        $"SIP/2.0 {status}\r\n{request.Lines("Via")}{request.Lines("Record-Route")}From: {request.Header("From")}\r\nTo: {to}\r\nCall-ID: {request.Header("Call-ID")}\r\nCSeq: {request.Header("CSeq")}\r\n{contact}{Body(sdp)}");

    private byte[] Request(string method, int number, string? sdp) => Encoding.UTF8.GetBytes(
        $"{method} {Target} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch=z9hG4bK{Token()}\r\nMax-Forwards: 70\r\nFrom: {Ours}\r\nTo: {Theirs}\r\nCall-ID: {CallId}\r\nCSeq: {number} {method}\r\nContact: <sip:{User}@{local}>\r\n{Body(sdp)}");

    private static string Token() => $"{Run}{++lastToken}";

    private static string Body(string? sdp) =>
        sdp is null ? "Content-Length: 0\r\n\r\n" : $"Content-Type: application/sdp\r\nContent-Length: {Encoding.UTF8.GetByteCount(sdp)}\r\n\r\n{sdp}";
}

/// <summary>Session descriptions of phones whose sound nobody hears.</summary>
internal static class Sdp
{
    /// <summary>Signalling only: neither side sends.</summary>
    public static string Silent(IPAddress address) => Of(address, 9, "inactive");

    /// <summary>Takes music; the port is bound and never read.</summary>
    public static string Hearing(IPEndPoint hole) => Of(hole.Address, hole.Port, "sendrecv");

    private static string Of(IPAddress address, int port, string direction) =>
        $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na={direction}\r\n";
}
