using System.Globalization;
using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Phones that speak to the edge itself over TLS and WebSocket.</summary>
public sealed class OverTls : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("certificate-").FullName;

    public OverTls() => ServerCertificate.Write(folder, "edge");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Softphone_and_browser_register_ring_and_talk_and_a_browser_that_is_gone_is_not_reachable()
    {
        const string address = "127.27.1.1";
        var (tls, web) = (Center.FreePort(address), Center.FreePort(address));
        await using var center = await Center.Start(
            address,
            new Setup().Queue("tls", "4001", "wrap-up: 0s").Queue("web", "4002", "wrap-up: 0s").Agent("1001", "tls").Agent("1002", "web").ToString(),
            arguments: ["--sip-tls", At(address, tls), "--sip-ws", At(address, web), "--sip-tls-cert", Path.Combine(folder, "edge.pem"), "--sip-tls-key", Path.Combine(folder, "edge.key")]);
        await using var softphone = await Baresip.Start(24_300, "6001", "secret-6001", new IPEndPoint(IPAddress.Parse(address), tls), 600, transport: "tls");
        await using var events = await EventReader.Open(center);
        using var caller = new SipSocket("127.27.1.3", center.Sip);

        var ok = await caller.Call("4001", "to-tls");
        await softphone.Saw("CALL_ESTABLISHED");
        await caller.HangUp(ok, "to-tls");
        await softphone.Saw("CALL_CLOSED");

        await using (var browser = await SipStream.WebSocket(new Uri($"ws://{At(address, web)}/")))
        {
            await browser.Register("6002", "secret-6002", "demo");
            ok = await caller.Call("4002", "to-web");
            var invite = await browser.Next("INVITE");
            Assert.EndsWith($"@{At(address, web)};transport=ws", SipSocket.ContactUri(invite), StringComparison.Ordinal);
            await browser.Answer(invite, 180);
            await browser.Answer(invite, 200, caller.Sdp());
            await browser.Next("ACK");
            await caller.HangUp(ok, "to-web");
            await browser.Answer(await browser.Next("BYE"), 200);
            await events.One("agent.phone-changed", agent => (string?)agent["id"] == "1002" && (bool?)agent["reachable"] == true);
        }

        // Its connection is what proves it: nobody waits for its registration to expire.
        await events.One("agent.phone-changed", agent => (string?)agent["id"] == "1002" && (bool?)agent["reachable"] == false);
    }

    private static string At(string address, int port) => string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
}
