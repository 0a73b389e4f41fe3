using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>A call that waits: why, and how somebody gives it to an agent or takes it.</summary>
public sealed class PickTests
{
    private static readonly Told Demo = Told.Today("demo");
    private static readonly string Path = $"/api/v1/calls/{Told.Key(1)}/pick";

    /// <summary>Call 1 waits in sales; agent 1001 is ready, 1002 not ready, 1003 signed out, 1004 serves another queue.</summary>
    private static async Task<Center> WithWaitingCall()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        await center.Tell(Demo.Agent("1002"), [.. Demo.Ready("1002"), new AgentEvent.BecameNotReady(Demo.At(3), "break")]);
        await center.Tell(Demo.Agent("1003"), Demo.AgentConfigured("1003"));
        await center.Tell(Demo.Agent("1004"), new AgentEvent.AgentConfigured(Demo.At(0), 1, new AgentSettings { Name = "Four", Phone = "6004", Queues = ["support"] }), new AgentEvent.SignedIn(Demo.At(1), "6004", 1));
        foreach (var (stream, e) in Demo.Served(1, 10, "1001").TakeWhile(told => told.Item2 is not QueueEvent.OfferMade))
        {
            await center.Tell(stream, e);
        }

        center.Actors.Answer = (to, command) => command switch
        {
            QueueCommand.Pick c when to == Demo.Sales => new CommandAnswer.Answered(null, center.Journal.Append(to, new QueueEvent.OfferMade(
                Demo.At(20), new OfferId(c.Stay, 1), c.Agent, 1, Demo.At(40), new OfferReason("longest-idle", 1, 1, Demo.At(0), 3) { Cause = c.IsOwn ? OfferCause.Taken : OfferCause.Picked, By = c.By }))),
            QueueCommand.Explain c when to == Demo.Sales => new CommandAnswer.Answered(
                new WaitExplanation { Stay = c.Stay, Entered = Demo.At(10), SettingsVersion = 3, Cause = WaitCause.AllBusy, Require = "english", AgentsHere = 2, AgentsAble = 1, Next = new NextReach(Demo.At(40), "", "", true, true) },
                center.Journal.Append(to)),
            _ => new CommandAnswer.Refused(Refusal.StayUnknown, null),
        };
        return center;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Post(HttpClient client, object body, string? path = null)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path ?? Path, UriKind.Relative), body);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    [Fact]
    public async Task A_supervisor_gives_a_waiting_call_to_an_agent_and_its_story_says_who_did()
    {
        await using var center = await WithWaitingCall();
        using var desk = center.Client(await center.TokenFor("demo", "supervisor", name: "desk"));

        var (status, row) = await Post(desk, new { agent = "1001" });

        Assert.Equal((HttpStatusCode.OK, Told.Key(1)), (status, row.GetProperty("id").GetString()));
        Assert.Equal((Demo.Sales, (object)new QueueCommand.Pick(Told.Stay(1), Demo.Agent("1001"), "desk")), center.Actors.Asked[^1]);
        var told = (await center.Get($"/api/v1/calls/{Told.Key(1)}")).GetProperty("story").EnumerateArray().Single(line => line.TryGetProperty("offer", out _));
        Assert.Contains("agent 1001: picked by desk", told.GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal(("picked", 3, "desk"), (told.GetProperty("offer").GetProperty("cause").GetString(), told.GetProperty("offer").GetProperty("rulesVersion").GetInt32(), told.GetProperty("offer").GetProperty("by").GetString()));
        Assert.Contains(told.GetProperty("details").EnumerateArray(), detail => detail.GetProperty("zh").GetString()!.Contains("规则版本 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_takes_a_call_for_itself_also_when_it_is_not_ready_and_for_nobody_else()
    {
        await using var center = await WithWaitingCall();
        using var own = center.Client(await center.TokenFor("demo", "agent", "1002", "desk 2"));

        Assert.Equal(HttpStatusCode.OK, (await Post(own, new { })).Status);
        Assert.Equal((Demo.Sales, (object)new QueueCommand.Pick(Told.Stay(1), Demo.Agent("1002"), "desk 2") { IsOwn = true }), center.Actors.Asked[^1]);

        var (status, problem) = await Post(own, new { agent = "1001" });
        Assert.Equal((HttpStatusCode.Forbidden, "urn:callcenter:role-not-granted"), (status, problem.GetProperty("type").GetString()));
        Assert.Single(center.Actors.Asked);
    }

    [Theory]
    [InlineData("1002", HttpStatusCode.Conflict, "agent-not-ready")]
    [InlineData("1003", HttpStatusCode.Conflict, "agent-signed-out")]
    [InlineData("1004", HttpStatusCode.Conflict, "agent-not-of-queue")]
    [InlineData("1999", HttpStatusCode.NotFound, "agent-not-configured")]
    [InlineData(null, HttpStatusCode.BadRequest, "body-invalid")]
    public async Task Who_cannot_have_it_is_told_why_and_nobody_is_asked(string? agent, HttpStatusCode expected, string name)
    {
        await using var center = await WithWaitingCall();

        var (status, problem) = await Post(center.Http, new { agent });

        Assert.Equal((expected, $"urn:callcenter:{name}"), (status, problem.GetProperty("type").GetString()));
        Assert.Empty(center.Actors.Asked);
    }

    [Theory]
    [InlineData(Refusal.OfferInProgress, "call-offered")]
    [InlineData(Refusal.StayEnded, "call-not-waiting")]
    [InlineData(Refusal.StayUnknown, "call-not-waiting")]
    [InlineData(Refusal.AgentSignedOut, "agent-signed-out")]
    public async Task What_the_queue_knows_better_is_answered(Refusal refusal, string name)
    {
        await using var center = await WithWaitingCall();
        center.Actors.Answer = (_, _) => new CommandAnswer.Refused(refusal, null);

        var (status, problem) = await Post(center.Http, new { agent = "1001" });

        Assert.Equal((HttpStatusCode.Conflict, $"urn:callcenter:{name}"), (status, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_pick_that_came_true_is_so_when_it_is_asked_again()
    {
        await using var center = await WithWaitingCall();
        foreach (var (stream, e) in Demo.Served(1, 10, "1001").SkipWhile(told => told.Item2 is not QueueEvent.OfferMade).TakeWhile(told => told.Item2 is not CallEvent.AgentSegmentEnded))
        {
            await center.Tell(stream, e);
        }

        Assert.Equal(HttpStatusCode.OK, (await Post(center.Http, new { agent = "1001" })).Status);
        Assert.Equal("urn:callcenter:call-not-waiting", (await Post(center.Http, new { agent = "1002" })).Body.GetProperty("type").GetString());
        Assert.Equal("urn:callcenter:call-unknown", (await Post(center.Http, new { agent = "1001" }, $"/api/v1/calls/{Told.Key(7)}/pick")).Body.GetProperty("type").GetString());
        Assert.Empty(center.Actors.Asked);
        Assert.Empty((await center.Get($"/api/v1/calls/{Told.Key(1)}/wait")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_call_that_waits_says_why_in_each_of_its_queues()
    {
        await using var center = await WithWaitingCall();
        using var viewer = center.Client(await center.TokenFor("demo", "viewer"));

        var item = Assert.Single((await center.Get($"/api/v1/calls/{Told.Key(1)}/wait", client: viewer)).GetProperty("items").EnumerateArray());

        Assert.Equal(
            ($"{Told.Stay(1)}", "sales", "all-busy", "english", 3, Demo.At(40)),
            (item.GetProperty("id").GetString(), item.GetProperty("queue").GetString(), item.GetProperty("cause").GetString(), item.GetProperty("require").GetString(),
                item.GetProperty("rulesVersion").GetInt32(), item.GetProperty("next").GetProperty("at").GetDateTimeOffset()));
        Assert.StartsWith("Agents who could take it: 1, all busy or not ready.", item.GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("队列中任何坐席都可接听。", item.GetProperty("zh").GetString(), StringComparison.Ordinal);
    }
}
