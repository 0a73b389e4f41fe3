using System.Net.Http.Json;
using CallCenter.Actors;
using CallCenter.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Access;

/// <summary>Tokens narrowed to parts of the API, that expire, and that end while they are in use.</summary>
public sealed class TokenNarrowingTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static async Task<Center> Open()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        return center;
    }

    /// <summary>RELIABILITY T15.</summary>
    [Fact]
    public async Task A_token_of_a_big_screen_reads_queues_and_nothing_else_anywhere()
    {
        await using var center = await Open();
        using var screen = center.Client(await center.TokenFor("demo", "administrator", numbers: "masked", scopes: ["queues"]));

        var reached = new List<string>();
        foreach (var route in center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(_ => !route.RoutePattern.RawText!.EndsWith("/events", StringComparison.Ordinal)))
            {
                var path = route.RoutePattern.RawText!.Replace("{id}", "sales", StringComparison.Ordinal).Replace("{key}", "k", StringComparison.Ordinal);
                using var response = await screen.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)));
                if (response.StatusCode != HttpStatusCode.Forbidden)
                {
                    reached.Add($"{method} {path.TrimEnd('/')}");
                }
            }
        }

        Assert.Equal(["GET /api/v1/me", "GET /api/v1/queues", "GET /api/v1/queues/sales", "PUT /api/v1/queues/sales/emergency"], reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_route_of_a_tenant_says_which_part_of_the_API_it_is_of()
    {
        await using var center = await Open();

        Assert.All(
            center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Where(endpoint => endpoint.Metadata.GetMetadata<ForTenant>() is not null),
            endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<InScope>()));
    }

    [Fact]
    public async Task The_stream_of_a_narrowed_token_has_its_topics_only_and_others_are_refused()
    {
        await using var center = await Open();
        using var screen = center.Client(await center.TokenFor("demo", "viewer", scopes: ["queues"]));
        await using var stream = await StreamReading.Open(screen);
        await stream.Next();

        foreach (var (actor, e) in Demo.Served(1, 10, "1001"))
        {
            await center.Tell(actor, e);
        }

        Assert.All(await stream.Take(5), e => Assert.Equal("queues", e.Event));
        using var refused = await screen.GetAsync(new Uri("/api/v1/events?topics=calls,queues", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_ended_ends_its_streams()
    {
        await using var center = await Open();
        using var client = center.Client(await center.TokenFor("demo", "viewer"));
        await using var stream = await StreamReading.Open(client);
        await stream.Next();
        var id = (await center.Get("/api/v1/tokens")).GetProperty("items")[0].GetProperty("id").GetString();

        using var ended = await center.Http.DeleteAsync(new Uri($"/api/v1/tokens/{id}", UriKind.Relative));
        var last = await stream.Next();

        Assert.Equal(("cut", "token-ended"), (last!.Event, last.Data.GetProperty("reason").GetString()));
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task A_token_that_has_expired_is_none_also_after_a_restart()
    {
        await using var center = await Open();
        using var made = await center.Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), new { name = "short", tenants = new[] { "demo" }, role = "viewer", expires = DateTimeOffset.UtcNow.AddHours(1) });
        var text = (await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("token").GetString()!;
        using var client = center.Client(text);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await center.Get("/api/v1/me", client: client)).GetProperty("expires").ValueKind);

        var token = center.Services.GetRequiredService<TokenStore>().Find(text)!;
        Assert.False(token.IsExpired(DateTimeOffset.UtcNow));
        Assert.True(token.IsExpired(DateTimeOffset.UtcNow.AddHours(2)));
        using var past = await center.Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), new { name = "past", tenants = new[] { "demo" }, expires = DateTimeOffset.UtcNow.AddHours(-1) });
        Assert.Equal(HttpStatusCode.BadRequest, past.StatusCode);
    }
}
