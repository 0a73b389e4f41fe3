using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A phone over TLS (RFC 3261 26) or WebSocket (RFC 7118), as bare as its transport allows: registers with digest and says what it is told to say.</summary>
public sealed partial class SipStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string via;
    private readonly string contact;
    private readonly Func<string, Task> send;
    private readonly Func<CancellationToken, Task<string>> receive;
    private readonly IDisposable connection;

    private SipStream(string via, string contact, Func<string, Task> send, Func<CancellationToken, Task<string>> receive, IDisposable connection) =>
        (this.via, this.contact, this.send, this.receive, this.connection) = (via, contact, send, receive, connection);

    /// <summary>The server's certificate is not looked at: tests make their own.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "A test makes the certificate of its own server.")]
    public static async Task<SipStream> Tls(IPEndPoint server)
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(server);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("proxy");
        var local = (IPEndPoint)client.Client.LocalEndPoint!;
        var buffer = new StringBuilder();
        return new SipStream(
            $"SIP/2.0/TLS {local}",
            $"sip:phone@{local};transport=tls",
            async text => await stream.WriteAsync(Encoding.UTF8.GetBytes(text)),
            async stop => await Framed(stream, buffer, stop),
            stream);
    }

    /// <summary>With the sub-protocol "sip" of RFC 7118 section 4.</summary>
    public static async Task<SipStream> WebSocket(Uri server)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("sip");
        await socket.ConnectAsync(server, CancellationToken.None);
        Assert.Equal("sip", socket.SubProtocol);
        return new SipStream(
            "SIP/2.0/WS browser.invalid",
            "sip:phone@browser.invalid;transport=ws",
            text => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None),
            async stop => await Message(socket, stop),
            socket);
    }

    /// <summary>Registers: a challenge, and its answer.</summary>
    /// <param name="user">The phone.</param>
    /// <param name="password">Its password.</param>
    /// <param name="domain">Whose.</param>
    /// <param name="flow">Which of its connections this is (RFC 5626); null: it does not say.</param>
    /// <returns>The 200.</returns>
    public async Task<string> Register(string user, string password, string domain, int? flow = null)
    {
        var (parameters, supported) = flow is null ? ("", "") : (string.Create(CultureInfo.InvariantCulture, $";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-{user.PadLeft(12, '0')}>\";reg-id={flow}"), "Supported: path, outbound\r\n");
        var uri = $"sip:{domain}";
        string Request(int cseq, string authorization) =>
            $"REGISTER {uri} SIP/2.0\r\nVia: {via};branch=z9hG4bKr{cseq}\r\nFrom: <{uri.Replace("sip:", $"sip:{user}@", StringComparison.Ordinal)}>;tag=r\r\nTo: <{uri.Replace("sip:", $"sip:{user}@", StringComparison.Ordinal)}>\r\n"
            + $"Call-ID: {user}-register{flow}\r\nCSeq: {cseq} REGISTER\r\nMax-Forwards: 70\r\nContact: <{contact}>;expires=120{parameters}\r\n{supported}{authorization}Content-Length: 0\r\n\r\n";
        await send(Request(1, ""));
        var challenge = await Next("SIP/2.0 401");
        var (realm, nonce) = (Realm().Match(challenge).Groups[1].Value, Nonce().Match(challenge).Groups[1].Value);
        var response = Hash($"{Hash($"{user}:{realm}:{password}")}:{nonce}:00000001:abc:auth:{Hash($"REGISTER:{uri}")}");
        await send(Request(2, $"Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"abc\", response=\"{response}\"\r\n"));
        return await Next("SIP/2.0 200");
    }

    /// <summary>The keep-alive of RFC 5626 3.5.1: a double line break, answered by one.</summary>
    public Task Send(string text) => send(text);

    /// <summary>Answers a request with its own headers and a To tag.</summary>
    public Task Answer(string request, int status, string sdp = "")
    {
        var kept = request.Split("\r\n").Where(line => Kept().IsMatch(line)).Select(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase) && !line.Contains(";tag=", StringComparison.Ordinal) ? $"{line};tag=phone" : line);
        var type = sdp.Length == 0 ? "" : "Content-Type: application/sdp\r\n";
        return send(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} Said\r\n{string.Join("\r\n", kept)}\r\nContact: <{contact}>\r\n{type}Content-Length: {Encoding.UTF8.GetByteCount(sdp)}\r\n\r\n{sdp}"));
    }

    /// <summary>The next message that begins so; others are dropped.</summary>
    public async Task<string> Next(string start)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await receive(patience.Token);
            if (message.StartsWith(start, StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> Message(ClientWebSocket socket, CancellationToken stop)
    {
        var buffer = new byte[65_536];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Close ? throw new EndOfStreamException("the server closed the socket") : Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    private static async Task<string> Framed(Stream stream, StringBuilder buffer, CancellationToken stop)
    {
        var part = new byte[8192];
        while (true)
        {
            var text = buffer.ToString();
            if (text.StartsWith("\r\n", StringComparison.Ordinal))
            {
                buffer.Remove(0, 2);
                return "\r\n";
            }

            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0)
            {
                var whole = head + 4 + int.Parse(Length().Match(text[..(head + 2)]).Groups[1].Value, CultureInfo.InvariantCulture);
                if (text.Length >= whole)
                {
                    buffer.Remove(0, whole);
                    return text[..whole];
                }
            }

            var read = await stream.ReadAsync(part, stop);
            buffer.Append(read > 0 ? Encoding.ASCII.GetString(part, 0, read) : throw new EndOfStreamException("the server closed the connection"));
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "Phones are asked for MD5: RFC 3261 section 22.4.")]
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("realm=\"([^\"]*)\"")]
    private static partial Regex Realm();

    [GeneratedRegex("nonce=\"([^\"]*)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("^(Via|From|To|Call-ID|CSeq|Record-Route):", RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex("\r\nContent-Length: *([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
