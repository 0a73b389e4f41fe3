using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Callers whom a system of the tenant's is asked about, with real callers and a real server.</summary>
public sealed class LookedUp
{
    private static readonly string[] Reaching = ["--lookup-networks", "127.0.0.0/8"];

    [Fact]
    public async Task A_caller_whom_the_customer_system_knows_as_important_is_answered_first()
    {
        using var customers = new CustomerSystem("127.30.5.4", "c2");
        await using var center = await Center.Start("127.30.5.1", Setup(customers), arguments: Reaching);
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.30.5.2:7000", ringMs: 100);
        // c1 comes first, c2 a second later; each stays long enough to be served after the other.
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4100", "127.30.5.3:5080", calls: 2, rate: 1, stayMs: 8000);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered") == 2);

        await center.SetState("1001", """{"state":"ready"}""");
        var first = await events.One("call.leg-answered", _ => true);

        Assert.Equal("c2", (string?)first["caller"]);
        Assert.Equal("gold", (string?)(await center.Get($"/api/v1/calls/{(string)first["id"]!}"))["data"]!["tier"]!["text"]);
        Assert.Equal(0, await callers.Ended());
        Assert.Equal([("c1", "Bearer end-to-end"), ("c2", "Bearer end-to-end")], customers.Asked);
        Assert.DoesNotContain("Bearer end-to-end", (await center.Get("/api/v1/config")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_system_that_hangs_costs_callers_its_time_limit_and_no_call()
    {
        using var customers = new CustomerSystem("127.30.6.4", "c1") { Hangs = true };
        await using var center = await Center.Start("127.30.6.1", Setup(customers, start: "ready"), arguments: Reaching);
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.30.6.2:7000", ringMs: 100);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4100", "127.30.6.3:5080", calls: 1, stayMs: 3000);

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", row => (string?)row["end"] == "released-by-caller");
        var call = await center.Get($"/api/v1/calls/{(string)ended["id"]!}");
        Assert.Equal("standard", (string?)call["data"]!["tier"]!["text"]);
        Assert.Contains("look-up crm is late", call["story"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(customers.Asked);
    }

    private static string Setup(CustomerSystem customers, string start = "not-ready")
    {
        var network = new Uri(customers.Url).Host[..^2];
        return new Setup()
            .Section($"lookups: {{ crm: {{ url: \"{customers.Url}\", authorization: Bearer end-to-end, take: {{ tier: customer.tier }}, otherwise: {{ tier: standard }} }} }}")
            .Queue("sales", "4000", "wrap-up: 0s").Number("4100", "queue: sales, lookup: crm, rules: [ { when: { data: { tier: gold } }, priority: 10 } ]")
            .Agent("1001", "sales", start, $"sip:a@{network}.2:7000").ToString();
    }
}
