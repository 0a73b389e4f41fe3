using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Api.Commands;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Access;

/// <summary>A team leader sees and steers its own team; two teams share queue 'sales', the other one has 'vip' for itself.</summary>
public sealed class TeamTests
{
    private static readonly Told Demo = Told.Today("demo");

    /// <summary>Stands in what is the other team's.</summary>
    private const string Unseen = "unseen";

    private static AgentEvent.AgentConfigured Agent(string id, string team, string name, params string[] queues) =>
        new AgentEvent.AgentConfigured(Demo.At(0), 1, new AgentSettings { Name = name, Team = team, Phone = $"6{id[1..]}", Queues = [.. queues], Reasons = ["break"] });

    private static async Task<Center> Open()
    {
        var center = await Center.Start(options => options with { Requests = new(1_000_000, 1_000) });
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(ActorId.Queue("demo", "own"), Demo.QueueConfigured());
        await center.Tell(ActorId.Queue("demo", "vip"), new QueueEvent.QueueConfigured(Demo.At(0), 1, new QueueSettings { Name = Unseen, NameZh = Unseen }));
        await center.Tell(Demo.Agent("1001"), [Agent("1001", "a", "mine", "sales", "own"), .. Demo.Ready("1001").Skip(1)]);
        await center.Tell(Demo.Agent("1002"), [Agent("1002", "b", Unseen, "sales", "vip"), .. Demo.Ready("1002").Skip(1)]);
        foreach (var (stream, e) in Demo.Served(1, 10, "1001"))
        {
            await center.Tell(stream, e);
        }

        await center.Tell(Demo.Call(2), InVip(2, 100));
        center.Actors.Answer = (to, _) => new CommandAnswer.Answered(null, center.Journal.Append(to));
        return center;
    }

    /// <summary>A call that waits in the other team's own queue, of a caller who is marked.</summary>
    private static IEnumerable<CallEvent> InVip(int call, double at) => Demo.Arrives(call, at).Select(e => e switch
    {
        CallEvent.CallArrived arrived => arrived with { Arrival = arrived.Arrival with { Caller = Unseen, Plan = arrived.Arrival.Plan with { Queue = "vip" } } },
        CallEvent.QueueEntered entered => entered with { Queue = ActorId.Queue("demo", "vip") },
        _ => e,
    });

    private static Task<string> Token(Center center, string role, params string[] teams) => Made(center, new { name = "lead", tenants = new[] { "demo" }, role, teams, numbers = "full" });

    private static async Task<string> Made(Center center, object token)
    {
        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), token);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static async Task<string> Ids(Center center, string path, HttpClient client) =>
        string.Join(' ', (await center.Get(path, client: client)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));

    [Fact]
    public async Task A_team_leader_sees_its_agents_the_queues_they_serve_and_the_calls_of_these()
    {
        await using var center = await Open();
        using var lead = center.Client(await Token(center, "supervisor", "a"));
        using var other = center.Client(await Token(center, "viewer", "b"));
        using var both = center.Client(await Token(center, "viewer", "b", "a"));
        using var none = center.Client(await Token(center, "viewer", "c"));

        Assert.Equal(("1001", "own sales", Told.Key(1)), (await Ids(center, "/api/v1/agents", lead), await Ids(center, "/api/v1/queues", lead), await Ids(center, "/api/v1/calls", lead)));
        Assert.Equal(("1002", "sales vip", $"{Told.Key(2)} {Told.Key(1)}"), (await Ids(center, "/api/v1/agents", other), await Ids(center, "/api/v1/queues", other), await Ids(center, "/api/v1/calls", other)));
        Assert.Equal(("1001 1002", "own sales vip"), (await Ids(center, "/api/v1/agents", both), await Ids(center, "/api/v1/queues", both)));
        Assert.Equal(("", "", ""), (await Ids(center, "/api/v1/agents", none), await Ids(center, "/api/v1/queues", none), await Ids(center, "/api/v1/calls", none)));
        Assert.Equal("""["a"]""", (await center.Get("/api/v1/me", client: lead)).GetProperty("teams").GetRawText());
    }

    [Fact]
    public async Task Pages_of_a_teams_calls_leave_none_out()
    {
        await using var center = await Open();
        for (var call = 10; call < 40; call++)
        {
            await center.Tell(Demo.Call(call), call % 3 == 0 ? Demo.Arrives(call, 200 + call) : InVip(call, 200 + call));
        }

        using var lead = center.Client(await Token(center, "supervisor", "a"));
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await center.Get($"/api/v1/calls?limit=3{cursor}", client: lead);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(Enumerable.Range(10, 30).Where(call => call % 3 == 0).Reverse().Append(1).Select(Told.Key), seen);
    }

    [Fact]
    public async Task Nothing_of_another_team_is_seen_or_steered_on_any_route()
    {
        await using var center = await Open();
        using var lead = center.Client(await Token(center, "supervisor", "a"));
        var bodies = new Dictionary<string, string> { ["state"] = """{"state":"ready"}""", ["emergency"] = """{"on":true,"reason":"x"}""", ["pick"] = """{"agent":"1001"}""", ["digits"] = """{"digits":"1"}""", ["{key}"] = """{"text":"x"}""", ["transfer"] = """{"queue":"sales"}""" };
        foreach (var route in center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && !route.RoutePattern.RawText!.EndsWith("/events", StringComparison.Ordinal)))
        {
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                foreach (var id in Others(route.RoutePattern.RawText!))
                {
                    var path = route.RoutePattern.RawText!.Replace("{id}", id, StringComparison.Ordinal).Replace("{key}", "k", StringComparison.Ordinal);
                    using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                    request.Content = method == "GET" ? null : new StringContent(bodies.GetValueOrDefault(route.RoutePattern.RawText!.Split('/')[^1], "{}"), System.Text.Encoding.UTF8, "application/json");
                    using var response = await lead.SendAsync(request);
                    var text = await response.Content.ReadAsStringAsync();

                    Assert.DoesNotContain(Unseen, text, StringComparison.Ordinal);
                    Assert.True(id.Length == 0 || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{method} {path}: {response.StatusCode} {text}");
                }
            }
        }

        Assert.Empty(center.Actors.Asked);
    }

    /// <summary>What the other team has of the kind that this route is of.</summary>
    private static string[] Others(string route) =>
        !route.Contains("{id}", StringComparison.Ordinal) ? [""]
        : route.Contains("/calls/", StringComparison.Ordinal) ? [Told.Key(2)]
        : route.Contains("/queues/", StringComparison.Ordinal) ? ["vip"]
        : ["1002"];

    [Fact]
    public async Task A_team_leader_steers_its_own_and_a_queue_that_only_its_agents_serve()
    {
        await using var center = await Open();
        using var lead = center.Client(await Token(center, "supervisor", "a"));
        async Task<HttpStatusCode> Put(string path, object body) => (await lead.PutAsJsonAsync(new Uri(path, UriKind.Relative), body)).StatusCode;

        Assert.Equal(HttpStatusCode.OK, await Put("/api/v1/agents/1001/state", new { state = "not-ready", reason = "break" }));
        Assert.Equal(HttpStatusCode.OK, await Put("/api/v1/queues/own/emergency", new { on = true, reason = "drill" }));
        Assert.Equal(HttpStatusCode.Forbidden, await Put("/api/v1/queues/sales/emergency", new { on = true, reason = "drill" }));
        await center.Tell(Demo.Call(3), Demo.Arrives(3, 300));
        using var picked = await lead.PostAsJsonAsync(new Uri($"/api/v1/calls/{Told.Key(3)}/pick", UriKind.Relative), new { agent = "1002" });
        Assert.Equal(HttpStatusCode.Forbidden, picked.StatusCode);
    }

    [Fact]
    public async Task A_call_of_another_teams_agent_in_a_shared_queue_is_seen_and_not_steered()
    {
        await using var center = await Open();
        foreach (var (stream, e) in Demo.Served(4, 300, "1002").TakeWhile(told => told.Event is not CallEvent.AgentSegmentEnded))
        {
            await center.Tell(stream, e);
        }

        using var lead = center.Client(await Token(center, "supervisor", "a"));
        await center.Get($"/api/v1/calls/{Told.Key(4)}", client: lead);
        foreach (var act in new[] { "hold", "hangup" })
        {
            using var response = await lead.PostAsync(new Uri($"/api/v1/calls/{Told.Key(4)}/{act}", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        using var released = await lead.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(4)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, released.StatusCode);
        Assert.Empty(center.Actors.Asked);
    }

    [Fact]
    public async Task The_stream_of_a_team_leader_has_what_is_the_teams_and_begins_anew_when_the_team_changes()
    {
        await using var center = await Open();
        using var lead = center.Client(await Token(center, "viewer", "a"));
        await using var stream = await StreamReading.Open(lead);
        await stream.Next();

        await center.Tell(Demo.Call(5), InVip(5, 400));
        await center.Tell(Demo.Agent("1002"), new AgentEvent.BecameReady(Demo.At(401)));
        await center.Tell(Demo.Call(6), Demo.Arrives(6, 402));

        var seen = (await stream.Next())!;
        Assert.Equal((Told.Key(6), "calls"), (seen.Subject, seen.Event));

        // From now on 1002 is of team a: what was shown before is read again.
        await center.Tell(Demo.Agent("1002"), Agent("1002", "a", "now mine", "sales", "vip"));
        Received? next;
        do
        {
            next = await stream.Next();
        }
        while (next is { Event: not "reset" });

        Assert.Equal(("reset", "team-changed"), (next!.Event, next.Data.GetProperty("reason").GetString()));
        Assert.Equal("1001 1002", await Ids(center, "/api/v1/agents", lead));
        await center.Tell(Demo.Agent("1002"), new AgentEvent.BecameReady(Demo.At(500)));
        Assert.Equal("1002", (await stream.Next())!.Subject);
    }

    [Theory]
    [InlineData("administrator", 1)]
    [InlineData("agent", 1)]
    [InlineData("viewer", 2)]
    public async Task Only_viewers_and_supervisors_of_one_tenant_are_of_teams(string role, int tenants)
    {
        await using var center = await Open();
        var body = new { name = "x", tenants = new[] { "demo", "other" }.Take(tenants), role, agent = role == "agent" ? "1001" : null, teams = new[] { "a" } };

        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
