using System.Net.Http.Json;
using System.Text;
using CallCenter.Actors;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>What a token of each role may do, and no more.</summary>
public sealed class RoleTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static async Task<Center> Open()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        await center.Tell(Demo.Agent("1002"), Demo.Ready("1002"));
        foreach (var (stream, e) in Demo.Served(1, 10, "1001"))
        {
            await center.Tell(stream, e);
        }

        center.Actors.Answer = (to, _) => new CommandAnswer.Answered(null, center.Journal.Append(to));
        return center;
    }

    public static TheoryData<string, string, string> Acts => new()
    {
        // method and path, body, the lowest role
        { "GET /api/v1/queues", "", "viewer" },
        { "GET /api/v1/config", "", "viewer" },
        { "PUT /api/v1/agents/1001/state", """{"state":"ready"}""", "agent" },
        { $"PUT /api/v1/calls/{Told.Key(1)}/data/order", """{"text":"A-17"}""", "agent" },
        { $"DELETE /api/v1/calls/{Told.Key(1)}/data/order", "", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/transfer", """{"queue":"sales"}""", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/hold", "", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/retrieve", "", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/hangup", "", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/answer", "", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/digits", """{"digits":"1#"}""", "agent" },
        { $"POST /api/v1/calls/{Told.Key(1)}/pick", """{"agent":"1001"}""", "agent" },
        { "PUT /api/v1/agents/1002/state", """{"state":"ready"}""", "supervisor" },
        { $"DELETE /api/v1/calls/{Told.Key(1)}", "", "supervisor" },
        { "PUT /api/v1/queues/sales/emergency", """{"on":true,"reason":"fire"}""", "supervisor" },
        { "PUT /api/v1/config", "tenant: demo", "administrator" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Each_role_may_what_those_below_it_may_and_no_more(string act, string body, string lowest)
    {
        await using var center = await Open();
        var needed = Enum.Parse<TokenRole>(lowest, ignoreCase: true);
        foreach (var role in Enum.GetValues<TokenRole>())
        {
            using var client = center.Client(await center.TokenFor("demo", Http.ApiJson.Word(role), role == TokenRole.Agent ? "1001" : null));
            using var request = new HttpRequestMessage(new HttpMethod(act.Split(' ')[0]), new Uri(act.Split(' ')[1], UriKind.Relative));
            request.Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, body[0] == '{' ? "application/json" : "application/yaml");
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();

            Assert.True((response.StatusCode == HttpStatusCode.Forbidden) == role < needed, $"{role}: {act}: {response.StatusCode} {text}");
            Assert.Equal(role < needed, text.Contains("urn:callcenter:role-not-granted", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_asks_is_told_what_it_may()
    {
        await using var center = await Open();
        using var agent = center.Client(await center.TokenFor("demo", "agent", "1001", "desk"));

        Assert.Equal("""{"tenant":"demo","name":"desk","role":"agent","agent":"1001","numbers":"full","scopes":null,"teams":null,"user":null,"mustChangePassword":false,"expires":null}""", (await center.Get("/api/v1/me", client: agent)).GetRawText());
        Assert.Equal("""{"tenant":"demo","name":"admin","role":"administrator","agent":null,"numbers":"full","scopes":null,"teams":null,"user":null,"mustChangePassword":false,"expires":null}""", (await center.Get("/api/v1/me")).GetRawText());
    }

    [Theory]
    [InlineData("""{"name":"x","tenants":["demo"],"role":"agent"}""", "/agent")]
    [InlineData("""{"name":"x","tenants":["demo","other"],"role":"agent","agent":"1001"}""", "/tenants")]
    [InlineData("""{"name":"x","tenants":["demo"],"role":"viewer","agent":"1001"}""", "/agent")]
    [InlineData("""{"name":"x","tenants":["demo"],"role":"king"}""", "/role")]
    public async Task A_token_whose_role_does_not_fit_is_not_made(string body, string where)
    {
        await using var center = await Open();

        using var response = await center.Http.PostAsync(new Uri("/api/v1/tokens", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        Assert.Equal((HttpStatusCode.BadRequest, where), (response.StatusCode, problem.GetProperty("where").GetString()));
    }
}
