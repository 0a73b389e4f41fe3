using System.Net.Http.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Api.Audit;
using CallCenter.Api.Commands;
using CallCenter.Api.Composition;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Audit;

/// <summary>RELIABILITY N3: a privileged act is in the audit before its effect, and what cannot be told is not done.</summary>
public sealed class AuditTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static async Task<Center> WithCall()
    {
        var center = await RequestTests.WithAgent();
        await center.Tell(Demo.Call(1), Demo.Arrives(1, 1));
        return center;
    }

    private static IReadOnlyList<AuditRow> Rows(Center center, string tenant = "demo") => center.Services.GetRequiredService<IAuditRows>().Read(tenant, 0, 100);

    [Fact]
    public async Task A_release_is_told_before_the_call_hears_of_it_and_how_it_came_out_behind_it()
    {
        await using var center = await WithCall();
        var toldBefore = 0;
        center.Actors.Answer = (to, command) =>
        {
            toldBefore = Rows(center).Count;
            return new CommandAnswer.Answered(null, center.Journal.Append(to));
        };
        using var floor = center.Client(await center.TokenFor("demo", "supervisor", name: "floor"));

        using var response = await floor.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));

        Assert.Equal(1, toldBefore);
        var rows = Rows(center);
        Assert.Equal(("floor", "supervisor", "releaseCall", $"/api/v1/calls/{Told.Key(1)}", null), (rows[0].Record.Name, rows[0].Record.Role, rows[0].Record.Act, rows[0].Record.Target, rows[0].Record.Status));
        Assert.Equal((202, 1L, Assert.Single(response.Headers.GetValues("Position"))), (rows[1].Record.Status, rows[1].Record.Of, rows[1].Record.Position));
        var listed = await center.Get("/api/v1/audit");
        Assert.Equal(["releaseCall", "releaseCall"], listed.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("act").GetString()).Where(act => act == "releaseCall"));
        Assert.Contains(Rows(center), row => row.Record.Act == "listAudit");
        Assert.True((await center.Get("/api/v1/audit/check")).GetProperty("whole").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_told_is_not_done()
    {
        await using var center = await WithCall();
        center.Services.GetRequiredService<IAuditRows>().Dispose();

        using var response = await center.Http.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain(center.Actors.Asked, asked => asked.Command is CallCommand.Release);
    }

    [Fact]
    public async Task A_refused_act_is_none_and_an_agent_at_its_own_desk_does_nothing_privileged()
    {
        await using var center = await WithCall();
        using var desk = center.Client(await center.TokenFor("demo", "agent", "1001"));
        using var viewer = center.Client(await center.TokenFor("demo", "viewer"));

        using var own = await desk.PutAsJsonAsync(new Uri("/api/v1/agents/1001/state", UriKind.Relative), new { state = "ready" });
        using var refused = await viewer.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (own.StatusCode, refused.StatusCode));
        Assert.Empty(Rows(center));
        Assert.Equal(["makeToken", "makeToken", "makeToken", "makeToken"], Rows(center, "").Select(row => row.Record.Act));
    }

    [Fact]
    public async Task A_repeat_of_a_named_request_is_no_second_act()
    {
        await using var center = await WithCall();
        center.Actors.Answer = (to, _) => new CommandAnswer.Answered(null, center.Journal.Append(to));
        for (var number = 1; number <= 2; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));
            request.Headers.Add("Idempotency-Key", "one");
            using var response = await center.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        Assert.Equal(2, Rows(center).Count);
    }

    [Fact]
    public async Task The_records_are_verified_beside_the_center_and_a_broken_chain_is_named()
    {
        await using var center = await WithCall();
        center.Actors.Answer = (to, _) => new CommandAnswer.Answered(null, center.Journal.Append(to));
        using var response = await center.Http.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));

        var (whole, said) = await Verify(center.Folder);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(center.Folder, "audit.db")}"))
        {
            connection.Open();
            using var change = connection.CreateCommand();
            change.CommandText = "DROP TRIGGER audit_stays; UPDATE audit SET body = replace(CAST(body AS TEXT), 'releaseCall', 'getCall') WHERE number = 1";
            change.ExecuteNonQuery();
        }

        var (broken, told) = await Verify(center.Folder);
        Assert.Equal((0, 1), (whole, broken));
        Assert.Contains("demo: 2 records are whole, head ", said, StringComparison.Ordinal);
        Assert.Contains("demo: BROKEN at record 1", told, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> Verify(string folder)
    {
        using var said = new StringWriter();
        var code = await CommandLine.Run(["audit", "verify", "--data", folder], (_, _) => Task.FromResult(9), said);
        return (code, said.ToString());
    }
}
