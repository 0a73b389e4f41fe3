using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CallCenter.Api.Tests.Configuration;

/// <summary>What was in force, what changed, and the way back.</summary>
public sealed class ConfigurationHistoryTests
{
    private const string First = "tenant: demo\nname: Demo\nqueues: { sales: { ring-time: 20s }, support: {} }\nphones: { '6001': { password: secret-1 } }\nagents: { '1001': { phone: '6001', queues: [sales] } }\n";
    private const string Second = "tenant: demo\nname: Demo\nqueues: { sales: { ring-time: 25s } }\nphones: { '6001': {} }\nagents: { '1001': { phone: '6001', queues: [sales] } }\n";
    private const string WithoutPhone = "tenant: demo\nname: Demo\nqueues: { sales: { ring-time: 25s } }\n";

    [Fact]
    public async Task Each_document_that_came_in_force_is_listed_with_what_it_touched()
    {
        await using var center = await Configured(First, Second);

        var versions = (await center.Get("/api/v1/config/versions")).GetProperty("items");

        Assert.Equal([2, 1], versions.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal("admin", versions[0].GetProperty("by").GetString());
        Assert.Equal(["queues/sales"], Texts(versions[0].GetProperty("changed")));
        Assert.Equal(["queues/support"], Texts(versions[0].GetProperty("removed")));
        Assert.Equal(4, versions[1].GetProperty("changedCount").GetInt32());
        Assert.Equal("1", (await center.Get("/api/v1/config/versions?limit=1&cursor=2")).GetProperty("items")[0].GetProperty("version").ToString());
    }

    [Fact]
    public async Task A_change_is_told_by_path_before_and_after()
    {
        await using var center = await Configured(First, Second);

        var changes = (await center.Get("/api/v1/config/versions/2/changes")).GetProperty("changes");

        Assert.Equal(["/queues/sales/ring-time", "/queues/support"], changes.EnumerateArray().Select(change => change.GetProperty("path").GetString()).Order());
        var ring = changes.EnumerateArray().Single(change => change.GetProperty("path").GetString() == "/queues/sales/ring-time");
        Assert.Equal(("20s", "25s"), (ring.GetProperty("before").GetString(), ring.GetProperty("after").GetString()));
        var gone = changes.EnumerateArray().Single(change => change.GetProperty("path").GetString() == "/queues/support");
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("after").ValueKind);
        Assert.Contains((await center.Get("/api/v1/config/versions/2/changes?since=0")).GetProperty("changes").EnumerateArray(), change => change.GetProperty("path").GetString() == "/agents");
        await center.Get("/api/v1/config/versions/2/changes?since=7", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_document_of_a_version_is_as_it_was_and_has_no_secret()
    {
        await using var center = await Configured(First, Second);

        var document = await center.Get("/api/v1/config/versions/1");

        Assert.Equal("20s", document.GetProperty("queues").GetProperty("sales").GetProperty("ring-time").GetString());
        Assert.DoesNotContain("secret-1", document.GetRawText(), StringComparison.Ordinal);
        await center.Get("/api/v1/config/versions/3", HttpStatusCode.NotFound);
        await center.Get("/api/v1/config/versions/x", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_earlier_document_is_put_in_force_again_as_a_new_version()
    {
        await using var center = await Configured(First, Second);

        using var late = await Restore(center, 1, ifMatch: 1);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var restored = await Restore(center, 1, ifMatch: 2);
        Assert.Equal(3, (await restored.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32());

        Assert.Equal((await center.Get("/api/v1/config/versions/1")).GetRawText(), (await center.Get("/api/v1/config")).GetRawText());
        using var again = await Restore(center, 1, ifMatch: null);
        Assert.False((await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task What_a_restored_document_lacks_by_now_is_said_and_nothing_changes()
    {
        await using var center = await Configured(First, WithoutPhone);

        using var refused = await Restore(center, 1, ifMatch: null);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("/phones/6001", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await center.Get("/api/v1/config/status")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_document_is_checked_without_coming_in_force()
    {
        await using var center = await Configured(First);

        var found = await Check(center, Second, HttpStatusCode.OK);
        Assert.Equal((1, true, 2), (found.GetProperty("version").GetInt32(), found.GetProperty("changed").GetBoolean(), found.GetProperty("changes").GetArrayLength()));
        Assert.False((await Check(center, First, HttpStatusCode.OK)).GetProperty("changed").GetBoolean());

        var wrong = await Check(center, "tenant: demo\nqueues:\n  sales:\n    ringtime: 5s\n", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("line 4", wrong.GetProperty("errors")[0].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await center.Get("/api/v1/config/status")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Only_an_administrator_who_may_see_numbers_reads_the_past()
    {
        await using var center = await Configured(First);
        using var supervisor = center.Client(await center.TokenFor("demo", "supervisor"));
        using var masked = center.Client(await center.TokenFor("demo", "administrator", numbers: "masked"));
        using var stranger = center.Client(await center.TokenFor("other", "administrator"));

        await center.Get("/api/v1/config/versions/1", HttpStatusCode.Forbidden, supervisor);
        await center.Get("/api/v1/config/versions/1", HttpStatusCode.Forbidden, masked);
        await center.Get("/api/v1/config/versions/1?tenant=demo", HttpStatusCode.Forbidden, stranger);
    }

    private static async Task<Center> Configured(params string[] documents)
    {
        var center = await Center.Start();
        for (var version = 1; version <= documents.Length; version++)
        {
            using var answer = await center.Configure(documents[version - 1]);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            var shown = version;
            await center.Until(() => ((Views.ViewHead)center.Services.GetService(typeof(Views.ViewHead))!).Boards.Configured.Any(tenant => tenant.Version == shown));
        }

        return center;
    }

    private static async Task<HttpResponseMessage> Restore(Center center, int version, int? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/config/versions/{version}/restore");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{ifMatch}\"");
        }

        return await center.Http.SendAsync(request);
    }

    private static async Task<JsonElement> Check(Center center, string yaml, HttpStatusCode expected)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await center.Http.PostAsync(new Uri("/api/v1/config/check", UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());
}
