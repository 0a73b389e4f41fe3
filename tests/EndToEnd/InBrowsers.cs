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
        await using var events = await EventReader.Open(center);
        using var caller = new SipSocket("127.60.1.3", center.Sip);

        await RingsDeclinesAndIsCancelled("JsSIP", "1001", "6001", "4001");
        await RingsDeclinesAndIsCancelled("SIP.js", "1002", "6002", "4002");

        async Task RingsDeclinesAndIsCancelled(string library, string agent, string user, string number)
        {
            await using var phone = await BrowserPhone.Start(library, server, user, $"secret-{user}");
            await phone.Saw("registered");
            await events.One("agent.phone-changed", changed => (string?)changed["id"] == agent && (bool?)changed["reachable"] == true);

            var ok = await caller.Call(number, $"{library}-declined");
            await phone.Saw("rings");
            await phone.Decline();
            await phone.Saw("declined");
            await caller.HangUp(ok, $"{library}-declined");

            await center.SetState(agent, """{"state":"ready"}""");
            ok = await caller.Call(number, $"{library}-cancelled");
            await phone.Saw("rings", 2);
            await caller.HangUp(ok, $"{library}-cancelled");
            await phone.Saw("cancelled");

            await phone.Leave();
            await phone.Saw("unregistered");
            await events.One("agent.phone-changed", changed => (string?)changed["id"] == agent && (bool?)changed["reachable"] == false);
        }
    }

    [Fact]
    public async Task A_browser_behind_the_proxy_rings_and_is_not_reachable_when_it_is_gone()
    {
        const string edgesName = "edges.callcenter.example";
        await using var cluster = await ClusterOfThree.Start(
            "127.60.2.1", new Setup().Queue("web", "4002").Agent("1002", "web"), "127.60.2.2", "--sip-advertise", edgesName, "--sip-proxies", "127.60.2.9");
        await using var proxy = await Kamailio.Start("127.60.2.9", edgesName, cluster.Edge.Sip, cluster.Other!.Sip);
        await using var events = await EventReader.Open(cluster.Edge);
        using var caller = new SipSocket("127.60.2.3", proxy.Sip);

        await using (var phone = await BrowserPhone.Start("JsSIP", new Uri($"ws://{proxy.Sip.Address}:{proxy.WebSocketPort}/"), "6002", "secret-6002"))
        {
            await phone.Saw("registered");
            await phone.Saw("called back by this connection");
            await events.One("agent.phone-changed", changed => (string?)changed["id"] == "1002" && (bool?)changed["reachable"] == true);
            var ok = await caller.Call("4002", "to-web");
            await phone.Saw("rings");
            await caller.HangUp(ok, "to-web");
            await phone.Saw("cancelled");
        }

        // Its connection ended at the proxy, which tells nobody: it is asked there.
        await events.One("agent.phone-changed", changed => (string?)changed["id"] == "1002" && (bool?)changed["reachable"] == false, TimeSpan.FromMinutes(3));
    }
}
