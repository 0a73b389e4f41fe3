using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;

namespace CallCenter.Api.Tests;

/// <summary>The order to give a caller away: what it must say, and whom it reaches.</summary>
public sealed class TransferTests
{
    private const string Path = "/api/v1/calls/c1/transfer";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"queue": "support", "number": "4001"}""")]
    [InlineData("""{"queue": ""}""")]
    [InlineData("""{"number": 4001, "when": "now"}""")]
    public async Task An_order_that_does_not_say_where_reaches_no_call(string body)
    {
        await using var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Told.Today("demo").Configured());

        var (response, problem) = await Post(center, body);

        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, problem.GetRawText());
        Assert.Empty(center.Actors.Asked);
    }

    [Fact]
    public async Task A_call_that_nobody_knows_is_not_found()
    {
        await using var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Told.Today("demo").Configured());

        var (response, problem) = await Post(center, """{"queue": "sales"}""");

        Assert.Equal((HttpStatusCode.NotFound, "urn:callcenter:call-unknown"), (response.StatusCode, problem.GetProperty("type").GetString()));
    }

    private static async Task<(HttpResponseMessage Response, JsonElement Body)> Post(Center center, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var response = await center.Http.PostAsync(new Uri(Path, UriKind.Relative), content);
        return (response, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
