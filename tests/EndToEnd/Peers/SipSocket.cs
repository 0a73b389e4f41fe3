using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A bare UDP peer: sends the octets it is given and hands out what comes back, one datagram at a time.</summary>
public sealed class SipSocket(string address, IPEndPoint center) : IDisposable
{
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Parse(address), 5060));

    public async Task Send(byte[] octets) => await socket.SendAsync(octets, center);

    public Task Send(string message) => Send(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));

    public async Task<string> Receive(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(20));
        return Encoding.UTF8.GetString((await socket.ReceiveAsync(deadline.Token)).Buffer);
    }

    /// <summary>A request with the headers that every request needs; <paramref name="headers"/> end with a line break each.</summary>
    public string Request(string method, string uri, string call, int cseq, string headers = "", string body = "", string user = "peer") =>
        $"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP {address}:5060;branch=z9hG4bK{call}{cseq}
        From: <sip:{user}@{center}>;tag={call}
        To: <{uri}>
        Call-ID: {call}
        CSeq: {cseq} {method}
        Max-Forwards: 70
        Contact: <sip:{user}@{address}:5060>
        {headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}

        {body}
        """.ReplaceLineEndings("\r\n");

    /// <summary>An INVITE that offers G.711.</summary>
    public string Invite(string number, string call)
    {
        var body = $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
        return Request("INVITE", $"sip:{number}@{center}", call, 1, "Content-Type: application/sdp\r\n", body);
    }

    /// <summary>The edge answers OPTIONS: it lives.</summary>
    public async Task<string> Options(string call)
    {
        await Send(Request("OPTIONS", $"sip:{center}", call, 1));
        return await Receive();
    }

    public void Dispose() => socket.Dispose();
}
