using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Calls live on the edge; the cores behind it are killed and drained, and the database goes away. The callers say what they noticed.</summary>
public sealed class InACluster
{
    [Fact]
    public async Task Waiting_callers_keep_place_and_port_when_the_core_that_owns_their_call_is_killed()
    {
        const int callers = 8;
        await using var cluster = await ClusterOfThree.Start("127.23.1.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.23.1.2:7000", start: "not-ready"));
        var edge = cluster.Edge;
        await using var events = await EventReader.Open(edge);
        await using var capture = await Capture.Start("udp and host 127.23.1.1 and host 127.23.1.3");
        await using var phones = Sipp.Phones("agents_answer", "127.23.1.2:7000", ringMs: 50);
        await using var patient = Sipp.Call(edge, "caller_stays", "4000", "127.23.1.3:5080", callers, rate: 20);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered") == callers);
        var before = await Waiting(edge);

        await cluster.Kill(await cluster.OwnerOfCall((string)before[0]["id"]!));
        await edge.SetState("1001", """{"state":"ready"}""");
        for (var served = 0; served < callers; served++)
        {
            var one = served;
            await events.Until(all => Answered(all).Count > one);
            using var released = await edge.Api.DeleteAsync(new Uri($"/api/v1/calls/{(string)Answered(events.Events)[one]["id"]!}", UriKind.Relative));
            Assert.True(released.IsSuccessStatusCode, $"{released.StatusCode}");
        }

        Assert.Equal(0, await patient.Ended());
        Assert.Equal(before.Select(call => (string)call["id"]!).Order(), Answered(events.Events).Select(call => (string)call["id"]!).Order());
        Assert.Equal(before.Select(call => (string)call["arrived"]!), Answered(events.Events).Select(call => (string)call["arrived"]!));
        var ports = (await capture.Stop()).Where(one => one.From.Address.Equals(IPAddress.Parse("127.23.1.1")) && one.Payload.Length == 172)
            .Select(one => one.From.Port).ToHashSet();
        Assert.Equal(callers, ports.Count);
    }

    [Fact]
    public async Task A_talking_caller_hears_nothing_of_the_deaths_of_its_call_and_its_agent()
    {
        await using var cluster = await ClusterOfThree.Start("127.23.2.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.23.2.2:7000"));
        await using var events = await EventReader.Open(cluster.Edge);
        await using var phones = Sipp.Phones("agents_answer", "127.23.2.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.2.3:5080", calls: 1, stayMs: 20_000);
        var answered = await events.One("call.leg-answered", _ => true);

        await cluster.Kill(await cluster.OwnerOfCall((string)answered["id"]!));
        var next = await cluster.OwnerOfCall((string)answered["id"]!);
        await cluster.Drain(next);

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("released-by-caller", (string?)ended["end"]);
        await events.Until(all => (string?)all.LastOrDefault(one => one.Topic == "agents").Envelope?["data"]?["state"] == "ready");
    }

    [Fact]
    public async Task Callers_keep_coming_while_one_core_is_killed_and_another_drained()
    {
        const int calls = 60;
        await using var cluster = await ClusterOfThree.Start("127.23.3.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(10, "sales", "127.23.3.2:7000"));
        await using var events = await EventReader.Open(cluster.Edge);
        await using var phones = Sipp.Phones("agents_answer", "127.23.3.2:7000", ringMs: 50);
        await using var callers = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.3.3:5080", calls, rate: 3, stayMs: 1500);
        await events.Until(all => Ended(all) >= 5);

        await cluster.Kill("core-2");
        await cluster.Whole("core-1", "core-3");
        await events.Until(all => Ended(all) >= 25);
        cluster.Begin("core-2");
        Assert.Equal(0, await cluster.Drain("core-3"));
        await cluster.Whole("core-1", "core-2");

        Assert.Equal(0, await callers.Ended(TimeSpan.FromMinutes(2)));
        await events.Until(all => Ended(all) == calls);
        Assert.All(await cluster.Edge.All("/api/v1/calls?state=ended"), call => Assert.Equal("released-by-caller", (string?)call["end"]));
    }

    [Fact]
    public async Task No_call_is_lost_while_the_database_is_away()
    {
        const int calls = 24;
        await using var cluster = await ClusterOfThree.Start("127.23.4.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(10, "sales", "127.23.4.2:7000"));
        await using var events = await EventReader.Open(cluster.Edge);
        await using var phones = Sipp.Phones("agents_answer", "127.23.4.2:7000", ringMs: 50);
        await using var callers = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.4.3:5080", calls, rate: 2, stayMs: 3000);
        await events.Until(all => Ended(all) >= 2);

        await cluster.RestartDatabase(TimeSpan.FromSeconds(5));

        Assert.Equal(0, await callers.Ended(TimeSpan.FromMinutes(2)));
        await events.Until(all => Ended(all) == calls);
        Assert.All(await cluster.Edge.All("/api/v1/calls?state=ended"), call => Assert.Equal("released-by-caller", (string?)call["end"]));
    }

    [Fact]
    public async Task An_edge_that_was_frozen_and_evicted_goes_on_with_its_calls()
    {
        await using var cluster = await ClusterOfThree.Start("127.23.5.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.23.5.2:7000"));
        await using var events = await EventReader.Open(cluster.Edge);
        await using var phones = Sipp.Phones("agents_answer", "127.23.5.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.5.3:5080", calls: 1, stayMs: 15_000);
        await events.One("call.leg-answered", _ => true);

        await cluster.Freeze(TimeSpan.FromSeconds(9));

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("released-by-caller", (string?)ended["end"]);
        await cluster.Whole("core-1", "core-2", "core-3");
    }

    [Fact]
    public async Task An_edge_that_was_killed_takes_its_calls_up_again_and_new_ones_too()
    {
        await using var cluster = await ClusterOfThree.Start("127.23.6.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(2, "sales", "127.23.6.2:7000"));
        await using var events = await EventReader.Open(cluster.Edge);
        await using var phones = Sipp.Phones("agents_answer", "127.23.6.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.6.3:5080", calls: 1, stayMs: 25_000);
        await events.One("call.leg-answered", _ => true);

        await cluster.Edge.KillAndStart();
        await using var next = Sipp.Call(cluster.Edge, "caller_hangs_up", "4000", "127.23.6.4:5080", calls: 1, stayMs: 500);

        Assert.Equal(0, await next.Ended());
        Assert.Equal(0, await caller.Ended());
        await events.Until(all => Ended(all) == 2);
        Assert.All(await cluster.Edge.All("/api/v1/calls?state=ended"), call => Assert.Equal("released-by-caller", (string?)call["end"]));
    }

    /// <summary>In the order of their arrival.</summary>
    private static async Task<IReadOnlyList<JsonNode>> Waiting(Center edge) =>
        [.. (await edge.All("/api/v1/calls?state=waiting")).OrderBy(call => (string)call["arrived"]!, StringComparer.Ordinal)];

    private static List<JsonNode> Answered(IReadOnlyList<(string Topic, JsonNode Envelope)> all) =>
        [.. all.Where(one => (string?)one.Envelope["type"] == "callcenter.call.leg-answered").Select(one => one.Envelope["data"]!)];

    private static int Ended(IReadOnlyList<(string Topic, JsonNode Envelope)> all) => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended");
}
