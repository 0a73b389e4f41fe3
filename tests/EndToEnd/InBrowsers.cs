using System.Globalization;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Phones in a real browser (RFC 7118), made with the libraries that web clients use, at the edge itself and behind Kamailio.</summary>
[Collection("heavy")]
public sealed class InBrowsers
{
    [Fact]
    public async Task Phones_of_both_libraries_register_ring_decline_are_cancelled_and_leave()
    {
        const string address = "127.60.1.1";
        var port = Center.FreePort(address);
        var server = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://{address}:{port}/"));
        await using var center = await Center.Start(
            address,
            new Setup().Queue("jssip", "4001").Queue("sipjs", "4002").Agent("1001", "jssip").Agent("1002", "sipjs").ToString(),
            arguments: ["--sip-ws", string.Create(CultureInfo.InvariantCulture, $"{address}:{port}")]);
        await using var events = new EventReader(center);
        using var caller = new SipSocket("127.60.1.3", center.Sip);

        await RingsDeclinesAndIsCancelled("JsSIP", "1001", "6001", "4001");
        await RingsDeclinesAndIsCancelled("SIP.js", "1002", "6002", "4002");

        async Task RingsDeclinesAndIsCancelled(string library, string agent, string user, string number)
        {
            await using var phone = await BrowserPhone.Start(library, server, user, $"secret-{user}");
            await phone.Saw("registered");
            await events.One("agent.phone-changed", changed => (string?)changed["id"] == agent && (bool?)changed["reachable"] == true);

            var ok = await Call(number, $"{library}-declined");
            await phone.Saw("rings");
            await phone.Decline();
            await phone.Saw("declined");
            await HangUp(ok, $"{library}-declined");

            await center.SetState(agent, """{"state":"ready"}""");
            ok = await Call(number, $"{library}-cancelled");
            await phone.Saw("rings", 2);
            await HangUp(ok, $"{library}-cancelled");
            await phone.Saw("cancelled");

            await phone.Leave();
            await phone.Saw("unregistered");
            await events.One("agent.phone-changed", changed => (string?)changed["id"] == agent && (bool?)changed["reachable"] == false);
        }

        async Task<string> Call(string number, string call)
        {
            await caller.Send(caller.Invite(number, call));
            var ok = (await caller.Next("SIP/2.0 200")).Message;
            await caller.Send(InDialog(caller, "ACK", ok, call, 1));
            return ok;
        }

        async Task HangUp(string ok, string call)
        {
            await caller.Send(InDialog(caller, "BYE", ok, call, 2));
            await caller.Next("SIP/2.0 200");
        }
    }

    private static string InDialog(SipSocket peer, string method, string ok, string call, int cseq) =>
        peer.Request(method, SipSocket.ContactUri(ok), call, cseq, to: SipSocket.Header(ok, "To"));
}
