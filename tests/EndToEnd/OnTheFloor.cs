using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Rules of the floor over a kill of the center: who waits for a break has it in turn, and an alarm that was raised is the same one afterwards.</summary>
public sealed class OnTheFloor
{
    [Fact]
    public async Task Breaks_are_given_in_turn_and_alarms_raised_once_whatever_dies()
    {
        var document = new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.141.1.2:7000").Agent("1002", "sales", contact: "sip:a2@127.141.1.2:7000").Section("alarms: { states: { not-ready: 1s } }")
            .ToString().Replace("all: {", "all: { breaks: { reasons: [break], number: 1, when-full: queue },", StringComparison.Ordinal);
        await using var center = await Center.Start("127.141.1.1", document);
        using var first = await Desk(center, "1001");
        using var second = await Desk(center, "1002");
        string alarm;
        await using (var events = await EventReader.Open(center))
        {
            Assert.Equal("not-ready", (string?)(await State(first, "1001", """{"state":"not-ready","reason":"break"}"""))["state"]);
            var row = await State(second, "1002", """{"state":"not-ready","reason":"break"}""");
            Assert.Equal(("ready", "break"), ((string?)row["state"], (string?)row["breakAsked"]?["reason"]));
            alarm = (string)(await events.One("alarm.raised", one => (string?)one["agent"] == "1001"))["id"]!;
        }

        await center.KillAndStart();
        await using var again = await EventReader.Open(center);
        var (status, body) = await center.Send(HttpMethod.Post, $"/api/v1/alarms/{alarm}/acknowledge");
        Assert.Equal((HttpStatusCode.OK, "admin"), (status, (string?)body?["acknowledged"]?["by"]));
        Assert.Equal(alarm, (string?)Assert.Single(await center.All("/api/v1/alarms"))["id"]);

        using var firstAgain = Client(center, first.DefaultRequestHeaders.Authorization!);
        await State(firstAgain, "1001", """{"state":"ready"}""");
        await again.One("agent.became-not-ready", row => (string?)row["id"] == "1002" && (string?)row["reason"] == "break" && row["breakAsked"] is null);
        await again.One("alarm.ended", one => (string?)one["id"] == alarm && (string?)one["acknowledged"]!["by"] == "admin");
        await again.One("alarm.raised", one => (string?)one["agent"] == "1002");
    }

    private static async Task<HttpClient> Desk(Center center, string agent)
    {
        var (status, made) = await center.Send(HttpMethod.Post, "/api/v1/tokens", $$"""{"name":"desk {{agent}}","tenants":["demo"],"role":"agent","agent":"{{agent}}"}""");
        Assert.True(status == HttpStatusCode.Created, $"{status} {made}");
        return Client(center, new AuthenticationHeaderValue("Bearer", (string)made!["token"]!));
    }

    private static HttpClient Client(Center center, AuthenticationHeaderValue token)
    {
        var client = new HttpClient { BaseAddress = center.Api.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = token;
        return client;
    }

    private static async Task<JsonNode> State(HttpClient desk, string agent, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await desk.PutAsync(new Uri($"/api/v1/agents/{agent}/state", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
