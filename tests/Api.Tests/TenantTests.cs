using System.Text.Json;
using CallCenter.Actors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests;

/// <summary>Who may ask, and that nobody sees what is another's.</summary>
public sealed class TenantTests
{
    private static readonly string[] OpenRoutes = ["/", "/api/v1/openapi.json", "/api/v1/session", "/healthz", "/openapi/v1.json", "/readyz"];

    private static readonly string[] NothingHere = ["call-reasons", "breaks", "alarms"];

    private static IEnumerable<RouteEndpoint> Routes(Center center) => center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static IEnumerable<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    private static async Task<Center> TwoTenants()
    {
        var center = await Center.Start();
        foreach (var tenant in new[] { Told.Today("a"), Told.Today("b") })
        {
            var name = tenant.Sales.Tenant;
            (await center.Configure($"tenant: {name}\nname: {name}\n")).EnsureSuccessStatusCode();
            await center.Tell(tenant.Sales, tenant.QueueConfigured());
            await center.Tell(tenant.Agent("1001"), tenant.Ready("1001"));
            var number = name == "a" ? 1 : 2;
            foreach (var (stream, e) in tenant.Served(number, 10, "1001"))
            {
                await center.Tell(stream, e);
            }
        }

        return center;
    }

    [Fact]
    public async Task Every_route_says_who_may_use_it_and_few_are_open()
    {
        await using var center = await Center.Start();

        Assert.Equal(OpenRoutes, Routes(center).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => route.RoutePattern.RawText!).Order(StringComparer.Ordinal));
        Assert.All(
            Routes(center).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null),
            route => Assert.Contains(route.Metadata.GetMetadata<IAuthorizeData>()?.Policy, new[] { "tenant", "agent", "supervisor", "administrator", "admin" }));
    }

    [Fact]
    public async Task Without_a_token_and_with_a_wrong_one_every_route_answers_401()
    {
        await using var center = await Center.Start(options => options with { Failures = new(1_000, 1) });
        using var nobody = center.Client(null);
        using var wrong = center.Client("cc_0000");
        foreach (var route in Routes(center).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            foreach (var method in MethodsOf(route))
            {
                var path = new Uri(route.RoutePattern.RawText!.Replace("{id}", "x", StringComparison.Ordinal).Replace("{key}", "k", StringComparison.Ordinal), UriKind.Relative);
                foreach (var (client, problem) in new[] { (nobody, "token-missing"), (wrong, "token-invalid") })
                {
                    using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
                    Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                    Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
                    Assert.Contains($"urn:callcenter:{problem}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task A_token_of_one_tenant_sees_that_one_and_nothing_of_another()
    {
        await using var center = await TwoTenants();
        using var a = center.Client(await center.TokenOf("a"));
        using var b = center.Client(await center.TokenOf("b"));
        var paths = Routes(center)
            .Where(route => MethodsOf(route).Contains("GET") && route.Metadata.GetMetadata<IAuthorizeData>()?.Policy == "tenant" && !route.RoutePattern.RawText!.EndsWith("/events", StringComparison.Ordinal)
                // These centers have none of it: SummaryTests and FloorTests go by these.
                && !NothingHere.Contains(route.RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1])
                // One asks which measure's, the other is no JSON: TenantFuzzTests goes by all.
                && !route.RoutePattern.RawText!.EndsWith("/reports/facts", StringComparison.Ordinal)
                && !route.RoutePattern.RawText!.EndsWith("/reports/queue-log", StringComparison.Ordinal))
            .Select(route => route.RoutePattern.RawText!).ToList();
        Assert.True(paths.Count >= 8);

        foreach (var path in paths)
        {
            var own = Named(path, "sales", "1001", Told.Key(1));
            var mine = (await center.Get(own, client: a)).GetRawText();
            Assert.DoesNotContain(Told.Key(2), mine, StringComparison.Ordinal);
            Assert.DoesNotContain("+862", mine, StringComparison.Ordinal);
            Assert.True(mine != """{"items":[],"next":null}""", $"{path} shows nothing of its own");

            // Named outright, it is refused in the same words whether there is such a tenant or not.
            var refused = (await center.Get($"{own}?tenant=b", HttpStatusCode.Forbidden, a)).GetRawText();
            var unknown = (await center.Get($"{own}?tenant=zz", HttpStatusCode.Forbidden, a)).GetRawText();
            Assert.Equal(refused.Replace("'b'", "'zz'", StringComparison.Ordinal), unknown);

            // What is another's answers as what is nobody's.
            if (path.Contains("/calls/{id}", StringComparison.Ordinal))
            {
                var theirs = await center.Get(Named(path, "", "", Told.Key(1)), HttpStatusCode.NotFound, b);
                var nobodys = await center.Get(Named(path, "", "", Told.Key(7)), HttpStatusCode.NotFound, b);
                Assert.Equal(nobodys.GetRawText().Replace(Told.Key(7), Told.Key(1), StringComparison.Ordinal), theirs.GetRawText());
            }
        }
    }

    [Fact]
    public async Task A_call_of_another_tenant_cannot_be_released()
    {
        await using var center = await TwoTenants();
        using var b = center.Client(await center.TokenOf("b"));

        using var response = await b.DeleteAsync(new Uri($"/api/v1/calls/{Told.Key(1)}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain(center.Actors.Asked, asked => asked.To.Kind == ActorKind.Call);
    }

    [Fact]
    public async Task A_document_of_another_tenant_is_not_taken()
    {
        await using var center = await TwoTenants();
        using var a = center.Client(await center.TokenOf("a"));

        using var response = await center.Configure("tenant: b\nname: taken over\n", a);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("b", (await center.Get("/api/v1/config?tenant=b")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_token_of_several_tenants_names_one()
    {
        await using var center = await TwoTenants();
        using var both = center.Client(await center.TokenOf("a", "b"));

        Assert.Equal("urn:callcenter:tenant-required", (await center.Get("/api/v1/calls", HttpStatusCode.BadRequest, both)).GetProperty("type").GetString());
        Assert.Equal(Told.Key(2), (await center.Get("/api/v1/calls?tenant=b", client: both)).GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_admin_of_a_center_with_one_tenant_need_not_name_it()
    {
        await using var center = await Center.Start();
        Assert.Equal("urn:callcenter:tenant-unknown", (await center.Get("/api/v1/agents", HttpStatusCode.NotFound)).GetProperty("type").GetString());

        await center.Tell(ActorId.Configuration("demo"), Told.Today("demo").Configured());

        Assert.Equal(JsonValueKind.Array, (await center.Get("/api/v1/agents")).GetProperty("items").ValueKind);
    }

    [Fact]
    public async Task Tokens_are_shown_once_and_end_when_deleted()
    {
        await using var center = await TwoTenants();
        var text = await center.TokenOf("a");
        using var a = center.Client(text);
        await center.Get("/api/v1/agents", client: a);

        var listed = await center.Get("/api/v1/tokens");
        Assert.DoesNotContain(text, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("urn:callcenter:admin-only", (await center.Get("/api/v1/tokens", HttpStatusCode.Forbidden, a)).GetProperty("type").GetString());

        await center.Stop();
        await center.StartAgain();
        using var after = center.Client(text);
        await center.Get("/api/v1/agents", client: after);

        using var deleted = await center.Http.DeleteAsync(new Uri($"/api/v1/tokens/{listed.GetProperty("items")[0].GetProperty("id").GetString()}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await center.Get("/api/v1/agents", HttpStatusCode.Unauthorized, after);
    }

    private static string Named(string path, string queue, string agent, string call) =>
        path.Replace("{id}", path.Contains("queues", StringComparison.Ordinal) ? queue : path.Contains("agents", StringComparison.Ordinal) ? agent : call, StringComparison.Ordinal);
}
