using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>More calls than a tenant may bring, and a center that is away.</summary>
public sealed class TooMuch
{
    [Fact]
    public async Task A_tenant_that_brings_too_many_calls_is_told_so_and_its_emergency_number_is_answered()
    {
        const int calls = 30;
        await using var center = await Center.Start("127.28.1.1", new Setup().Queue("sales", "4000").Queue("help", "110").Agent("1001", "sales", start: "not-ready", contact: "sip:a@127.28.1.5:5060")
            .Section("limits: { calls-per-second: 1, burst: 2, emergency: [\"110\"] }").ToString());
        using var caller = new SipSocket("127.28.1.3", center.Sip);
        using var help = new SipSocket("127.28.1.4", center.Sip);

        await Task.WhenAll(Enumerable.Range(0, calls).Select(call => caller.Send(caller.Invite("4000", $"burst{call}"))));
        Assert.Contains("Retry-After: ", (await caller.Next("SIP/2.0 503")).Message, StringComparison.Ordinal);
        await help.Send(help.Invite("110", "help"));
        await help.Next("SIP/2.0 200");
    }

    [Fact]
    public async Task Callers_are_sent_to_the_last_resort_of_their_number_when_all_cores_are_away()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.28.2.1", new Setup().Queue("sales", "4001").Number("4000", "queue: sales, last-resort: \"sip:02500000000@127.28.2.9:5060\""));
        using var caller = new SipSocket("127.28.2.3", cluster.Edge.Sip);
        await Task.WhenAll(new[] { "core-1", "core-2", "core-3" }.Select(cluster.Kill));

        await caller.Send(caller.Invite("4000", "away"));
        var (redirected, _) = await caller.Next("SIP/2.0 302");
        Assert.Equal("sip:02500000000@127.28.2.9:5060", SipSocket.ContactUri(redirected));
    }
}
