namespace CallCenter.Api.Tests;

/// <summary>Requests that change nothing, so one center serves them all.</summary>
public sealed class RefusedRequestTests(SharedCenter shared) : IClassFixture<SharedCenter>
{
    [Theory]
    [InlineData("""{"state":"asleep"}""", "application/json", 400, "body-invalid", "/state")]
    [InlineData("""{"state":"ready","colour":1}""", "application/json", 400, "body-invalid", "/colour")]
    [InlineData("""{"reason":"break"}""", "application/json", 400, "body-invalid", "")]
    [InlineData("""{"state":2}""", "application/json", 400, "body-invalid", "/state")]
    [InlineData("""{"state":"ready","reason":"break"}""", "application/json", 400, "body-invalid", "/reason")]
    [InlineData("""{"state":"not-ready","phone":"../x"}""", "application/json", 400, "body-invalid", "/phone")]
    [InlineData("null", "application/json", 400, "body-invalid", "")]
    [InlineData("{", "application/json", 400, "body-invalid", "")]
    [InlineData("state: ready", "application/yaml", 415, "media-type", "header:Content-Type")]
    public async Task A_body_that_cannot_be_used_is_refused_with_its_place(string body, string type, int status, string name, string where)
    {
        var (response, problem) = await RequestTests.Put(shared.Center, "/api/v1/agents/1001/state", body, type);

        Assert.Equal((status, $"urn:callcenter:{name}", where), ((int)response.StatusCode, problem.GetProperty("type").GetString(), problem.GetProperty("where").GetString()));
        Assert.Empty(shared.Center.Actors.Asked);
    }

    [Theory]
    [InlineData("/api/v1/agents?colour=red", 400, "parameter-unknown", "query:colour")]
    [InlineData("/api/v1/agents?limit=0", 400, "parameter-invalid", "query:limit")]
    [InlineData("/api/v1/agents?limit=1001", 400, "parameter-invalid", "query:limit")]
    [InlineData("/api/v1/agents?limit=5&limit=6", 400, "parameter-invalid", "query:limit")]
    [InlineData("/api/v1/calls?state=sleeping", 400, "parameter-invalid", "query:state")]
    [InlineData("/api/v1/calls?cursor=!!", 400, "parameter-invalid", "query:cursor")]
    [InlineData("/api/v1/calls?min-position=7", 400, "parameter-invalid", "query:min-position")]
    [InlineData("/api/v1/events?after=nonsense", 400, "parameter-invalid", "query:after")]
    [InlineData("/api/v1/events?topics=weather", 400, "parameter-invalid", "query:topics")]
    [InlineData("/api/v1/events?token=secret", 400, "parameter-unknown", "query:token")]
    [InlineData("/api/v1/agents/7777", 404, "agent-not-configured", null)]
    [InlineData("/api/v1/queues/7777", 404, "queue-not-configured", null)]
    [InlineData("/api/v1/calls/7777", 404, "call-unknown", null)]
    [InlineData("/api/v1/nothing", 404, "not-found", null)]
    public async Task What_cannot_be_answered_says_why(string path, int status, string name, string? where)
    {
        var problem = await shared.Center.Get(path, (HttpStatusCode)status);

        Assert.Equal($"urn:callcenter:{name}", problem.GetProperty("type").GetString());
        Assert.Equal(where, problem.TryGetProperty("where", out var place) ? place.GetString() : null);
    }
}

/// <summary>A center with a tenant, a queue and an agent.</summary>
public sealed class SharedCenter : IAsyncLifetime
{
    internal Center Center { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Center = await RequestTests.WithAgent();

    public ValueTask DisposeAsync() => Center.DisposeAsync();
}
