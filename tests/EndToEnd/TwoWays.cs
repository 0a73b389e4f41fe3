using System.Globalization;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A phone that nobody can connect to, and that keeps a connection to each of two edges (RFC 5626).</summary>
public sealed class TwoWays
{
    private const int WebSocketPort = 8085;

    [Fact]
    public async Task A_phone_with_a_connection_to_each_edge_is_rung_by_the_one_that_stands()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.60.3.1",
            new Setup().Queue("web", "4002", "wrap-up: 0s").Agent("1002", "web"),
            "127.60.3.2",
            "--sip-ws", string.Create(CultureInfo.InvariantCulture, $"{ClusterOfThree.Own}:{WebSocketPort}"));
        using var caller = new SipSocket("127.60.3.3", cluster.Edge.Sip);
        await using var toOne = await SipStream.WebSocket(Server(cluster.Edge));
        await using var toOther = await SipStream.WebSocket(Server(cluster.Other!));
        Assert.Equal("outbound", SipSocket.Header(await toOne.Register("6002", "secret-6002", "demo", flow: 1), "Require"));
        await toOther.Register("6002", "secret-6002", "demo", flow: 2);

        // By the later one, as long as it stands.
        await RingsAndTalks(toOther, "first");
        await cluster.Other!.Process.Kill();
        await RingsAndTalks(toOne, "second");

        async Task RingsAndTalks(SipStream phone, string call)
        {
            await caller.Send(caller.Invite("4002", call));
            var ok = (await caller.Next("SIP/2.0 200")).Message;
            await caller.Send(caller.Request("ACK", SipSocket.ContactUri(ok), call, 1, to: SipSocket.Header(ok, "To")));
            var invite = await phone.Next("INVITE");
            await phone.Answer(invite, 180);
            await phone.Answer(invite, 200, caller.Sdp());
            await phone.Next("ACK");
            await caller.Send(caller.Request("BYE", SipSocket.ContactUri(ok), call, 2, to: SipSocket.Header(ok, "To")));
            await caller.Next("SIP/2.0 200");
            await phone.Answer(await phone.Next("BYE"), 200);
        }
    }

    private static Uri Server(Center edge) => new($"ws://{edge.Sip.Address}:{WebSocketPort.ToString(CultureInfo.InvariantCulture)}/");
}
