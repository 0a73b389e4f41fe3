using System.Text;
using System.Text.RegularExpressions;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Api.Commands;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests;

/// <summary>
/// RELIABILITY N1: two worlds that are the same in tenant a and differ in everything of tenant b. A token of a hears the same from both, byte for byte,
/// on every route and topic, whatever it asks, b's own ids included; and nothing of b's is ever asked of an actor or told.
/// </summary>
public sealed partial class TenantFuzzTests
{
    private const int CallsOfB = 40;

    /// <summary>Begins ids of b's, which are asked for.</summary>
    private const string Mark = "marked-";

    /// <summary>Stands in what b's rows hold and is never sent, so that one look finds it.</summary>
    private const string Unseen = "unseen-";

    private static async Task<Center> World(string variant)
    {
        var center = await Center.Start(options => options with { Requests = new(1_000_000, 1_000) });
        var a = Told.Today("a");
        await center.Tell(ActorId.Configuration("a"), a.Configured());
        await center.Tell(a.Sales, a.QueueConfigured());
        await center.Tell(a.Agent("1001"), a.Ready("1001"));
        foreach (var (stream, e) in a.Served(1, 10, "1001").Concat(a.Arrives(2, 70).Select(e => (a.Call(2), (object)e))))
        {
            center.Journal.Append(stream, e);
        }

        // What still lasts is in reports up to their moment, and the worlds are not asked in the same.
        await center.Tell(a.Agent("1001"), new AgentEvent.SignedOut(a.At(200)));

        var b = Told.Today("b");
        await center.Tell(ActorId.Configuration("b"), b.Configured());
        await center.Tell(b.Sales, b.QueueConfigured());
        await center.Tell(ActorId.Queue("b", Mark + variant), b.QueueConfigured());
        await center.Tell(b.Agent(Mark + variant), new AgentEvent.AgentConfigured(b.At(0), 1, new AgentSettings { Name = Unseen + variant, Team = Unseen + variant, Phone = "6009", Queues = ["sales"], Reasons = [] }));
        await center.Tell(b.Agent("1001"), b.Ready("1001"));
        for (var call = 1; call <= (variant == "one" ? 1 : CallsOfB); call++)
        {
            foreach (var (stream, e) in b.Served(1_000 + call, 10 + call, "1001").Append((b.Call(1_000 + call), new CallEvent.ValueAttached(b.At(50), "note", new AttachedValue(AttachedType.Text, Unseen + variant)))))
            {
                center.Journal.Append(stream, e);
            }
        }

        foreach (var (shard, position) in center.Journal.Heads())
        {
            Assert.True(await center.Services.GetRequiredService<ViewHead>().Reaches(new Position(shard, position), Center.Patience, TimeProvider.System, CancellationToken.None));
        }

        center.Actors.Answer = (to, _) => to.Tenant == "a" ? new CommandAnswer.Answered(null, center.Journal.Append(to)) : throw new InvalidOperationException($"asked {to}");
        return center;
    }

    /// <summary>Every route with every method, its variables filled with ids of a's, of b's and of nobody's; queries and bodies that try tenants.</summary>
    private static IEnumerable<(string Method, string Path, string? Body)> Requests(Center center, Random random)
    {
        string[] ids = ["sales", "1001", Told.Key(1), Told.Key(2), Told.Key(1_001), Mark + "one", Mark + "two", "b", "t-000000000000", "w-000000000000", "..", "a/b", "%2e%2e", "nobody"];
        string[] queries = ["", "?limit=1", "?limit=1000", "?tenant=a", "?tenant=b", "?tenant=zz", "?tenant=a&tenant=b", "?tenant=", "?cursor=0", "?queue=" + Mark + "one", "?agent=" + Mark + "one", "?team=" + Mark + "one", "?state=ended", "?by=me", "?min-position=0:1", "?colour=red", "?shards=true", "?interval=day&from=2026-01-01&to=2026-12-31", "?subjects=" + Mark + "one", "?format=csv", "?attribution=event&interval=hour"];
        string?[] bodies = [null, "{}", """{"state":"ready"}""", """{"agent":"marked-one"}""", """{"queue":"marked-one"}""", """{"queue":"sales"}""", """{"tenant":"b","name":"b"}""", """{"on":true,"reason":"x"}""", """{"text":"x"}""", """{"delivery":"1"}"""];
        foreach (var (method, template) in from route in center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                                           where route.Metadata.GetMetadata<IAllowAnonymous>() is null && !route.RoutePattern.RawText!.EndsWith("/events", StringComparison.Ordinal)
                                           from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                                           orderby route.RoutePattern.RawText, method
                                           select (method, route.RoutePattern.RawText!))
        {
            foreach (var id in template.Contains('{', StringComparison.Ordinal) ? ids : [""])
            {
                var path = Variables().Replace(template.TrimEnd('/'), match => match.Value == "{key}" ? "note" : id);
                yield return (method, path, method == "GET" ? null : bodies[random.Next(bodies.Length)]);
                yield return (method, path + queries[random.Next(1, queries.Length)], method == "GET" ? null : bodies[random.Next(bodies.Length)]);
            }
        }
    }

    [Theory]
    [InlineData("viewer", 1)]
    [InlineData("agent", 2)]
    [InlineData("supervisor", 3)]
    [InlineData("administrator", 4)]
    public async Task A_token_of_one_tenant_hears_the_same_whatever_there_is_of_another(string role, int seed)
    {
        await using var one = await World("one");
        await using var two = await World("two");
        using var inOne = one.Client(await one.TokenFor("a", role, role == "agent" ? "1001" : null));
        using var inTwo = two.Client(await two.TokenFor("a", role, role == "agent" ? "1001" : null));

        foreach (var ((method, path, body), second) in Requests(one, new Random(seed)).Zip(Requests(two, new Random(seed))))
        {
            Assert.Equal((method, path, body), second);
            var (first, other) = (await Ask(inOne, method, path, body), await Ask(inTwo, method, path, body));

            Assert.True(first == other, $"{method} {path} {body}\n{first}\n{other}");
            Assert.DoesNotContain(Unseen, first, StringComparison.Ordinal);
        }

        Assert.All(one.Actors.Asked.Concat(two.Actors.Asked), asked => Assert.Equal("a", asked.To.Tenant));
    }

    [Fact]
    public async Task Every_topic_of_the_stream_tells_a_token_of_its_own_tenant_only()
    {
        await using var center = await World("one");
        using var a = center.Client(await center.TokenFor("a", "administrator"));
        foreach (var topics in new[] { "calls", "queues", "agents", "config", "calls,queues,agents,config" })
        {
            await using var stream = await StreamReading.Open(a, $"?topics={topics}");
            await stream.Next();
            foreach (var tenant in new[] { Told.Today("b"), Told.Today("a") })
            {
                // b first: what comes of a behind it shows that b's was passed over.
                foreach (var (actor, e) in tenant.Served(5_000 + topics.Length, 90, "1001"))
                {
                    await center.Tell(actor, e);
                }

                await center.Tell(ActorId.Configuration(tenant.Sales.Tenant), tenant.Configured(topics.Length));
            }

            var seen = await stream.Take(1);
            Assert.Equal("a", Assert.Single(seen).Data.GetProperty("tenant").GetString());
        }
    }

    private static async Task<string> Ask(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request);
        var headers = string.Join(' ', response.Headers.Where(header => header.Key is not ("Date" or "RateLimit" or "Position" or "ETag" or "Location")).Select(header => $"{header.Key}={string.Join(',', header.Value)}"));
        return $"{(int)response.StatusCode} {headers} {Chance().Replace(await response.Content.ReadAsStringAsync(), "…")}";
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Variables();

    /// <summary>What is drawn by chance or by the clock: secrets, ids given here, hashes and times of audit records.</summary>
    [GeneratedRegex(@"whsec_[A-Za-z0-9+/=]+|[tw]-[0-9a-f]{12}|[0-9a-f]{64}|20[0-9]{2}-[0-9T:.-]+Z|""position"":""[0-9:]+""|""traceId"":""[^""]+""")]
    private static partial Regex Chance();
}
