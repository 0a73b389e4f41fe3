using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A bare UDP peer: sends the octets it is given and hands out what comes back, one datagram at a time.</summary>
public sealed class SipSocket(string address, IPEndPoint center) : IDisposable
{
    /// <summary>The headers of a request that its response has too.</summary>
    private static readonly string[] Kept = ["Via:", "From:", "To:", "Call-ID:", "CSeq:", "Record-Route:"];

    /// <summary>Where the center is.</summary>
    public IPEndPoint Center { get; } = center;

    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Parse(address), 5060));

    public async Task Send(byte[] octets) => await socket.SendAsync(octets, Center);

    /// <summary>To another than the center.</summary>
    public async Task Send(string message, IPEndPoint to) => await socket.SendAsync(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), to);

    /// <summary>Answers a request the way it came, with its To tag and more headers, each with its line break.</summary>
    public Task Answer(string request, IPEndPoint to, int status, string headers = "", string body = "", string tag = "phone")
    {
        var lines = request.ReplaceLineEndings("\n").Split('\n');
        var kept = lines.Where(line => Kept.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .Select(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase) && !line.Contains(";tag=", StringComparison.Ordinal) ? $"{line};tag={tag}" : line);
        return Send($"SIP/2.0 {status} Said\n{string.Join('\n', kept)}\nContact: <sip:phone@{address}:5060>\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\n\n{body}", to);
    }

    /// <summary>The next message that begins so, and where it came from; what else comes meanwhile is dropped.</summary>
    public async Task<(string Message, IPEndPoint From)> Next(string start)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var received = await socket.ReceiveAsync(deadline.Token);
            var message = Encoding.UTF8.GetString(received.Buffer);
            if (message.StartsWith(start, StringComparison.Ordinal))
            {
                return (message, received.RemoteEndPoint);
            }
        }
    }

    public Task Send(string message) => Send(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));

    public async Task<string> Receive(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(20));
        return Encoding.UTF8.GetString((await socket.ReceiveAsync(deadline.Token)).Buffer);
    }

    /// <summary>A request with the headers that every request needs; <paramref name="headers"/> end with a line break each.</summary>
    public string Request(string method, string uri, string call, int cseq, string headers = "", string body = "", string user = "peer", string? to = null) =>
        $"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP {address}:5060;branch=z9hG4bK{call}{cseq}{method}
        From: <sip:{user}@{Center}>;tag={call}
        To: {to ?? $"<{uri}>"}
        Call-ID: {call}
        CSeq: {cseq} {method}
        Max-Forwards: 70
        Contact: <sip:{user}@{address}:5060>
        {headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}

        {body}
        """.ReplaceLineEndings("\r\n");

    /// <summary>An INVITE that offers G.711.</summary>
    public string Invite(string number, string call) => Request("INVITE", $"sip:{number}@{Center}", call, 1, SdpType, Sdp());

    public const string SdpType = "Content-Type: application/sdp\r\n";

    public string Sdp(string direction = "sendrecv") =>
        $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na={direction}\r\n";

    /// <summary>The value of a header, without what stands around a Contact's URI.</summary>
    public static string Header(string message, string name) =>
        message.ReplaceLineEndings("\n").Split('\n').First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    public static string ContactUri(string message) => Header(message, "Contact").TrimStart('<').Split('>')[0];

    /// <summary>The edge answers OPTIONS: it lives.</summary>
    public async Task<string> Options(string call)
    {
        await Send(Request("OPTIONS", $"sip:{Center}", call, 1));
        return await Receive();
    }

    public void Dispose() => socket.Dispose();
}
