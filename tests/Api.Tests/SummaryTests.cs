using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>Summaries and marks of nuisance as desktops and supervisors write them.</summary>
public sealed class SummaryTests
{
    private static readonly Told Demo = Told.Today("demo");
    private static readonly string Path = $"/api/v1/calls/{Told.Key(1)}";

    /// <summary>Agent 1001 had call 1; the calls and agents answer as the real ones do when all is well.</summary>
    private static async Task<Center> WithServedCall()
    {
        var center = await Center.Start();
        var document = new TenantDocument { Tenant = "demo", Name = "DEMO" };
        var tree = new[] { ("billing", null), ("invoice", "billing"), ("late", (string?)"invoice") }
            .Select(one => KeyValuePair.Create(one.Item1, new CallReasonEntry(new Label(one.Item1, $"中{one.Item1}"), one.Item2)));
        await center.Tell(ActorId.Configuration("demo"), new ConfigurationEvent.ConfigurationAccepted(
            Demo.At(0), 1, "test", document with { CallReasons = document.CallReasons.AddRange(tree), Summaries = new SummaryTerms(TimeSpan.FromHours(2)) }, new RemovedKeys()));
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        await center.Tell(Demo.Agent("1002"), Demo.Ready("1002"));
        foreach (var (stream, e) in Demo.Served(1, 10, "1001"))
        {
            await center.Tell(stream, e);
        }

        center.Actors.Answer = (to, command) => command switch
        {
            CallCommand.WriteSummary c => new CommandAnswer.Answered(null, center.Journal.Append(to, new CallEvent.SummaryWritten(Demo.At(90), c.Segment, 1, c.Summary, c.By))),
            CallCommand.MarkNuisance c => new CommandAnswer.Answered(null, center.Journal.Append(to, new CallEvent.NuisanceMarked(Demo.At(91), c.Note, c.By))),
            AgentCommand.RecordSummary => new CommandAnswer.Answered(null, center.Journal.Append(to)),
            _ => new CommandAnswer.Refused(Refusal.CallUnknown, null),
        };
        return center;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Put(HttpClient client, string what, object body)
    {
        using var response = await client.PutAsJsonAsync(new Uri($"{Path}/{what}", UriKind.Relative), body);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    [Fact]
    public async Task An_agent_writes_what_its_call_was_about_and_the_call_shows_it()
    {
        await using var center = await WithServedCall();
        using var desk = center.Client(await center.TokenFor("demo", "agent", "1001", "desk 1"));

        var (status, row) = await Put(desk, "summary", new { reason = "late", text = "Sent to +8613812345678 again.", resolved = true });

        Assert.Equal((HttpStatusCode.OK, "late"), (status, row.GetProperty("reason").GetString()));
        var written = new CallSummary(["billing", "invoice", "late"], "Sent to +8613812345678 again.") { Resolved = true };
        Assert.Equal((Demo.Call(1), (object)new CallCommand.WriteSummary(Told.Offer(1), written, TimeSpan.FromHours(2), "desk 1")), center.Actors.Asked[0]);
        Assert.Equal((Demo.Agent("1001"), (object)new AgentCommand.RecordSummary(Told.Offer(1))), center.Actors.Asked[1]);
        var summary = (await center.Get(Path)).GetProperty("segments")[0].GetProperty("summary");
        Assert.Equal(("late", 3, true, "desk 1", 1), (summary.GetProperty("reason").GetString(), summary.GetProperty("path").GetArrayLength(), summary.GetProperty("resolved").GetBoolean(), summary.GetProperty("by").GetString(), summary.GetProperty("writings").GetInt32()));
    }

    [Fact]
    public async Task Who_sees_no_numbers_sees_none_in_a_summary()
    {
        await using var center = await WithServedCall();
        await Put(center.Http, "summary", new { reason = "late", text = "Sent to +8613812345678 again." });
        using var viewer = center.Client(await center.TokenFor("demo", "viewer", numbers: "masked"));

        var summary = (await center.Get(Path, client: viewer)).GetProperty("segments")[0].GetProperty("summary");

        Assert.Equal("Sent to +86138****5678 again.", summary.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_supervisor_writes_for_anybody_and_an_agent_for_itself_alone()
    {
        await using var center = await WithServedCall();
        using var supervisor = center.Client(await center.TokenFor("demo", "supervisor"));
        using var other = center.Client(await center.TokenFor("demo", "agent", "1002"));
        using var viewer = center.Client(await center.TokenFor("demo", "viewer"));

        Assert.Equal(HttpStatusCode.OK, (await Put(supervisor, "summary", new { reason = "late" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(other, "summary", new { reason = "late" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(other, "summary", new { reason = "late", segment = Told.Offer(1).ToString() })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(other, "nuisance", new { })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(viewer, "summary", new { reason = "late" })).Status);
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"reason": "late", "text": "\u0000"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"reason": "late", "mood": "bad"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"reason": "nothing"}""", HttpStatusCode.UnprocessableEntity, "call-reason-unknown")]
    [InlineData("""{"reason": "invoice"}""", HttpStatusCode.UnprocessableEntity, "call-reason-not-last")]
    [InlineData("""{"reason": "late", "segment": "x.1.1"}""", HttpStatusCode.NotFound, "segment-unknown")]
    public async Task What_is_no_summary_reaches_no_call(string body, HttpStatusCode expected, string name)
    {
        await using var center = await WithServedCall();

        var (status, problem) = await Put(center.Http, "summary", JsonDocument.Parse(body).RootElement);

        Assert.Equal((expected, $"urn:callcenter:{name}"), (status, problem.GetProperty("type").GetString()));
        Assert.Empty(center.Actors.Asked);
    }

    [Fact]
    public async Task What_the_call_does_not_take_any_more_is_said()
    {
        await using var center = await WithServedCall();
        center.Actors.Answer = (_, _) => new CommandAnswer.Refused(Refusal.SummaryClosed, null);

        var (status, problem) = await Put(center.Http, "summary", new { reason = "late" });

        Assert.Equal((HttpStatusCode.Conflict, "urn:callcenter:summary-closed"), (status, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_nuisance_is_marked_and_the_mark_taken_back()
    {
        await using var center = await WithServedCall();

        Assert.True((await Put(center.Http, "nuisance", new { text = "silence" })).Body.GetProperty("nuisance").GetBoolean());
        Assert.Equal("silence", (await center.Get(Path)).GetProperty("nuisanceMark").GetProperty("text").GetString());
        using var response = await center.Http.DeleteAsync(new Uri($"{Path}/nuisance", UriKind.Relative));
        Assert.False(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("nuisance").GetBoolean());
    }

    [Fact]
    public async Task The_tree_that_desks_choose_from_is_listed_by_key()
    {
        await using var center = await WithServedCall();
        using var desk = center.Client(await center.TokenFor("demo", "agent", "1001"));

        var items = (await center.Get("/api/v1/call-reasons", client: desk)).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["billing", "invoice", "late"], items.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal([false, false, true], items.Select(item => item.GetProperty("leaf").GetBoolean()));
        Assert.Equal("中late", items[2].GetProperty("name").GetProperty("zh").GetString());
    }
}
