using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;

namespace CallCenter.Api.Tests;

/// <summary>The order to ask somebody before a caller is given away: what it must say, and whom it reaches.</summary>
public sealed class ConsultTests
{
    private const string Path = "/api/v1/calls/c1/consult";

    [Theory]
    [InlineData("POST", "{}")]
    [InlineData("POST", """{"queue": "support", "agent": "1002"}""")]
    [InlineData("POST", """{"agent": ""}""")]
    [InlineData("POST", """{"number": "4001", "when": "now"}""")]
    [InlineData("PUT", "{}")]
    [InlineData("PUT", """{"with": "nobody"}""")]
    public async Task An_order_that_does_not_say_whom_reaches_no_call(string method, string body)
    {
        await using var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Told.Today("demo").Configured());

        var (response, problem) = await Send(center, method, Path, body);

        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, problem.GetRawText());
        Assert.Empty(center.Actors.Asked);
    }

    [Theory]
    [InlineData("POST", Path, """{"queue": "sales"}""")]
    [InlineData("PUT", Path, """{"with": "asked"}""")]
    [InlineData("DELETE", Path, null)]
    [InlineData("POST", Path + "/complete", null)]
    public async Task A_call_that_nobody_knows_is_not_found(string method, string path, string? body)
    {
        await using var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Told.Today("demo").Configured());

        var (response, problem) = await Send(center, method, path, body);

        Assert.Equal((HttpStatusCode.NotFound, "urn:callcenter:call-unknown"), (response.StatusCode, problem.GetProperty("type").GetString()));
    }

    private static async Task<(HttpResponseMessage Response, JsonElement Body)> Send(Center center, string method, string path, string? json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        var response = await center.Http.SendAsync(request);
        return (response, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
