using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>The rules of a queue under real calls: changed while callers wait, and passed over by people.</summary>
public sealed class Ruled
{
    [Fact]
    public async Task Rules_that_change_while_callers_wait_count_at_once_and_their_offers_say_so()
    {
        await using var center = await Center.Start("127.22.5.1", Rules("steps: [ { require: english>=3 } ]"));
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.22.5.2:7000", ringMs: 100);
        await using var first = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.5.3:5080", calls: 1, stayMs: 25_000);
        var call = (string)(await events.One("call.caller-answered", _ => true))["id"]!;
        await Waits(center, call, "nobody-able", "english>=3", 1);

        await Configure(center, Rules("steps: [ { require: english } ], order: most-skilled"));

        var answered = await events.One("call.leg-answered", row => (string?)row["id"] == call);
        Assert.Equal("1002", (string?)answered["agent"]);
        var offer = Assert.Single(await Offers(center, call));
        Assert.Equal(("most-skilled", 2, "english", "order"), ((string)offer["rule"]!, (int)offer["rulesVersion"]!, (string)offer["require"]!, (string)offer["cause"]!));
        Assert.Equal(("1001", "order"), ((string)offer["agents"]![0]!["id"]!, (string)offer["agents"]![0]!["why"]!));

        // The one agent who is left is kept for calls of priority, until that rule goes too.
        await Configure(center, Rules("reserve: { agents: 1, min-priority: 5, for: 1h }"));
        await using var second = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.5.4:5080", calls: 1, stayMs: 25_000);
        var other = (string)(await events.One("call.caller-answered", row => (string?)row["id"] != call))["id"]!;
        await Waits(center, other, "reserve", "", 3);

        await Configure(center, Rules("wrap-up: 1s"));

        Assert.Equal("1001", (string?)(await events.One("call.leg-answered", row => (string?)row["id"] == other))["agent"]);
        Assert.Equal(("longest-idle", 4), Assert.Single(await Offers(center, other)) is var last ? ((string)last["rule"]!, (int)last["rulesVersion"]!) : default);
    }

    [Fact]
    public async Task A_supervisor_gives_a_call_past_its_needs_and_an_agent_on_its_break_takes_one_and_is_on_its_break_again()
    {
        await using var center = await Center.Start("127.22.6.1", Rules("wrap-up: 0s, steps: [ { require: klingon } ]"));
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.22.5.2:7000", ringMs: 100);
        await Until(center, "/api/v1/agents?state=ready", agents => agents["items"]!.AsArray().Count == 2);
        await center.SetState("1002", """{"state":"not-ready","reason":"break"}""");
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.6.3:5080", calls: 2, rate: 10, stayMs: 20_000);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered") == 2);
        var waiting = (await center.All("/api/v1/calls?state=waiting")).Select(call => (string)call["id"]!).ToList();
        using var agent = await Client(center, "agent", "1002");

        using (var given = await Pick(center.Api, waiting[0], new { agent = "1001" }))
        {
            Assert.Equal(200, (int)given.StatusCode);
        }

        using (var taken = await Pick(agent, waiting[1], new { }))
        {
            Assert.Equal(200, (int)taken.StatusCode);
        }

        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.leg-answered") == 2);
        Assert.Equal(("picked", "1001"), Assert.Single(await Offers(center, waiting[0])) is var one ? ((string)one["cause"]!, (string)one["agent"]!) : default);
        Assert.Equal(("taken", "1002"), Assert.Single(await Offers(center, waiting[1])) is var two ? ((string)two["cause"]!, (string)two["agent"]!) : default);

        Assert.Equal(0, await callers.Ended());
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.agent.wrap-up-ended") == 2);
        Assert.Equal(("not-ready", "break"), await center.Get("/api/v1/agents/1002") is var after ? ((string)after["state"]!, (string)after["reason"]!) : default);
    }

    private static string Rules(string keys) => new Setup()
        .Queue("sales", "4000", keys)
        .Agent("1001", "{ queue: sales, level: 1 }", "ready", "sip:a@127.22.5.2:7000", "skills: { english: 1 }")
        .Agent("1002", "{ queue: sales, level: 5 }", "ready", "sip:b@127.22.5.2:7000", "skills: { english: 2 }").ToString();

    private static async Task Configure(Center center, string document)
    {
        using var content = new StringContent(document, Encoding.UTF8, "application/yaml");
        using var response = await center.Api.PutAsync(new Uri("/api/v1/config", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await Until(center, "/api/v1/config/status", status => (bool)status["complete"]!);
    }

    private static Task Waits(Center center, string call, string cause, string require, int version) => Until(center, $"/api/v1/calls/{call}/wait", waits =>
        waits["items"]!.AsArray() is [{ } wait] && (cause, require, version) == ((string)wait["cause"]!, (string)wait["require"]!, (int)wait["rulesVersion"]!));

    /// <summary>Asks until it is so: what the program does by itself meanwhile has no event of its own.</summary>
    private static async Task Until(Center center, string path, Func<JsonNode, bool> satisfied)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        JsonNode answer;
        while (!satisfied(answer = await center.Get(path)))
        {
            Assert.False(patience.IsCancellationRequested, $"{path}: {answer.ToJsonString()}");
            await again.WaitForNextTickAsync();
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> Offers(Center center, string call) =>
        [.. (await center.Get($"/api/v1/calls/{call}"))["story"]!.AsArray().Select(line => line!["offer"]).OfType<JsonNode>()];

    private static async Task<HttpResponseMessage> Pick(HttpClient client, string call, object body) => await client.PostAsJsonAsync(new Uri($"/api/v1/calls/{call}/pick", UriKind.Relative), body);

    private static async Task<HttpClient> Client(Center center, string role, string agent)
    {
        using var made = await center.Api.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), new { name = $"{role} {agent}", tenants = new[] { "demo" }, role, agent });
        var token = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["token"]!;
        var client = new HttpClient { BaseAddress = center.Api.BaseAddress, Timeout = center.Api.Timeout };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
