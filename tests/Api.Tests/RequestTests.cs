using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Api.Commands;
using CallCenter.Api.Journal;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Tests;

/// <summary>Requests and their answers, exactly.</summary>
public sealed class RequestTests
{
    private static readonly Told Demo = Told.Today("demo");

    internal static async Task<Center> WithAgent(Func<ApiOptions, ApiOptions>? options = null)
    {
        var center = await Center.Start(options);
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.AgentConfigured("1001"));
        center.Actors.Answer = (to, command) => command switch
        {
            AgentCommand.SignIn c => Done(to, new AgentEvent.SignedIn(Demo.At(1), c.Phone ?? "6001", 1)),
            AgentCommand.GoReady when center.Actors.Asked.All(asked => asked.Command is not AgentCommand.SignIn) => new CommandAnswer.Refused(Refusal.AgentSignedOut, null),
            AgentCommand.GoReady => Done(to, new AgentEvent.BecameReady(Demo.At(2))),
            AgentCommand.GoNotReady { Reason: "break" } => Done(to, new AgentEvent.BecameNotReady(Demo.At(3), "break")),
            AgentCommand.GoNotReady c => new CommandAnswer.Refused(Refusal.ReasonUnknown, $"Not-ready reason '{c.Reason}' is not configured."),
            AgentCommand.SignOut => Done(to, new AgentEvent.SignedOut(Demo.At(4))),
            _ => new CommandAnswer.Unknown(),
        };
        return center;

        CommandAnswer Done(ActorId to, object e) => new CommandAnswer.Answered(null, center.Journal.Append(to, e));
    }

    internal static async Task<(HttpResponseMessage Response, JsonElement Body)> Put(Center center, string path, string json, string type = "application/json")
    {
        using var content = new StringContent(json, Encoding.UTF8, type);
        var response = await center.Http.PutAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return (response, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    [Fact]
    public async Task A_state_change_answers_with_the_row_as_it_is_after_it()
    {
        await using var center = await WithAgent();

        var (response, row) = await Put(center, "/api/v1/agents/1001/state", """{"state":"not-ready","reason":"break"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("not-ready", "break", "not-ready-unproductive"), (row.GetProperty("state").GetString(), row.GetProperty("reason").GetString(), row.GetProperty("class").GetString()));
        var position = Assert.Single(response.Headers.GetValues("Position"));
        Assert.True(Position.TryParse(position, out _));
        Assert.Equal(row.GetRawText(), (await center.Get($"/api/v1/agents/1001?min-position={position}")).GetRawText());
    }

    [Fact]
    public async Task What_an_agent_did_is_told_without_a_gap_newest_first_and_page_by_page()
    {
        await using var center = await WithAgent();
        await Put(center, "/api/v1/agents/1001/state", """{"state":"not-ready","phone":"6001"}""");
        await Put(center, "/api/v1/agents/1001/state", """{"state":"ready"}""");
        await Put(center, "/api/v1/agents/1001/state", """{"state":"not-ready","reason":"break"}""");
        await Put(center, "/api/v1/agents/1001/state", """{"state":"signed-out"}""");

        var all = await center.Get("/api/v1/agents/1001/states");
        var first = await center.Get("/api/v1/agents/1001/states?limit=1");
        var second = await center.Get($"/api/v1/agents/1001/states?limit=1&cursor={first.GetProperty("next").GetString()}");

        var items = all.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([("not-ready", "break"), ("error", null), ("not-ready", "signed-in")], items.Select(item => (item.GetProperty("state").GetString(), item.GetProperty("reason").GetString())));
        Assert.All(items.Zip(items.Skip(1)), pair => Assert.Equal(pair.Second.GetProperty("until").GetString(), pair.First.GetProperty("since").GetString()));
        Assert.Equal(items.Take(2).Select(item => item.GetRawText()), [first.GetProperty("items")[0].GetRawText(), second.GetProperty("items")[0].GetRawText()]);
        Assert.Equal("urn:callcenter:agent-not-configured", (await center.Get("/api/v1/agents/1999/states", HttpStatusCode.NotFound)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task No_answer_names_the_web_server()
    {
        await using var center = await WithAgent();

        using var response = await center.Http.GetAsync(new Uri("/healthz", UriKind.Relative));

        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Ready_signs_in_first_where_the_agent_is_signed_out()
    {
        await using var center = await WithAgent();

        var (response, _) = await Put(center, "/api/v1/agents/1001/state", """{"state":"ready"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([typeof(AgentCommand.GoReady), typeof(AgentCommand.SignIn), typeof(AgentCommand.GoReady)], center.Actors.Asked.Select(asked => asked.Command.GetType()));
    }

    [Fact]
    public async Task Not_ready_without_a_reason_is_a_sign_in_at_the_phone_that_is_named()
    {
        await using var center = await WithAgent();

        var (_, row) = await Put(center, "/api/v1/agents/1001/state", """{"state":"not-ready","phone":"6007"}""");

        Assert.Equal(("signed-in", "6007"), (row.GetProperty("reason").GetString(), row.GetProperty("phone").GetString()));
    }

    [Fact]
    public async Task A_refusal_says_what_where_and_how_to_go_on()
    {
        await using var center = await WithAgent();

        var (response, problem) = await Put(center, "/api/v1/agents/1001/state", """{"state":"not-ready","reason":"brake"}""");

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            """{"type":"urn:callcenter:reason-unknown","title":"The reason is not one of the tenant's","status":422,"detail":"Not-ready reason 'brake' is not configured.","instance":"/api/v1/agents/1001/state","where":"/reason","fix":"Use a key of 'reasons' in the configuration document."}""",
            problem.GetRawText());
    }

    [Fact]
    public async Task A_body_beyond_its_bound_is_refused()
    {
        await using var center = await WithAgent();

        var (response, problem) = await Put(center, "/api/v1/agents/1001/state", new string(' ', 65 * 1024) + "{}");

        Assert.Equal((413, "urn:callcenter:body-too-large"), ((int)response.StatusCode, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_know_is_a_problem_too()
    {
        await using var center = await WithAgent();

        using var response = await center.Http.DeleteAsync(new Uri("/api/v1/agents", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("urn:callcenter:method-not-allowed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_that_the_views_have_not_reached_is_waited_for_and_then_refused()
    {
        await using var center = await WithAgent();

        var problem = await center.Get("/api/v1/agents?min-position=0:999999", HttpStatusCode.ServiceUnavailable);

        Assert.Equal("urn:callcenter:view-behind", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_unknown_outcome_is_asked_again_and_never_taken_for_a_no()
    {
        await using var center = await WithAgent();
        center.Actors.Answer = (_, _) => CommandAnswer.Unknown.Instance;

        var (response, problem) = await Put(center, "/api/v1/agents/1001/state", """{"state":"signed-out"}""");

        Assert.Equal((503, "urn:callcenter:outcome-unknown"), ((int)response.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Equal(Asking.AsksMax, center.Actors.Asked.Count);
    }

    [Fact]
    public void Every_refusal_has_a_problem()
    {
        var problems = Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None).Select(refusal => RefusalProblems.Of(refusal, "why")).ToList();

        Assert.All(problems, problem => Assert.StartsWith(Problem.UrnPrefix, problem.Type, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.InRange(problem.Status, 400, 503));
        Assert.All(problems, problem => Assert.Equal("why", problem.Detail));
    }

    [Fact]
    public async Task Every_problem_that_can_be_met_is_in_the_manual()
    {
        var manual = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"));
        var names = Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None).Select(refusal => RefusalProblems.Of(refusal, null).Type[Problem.UrnPrefix.Length..]);

        Assert.All(names, name => Assert.Contains($"`{name}`", manual, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_come_newest_first_and_page_by_page()
    {
        await using var center = await WithAgent();
        for (var call = 1; call <= 25; call++)
        {
            center.Journal.Append(Demo.Call(call), Demo.Arrives(call, call));
        }

        await center.Tell(Demo.Call(25), new CallEvent.CallEnded(Demo.At(60), CallEnd.AbandonedInQueue, null));
        var (ids, next) = (new List<string>(), "");
        do
        {
            var page = await center.Get($"/api/v1/calls?limit=10{next}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(Told.Key), ids);
        Assert.Equal(24, (await center.Get("/api/v1/calls?state=waiting,ringing")).GetProperty("items").GetArrayLength());
        Assert.Equal(Told.Key(25), (await center.Get("/api/v1/calls?state=ended&queue=sales")).GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Empty((await center.Get("/api/v1/calls?queue=support")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_call_tells_its_parts_and_its_story()
    {
        await using var center = await WithAgent();
        foreach (var (stream, e) in Demo.Served(1, 10, "1001"))
        {
            await center.Tell(stream, e);
        }

        var call = await center.Get($"/api/v1/calls/{Told.Key(1)}");

        Assert.Equal(("ended", "released-by-caller", 4_000, 26_000, 30_000), (
            call.GetProperty("state").GetString(), call.GetProperty("end").GetString(),
            call.GetProperty("waitMs").GetInt32(), call.GetProperty("talkMs").GetInt32(), call.GetProperty("wrapUpMs").GetInt32()));
        Assert.Equal("sip-1", call.GetProperty("legs")[0].GetProperty("sipCallId").GetString());
        Assert.Equal("answered", call.GetProperty("stays")[0].GetProperty("end").GetString());
        Assert.Equal("+0.000 s: +861 calls 4000.", call.GetProperty("story")[0].GetProperty("en").GetString());
        // Its own events, and the offer that its queue made.
        Assert.Equal(center.Journal.All.Count(e => e.Stream == Demo.Call(1)) + 1, call.GetProperty("story").GetArrayLength());

        var queue = await center.Get("/api/v1/queues/sales");
        Assert.Equal((1, 1, 1.0), (queue.GetProperty("today").GetProperty("entered").GetInt32(), queue.GetProperty("today").GetProperty("answered").GetInt32(), queue.GetProperty("today").GetProperty("serviceLevel").GetDouble()));
    }

    [Fact]
    public async Task An_attached_value_is_given_to_the_call_it_is_for()
    {
        await using var center = await WithAgent();
        await center.Tell(Demo.Call(1), Demo.Arrives(1, 1));
        center.Actors.Answer = (to, command) => command is CallCommand.AttachValue attach
            ? new CommandAnswer.Answered(null, center.Journal.Append(to, new CallEvent.ValueAttached(Demo.At(2), attach.Key, attach.Value)))
            : new CommandAnswer.Refused(Refusal.StayUnknown, null);

        var (put, _) = await Put(center, $"/api/v1/calls/{Told.Key(1)}/data/order", """{"text":"A-17"}""");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("""{"order":{"type":"text","text":"A-17","sensitive":false}}""", (await center.Get($"/api/v1/calls/{Told.Key(1)}")).GetProperty("data").GetRawText());

        var (bad, problem) = await Put(center, $"/api/v1/calls/{Told.Key(1)}/data/ORDER", """{"text":"A-17"}""");
        Assert.Equal((422, "path:key"), ((int)bad.StatusCode, problem.GetProperty("where").GetString()));

        using var removed = await center.Http.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}/data/order", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task A_document_is_taken_whole_or_not_at_all()
    {
        await using var center = await Center.Start();

        using var first = await center.Configure("tenant: demo\nname: Demo\nqueues:\n  sales:\n    name: {en: Sales, zh: 销售}\n");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("\"1\"", first.Headers.ETag!.Tag);
        await center.Until(() => ((Views.ViewHead)center.Services.GetService(typeof(Views.ViewHead))!).Boards.Configured.Any());

        using var again = await center.Configure("tenant: demo\nname: Demo\nqueues:\n  sales:\n    name: {en: Sales, zh: 销售}\n");
        Assert.Contains("\"version\":1,\"changed\":false", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var wrong = await center.Configure("tenant: demo\nname: Demo\nqueues:\n  sales:\n    ringTime: never\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var problem = JsonDocument.Parse(await wrong.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains("/queues/sales", problem.GetProperty("errors")[0].GetProperty("where").GetString(), StringComparison.Ordinal);

        var document = await center.Get("/api/v1/config");
        Assert.Equal("Sales", document.GetProperty("queues").GetProperty("sales").GetProperty("name").GetProperty("en").GetString());
        using var back = await center.Http.PutAsJsonAsync(new Uri("/api/v1/config", UriKind.Relative), document);
        Assert.Contains("\"changed\":false", await back.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await center.Get("/api/v1/config/status")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Health_metrics_and_the_description_of_the_API_are_there()
    {
        await using var center = await WithAgent();
        using var nobody = center.Client(null);

        Assert.Equal("alive", (await center.Get("/healthz", client: nobody)).GetProperty("status").GetString());
        Assert.Equal("ready", (await center.Get("/readyz", client: nobody)).GetProperty("status").GetString());
        var description = await center.Get("/api/v1/openapi.json", client: nobody);
        Assert.All(
            new[] { "/api/v1/config", "/api/v1/agents/{id}/state", "/api/v1/queues", "/api/v1/calls/{id}", "/api/v1/events" },
            path => Assert.True(description.GetProperty("paths").TryGetProperty(path, out _), path));
        var metrics = await center.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("callcenter_views_events_total ", metrics, StringComparison.Ordinal);
        Assert.Contains("callcenter_agents{state=\"signed-out\",tenant=\"demo\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("callcenter_views_commit_seconds_bucket{le=\"+Inf\"}", metrics, StringComparison.Ordinal);
    }
}
