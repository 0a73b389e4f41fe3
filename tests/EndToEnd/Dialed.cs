using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Agents call somebody outside, from their desktop and at their phone, with real phones on both sides.</summary>
public sealed class Dialed
{
    private const int AgentHz = 1000;

    [Fact]
    public async Task A_desktop_dials_the_phone_is_there_first_and_the_customer_sees_the_tenants_number()
    {
        await using var center = await Center.Start("127.40.1.1", WithWayOut("127.40.1.3:7000").Agent("1001", "sales").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(33000, "6001", "secret-6001", center.Sip, AgentHz);
        await using var customer = Sipp.Phones("customer_answers", "127.40.1.3:7000", 2500, "-m", "1");

        var (status, dialed) = await center.Send(HttpMethod.Post, "/api/v1/agents/1001/calls", """{"to":"02155551234"}""");
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {dialed}");
        await events.One("agent.dialed", row => (string?)row["state"] == "dialing");
        await agent.Saw("CALL_ESTABLISHED");
        await agent.Recorded("ring-back", recording => recording.Length > 4000 && Tone.Amplitude(recording, 450) > 300);
        await events.One("call.customer-answered", row => (string?)row["id"] == (string?)dialed!["call"]);
        await events.One("agent.answered", row => (string?)row["state"] == "talking");
        await agent.Do("hangup");
        await events.One("agent.wrap-up-ended", row => (string?)row["state"] == "ready");

        Assert.Equal(0, await customer.Ended());
        var call = await center.Get($"/api/v1/calls/{(string)dialed!["call"]!}");
        Assert.Equal(("outbound", "4000", "02155551234", "1001", "released-by-agent"), Facts(call));
        Assert.Equal("released-by-agent", (string?)Assert.Single(call["segments"]!.AsArray())!["end"]);
        Assert.Empty(call["stays"]!.AsArray());
    }

    [Fact]
    public async Task A_phone_dials_and_talks_when_its_customer_answers()
    {
        await using var center = await Center.Start("127.40.2.1", WithWayOut("127.40.2.3:7000").Agent("1001", "sales").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(33100, "6001", "secret-6001", center.Sip, AgentHz);
        await using var customer = Sipp.Phones("customer_answers", "127.40.2.3:7000", 500, "-m", "1");

        await agent.Do("dial", $"sip:02155551234@{center.Sip}");
        await events.One("agent.dialed", row => (string?)row["state"] == "dialing");
        await agent.Saw("CALL_ESTABLISHED");
        var id = (string)(await events.One("call.customer-answered", _ => true))["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/hangup")).Status);
        await agent.Saw("CALL_CLOSED");
        await events.One("agent.wrap-up-ended", row => (string?)row["state"] == "ready");

        Assert.Equal(0, await customer.Ended());
        Assert.Equal(("outbound", "4000", "02155551234", "1001", "released-by-agent"), Facts(await center.Get($"/api/v1/calls/{id}")));
    }

    [Fact]
    public async Task What_may_not_be_called_is_called_by_nobody()
    {
        await using var center = await Center.Start("127.40.3.1", WithWayOut("127.40.3.3:7000").Agent("1001", "sales").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(33200, "6001", "secret-6001", center.Sip, AgentHz);

        await agent.Do("dial", $"sip:13900000000@{center.Sip}");
        await agent.Saw("CALL_CLOSED");
        var (status, problem) = await center.Send(HttpMethod.Post, "/api/v1/agents/1001/calls", """{"to":"13900000000"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:callcenter:number-not-allowed"), (status, (string?)problem?["type"]));
        (status, problem) = await center.Send(HttpMethod.Post, "/api/v1/agents/1001/calls", """{"to":"02155551234","shows":"95588"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/shows"), (status, (string?)problem?["where"]));
        Assert.Equal("ready", (string?)(await center.Get("/api/v1/agents/1001"))["state"]);
    }

    [Fact]
    public async Task A_center_that_dies_while_the_customers_phone_rings_goes_on_with_the_call()
    {
        await using var center = await Center.Start("127.40.4.1", WithWayOut("127.40.4.3:7000").Agent("1001", "sales", contact: "sip:a1@127.40.4.2:7000").ToString());
        await using var phone = Sipp.Phones("agents_answer", "127.40.4.2:7000", 200, "-m", "1");
        await using var customer = Sipp.Phones("customer_answers", "127.40.4.3:7000", 20_000, "-m", "1");
        string id;
        await using (var events = await EventReader.Open(center))
        {
            var (_, dialed) = await center.Send(HttpMethod.Post, "/api/v1/agents/1001/calls", """{"to":"02155551234"}""");
            id = (string)dialed!["call"]!;
            await events.One("call.agent-connected", row => (string?)row["id"] == id);
        }

        await center.KillAndStart();
        using var deadline = new CancellationTokenSource(Center.StartMax);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((string?)(await center.Get($"/api/v1/calls/{id}"))["state"] != "talking")
        {
            await again.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/hangup")).Status);
        Assert.Equal((0, 0), (await phone.Ended(), await customer.Ended()));
    }

    private static Setup WithWayOut(string host) => new Setup("127.40.0.0/16").WayOut(host, "0215555*", dial: "0215555*", shows: "4000").Queue("sales", "4000");

    private static (string?, string?, string?, string?, string?) Facts(JsonNode call) =>
        ((string?)call["direction"], (string?)call["number"], (string?)call["caller"], (string?)call["agent"], (string?)call["end"]);
}
