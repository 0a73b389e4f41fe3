using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Transports;

/// <summary>TLS and WebSocket with real bytes on loopback, over a certificate of the test's own.</summary>
public sealed class FacesTests : IDisposable
{
    private static readonly IPEndPoint Free = new(IPAddress.Loopback, 0);
    private readonly TestCertificate certificate = new("edge.example");

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task A_message_comes_over_tls_and_its_answer_goes_back_over_it()
    {
        using var peer = Secure();
        await using var phone = await Tls(peer, "edge.example");
        await phone.WriteAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("one")));
        var (text, from) = await peer.Next();
        Assert.Equal((SocketPeer.Message("one"), Transport.Tls), (text, from.Transport));
        peer.Send(from, "answer");
        Assert.Equal("answer", await Read(phone, 6));
        await phone.WriteAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await Read(phone, 2));
    }

    [Fact]
    public async Task An_edge_connects_over_tls_only_to_whom_the_certificate_names()
    {
        using var server = Secure();
        using var client = new SocketPeer(faces: new StreamFaces { Authorities = certificate.File });
        var remote = new IPEndPoint(IPAddress.Loopback, server.Network.Faces[Transport.Tls]);
        Assert.Null(await client.OnLoop(() => client.Network.Connect(Transport.Tls, remote, "other.example")));
        var hop = await client.OnLoop(() => client.Network.Connect(Transport.Tls, remote, "edge.example"));
        Assert.Equal(hop, await client.OnLoop(() => client.Network.Connect(Transport.Tls, remote, "edge.example")));
        client.Send(hop!, SocketPeer.Message("two"));
        Assert.Equal(SocketPeer.Message("two"), (await server.Next()).Text);
    }

    [Fact]
    public async Task A_server_that_no_authority_knows_is_not_spoken_to()
    {
        using var server = Secure();
        using var client = new SocketPeer();
        var remote = new IPEndPoint(IPAddress.Loopback, server.Network.Faces[Transport.Tls]);
        Assert.Null(await client.OnLoop(() => client.Network.Connect(Transport.Tls, remote, "edge.example")));
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_is_shown_from_the_next_connection_on()
    {
        using var peer = Secure();
        await using var before = await Tls(peer, "edge.example");
        certificate.Renew("new.example");
        await using var after = await Tls(peer, "new.example");
        Assert.NotEqual(before.RemoteCertificate!.Subject, after.RemoteCertificate!.Subject);
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_ends_the_start()
    {
        File.WriteAllText(certificate.Key, "no key");
        Assert.Throws<InvalidDataException>(() => Secure());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_message_of_a_web_socket_is_one_message(bool secure)
    {
        using var peer = Secure();
        using var browser = await Browser(peer, secure);
        Assert.Equal("sip", browser.SubProtocol);
        var (first, second) = (SocketPeer.Message("one", 9_000), SocketPeer.Message("two"));
        await browser.SendAsync(Encoding.UTF8.GetBytes(first[..4_000]), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await browser.SendAsync(Encoding.UTF8.GetBytes(first[4_000..]), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await browser.SendAsync(Encoding.UTF8.GetBytes(second), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Assert.Equal(first, (await peer.Next()).Text);
        var (text, from) = await peer.Next();
        Assert.Equal((second, secure ? Transport.SecureWebSocket : Transport.WebSocket), (text, from.Transport));
        peer.Send(from, "answer");
        Assert.Equal(("answer", WebSocketMessageType.Text), await Read(browser));
        await browser.SendAsync("\r\n\r\n"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal(("\r\n", WebSocketMessageType.Text), await Read(browser));
    }

    [Fact]
    public async Task A_browser_that_goes_is_told_as_a_connection_lost()
    {
        using var peer = Secure();
        using (var browser = await Browser(peer, secure: false))
        {
            await browser.SendAsync(Encoding.UTF8.GetBytes(SocketPeer.Message("one")), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await peer.Next();
            await browser.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await peer.NextLost();
    }

    [Fact]
    public async Task A_message_longer_than_any_may_be_ends_a_web_socket()
    {
        using var peer = Secure();
        using var browser = await Browser(peer, secure: false);
        await browser.SendAsync(new byte[SipLimits.MessageBytesMax + 1], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await peer.NextLost();
    }

    [Fact]
    public async Task Nobody_connects_to_a_browser()
    {
        using var peer = new SocketPeer();
        Assert.Null(await peer.OnLoop(() => peer.Network.Connect(Transport.WebSocket, new IPEndPoint(IPAddress.Loopback, 9), "browser.invalid")));
        Assert.True(await peer.Failed(new Hop(Transport.WebSocket, new IPEndPoint(IPAddress.Loopback, 9)), "nothing"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: xmpp")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2hvcnQ=\r\nSec-WebSocket-Protocol: sip")]
    [InlineData("GET / HTTP/1.1\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip")]
    [InlineData("POST / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip")]
    [InlineData("OPTIONS sip:a SIP/2.0")]
    [InlineData("")]
    public void What_is_no_web_socket_for_sip_is_not_one(string head) => Assert.Null(WebSocketFace.Answer(head));

    /// <summary>The example of RFC 6455 section 1.3.</summary>
    [Fact]
    public void A_web_socket_is_accepted_as_the_rfc_says() => Assert.Contains(
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
        WebSocketFace.Answer("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, sip\r\nSec-WebSocket-Version: 13"),
        StringComparison.Ordinal);

    private SocketPeer Secure() => new(faces: new StreamFaces { Tls = Free, WebSocket = Free, SecureWebSocket = Free, Certificate = (certificate.File, certificate.Key) });

    private async Task<SslStream> Tls(SocketPeer peer, string name)
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, peer.Network.Faces[Transport.Tls]);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = certificate.Trusted() });
        Assert.True(stream.SslProtocol is SslProtocols.Tls12 or SslProtocols.Tls13);
        return stream;
    }

    private async Task<ClientWebSocket> Browser(SocketPeer peer, bool secure)
    {
        var browser = new ClientWebSocket();
        browser.Options.AddSubProtocol("sip");
        browser.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == certificate.Subject;
        var face = secure ? Transport.SecureWebSocket : Transport.WebSocket;
        await browser.ConnectAsync(new Uri($"{(secure ? "wss" : "ws")}://127.0.0.1:{peer.Network.Faces[face]}/"), CancellationToken.None);
        return browser;
    }

    private static async Task<string> Read(SslStream stream, int bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[bytes];
        await stream.ReadExactlyAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private static async Task<(string Text, WebSocketMessageType Type)> Read(ClientWebSocket browser)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[1024];
        var message = await browser.ReceiveAsync(buffer, limit.Token);
        return (Encoding.UTF8.GetString(buffer, 0, message.Count), message.MessageType);
    }
}
