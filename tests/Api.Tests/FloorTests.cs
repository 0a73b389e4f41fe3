using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>Rationed breaks and alarms, as supervisors and desks see and ask for them.</summary>
public sealed class FloorTests
{
    private static readonly Told Demo = Told.Today("demo");
    private static readonly ActorId Floor = ActorId.Floor("demo");

    /// <summary>Agents 1001 and 1002 of team inbound, which rations breaks; the floor answers as the real one does.</summary>
    private static async Task<Center> Rationed(AlarmTerms? alarms = null)
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), new ConfigurationEvent.ConfigurationAccepted(
            Demo.At(0), 1, "test", new TenantDocument { Tenant = "demo", Name = "DEMO", Alarms = alarms }, new RemovedKeys()));
        await center.Tell(Floor, new FloorEvent.FloorConfigured(Demo.At(0), 1, new FloorSettings([new BreakQuota("inbound", ["break"], 1, null) { Queues = true }])));
        foreach (var id in new[] { "1001", "1002" })
        {
            var configured = (AgentEvent.AgentConfigured)Demo.AgentConfigured(id);
            await center.Tell(Demo.Agent(id), [configured with { Settings = configured.Settings! with { Rationed = ["break"] } }, .. Demo.Ready(id).Skip(1)]);
        }

        var floor = FloorBehaviour.Initial(Floor) with { Settings = new FloorSettings([new BreakQuota("inbound", ["break"], 1, null) { Queues = true }]) };
        center.Actors.Answer = (to, command) =>
        {
            switch (command)
            {
                case FloorCommand told:
                    switch (FloorBehaviour.Decide(floor, told, Demo.At(100)))
                    {
                        case Decision<FloorEvent>.Accepted accepted:
                            floor = accepted.Events.Aggregate(floor, FloorBehaviour.Apply);
                            return new CommandAnswer.Answered(accepted.Reply, center.Journal.Append(to, accepted.Events.Cast<object>()));
                        case Decision<FloorEvent>.Refused refused:
                            return new CommandAnswer.Refused(refused.Reason, refused.Detail);
                        case Decision<FloorEvent>.AlreadySo so:
                            return new CommandAnswer.Answered(so.Reply, center.Journal.Append(to));
                        default:
                            return CommandAnswer.Unknown.Instance;
                    }

                case AgentCommand.TakeBreak take:
                    return new CommandAnswer.Answered(null, center.Journal.Append(to, new AgentEvent.BecameNotReady(Demo.At(100), take.Reason), new AgentEvent.BreakGranted(Demo.At(100), take.Team, take.Reason, take.Number)));
                case AgentCommand.GoReady:
                    return new CommandAnswer.Answered(null, center.Journal.Append(to));
                default:
                    return new CommandAnswer.Refused(Refusal.CallUnknown, null);
            }
        };
        return center;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Put(HttpClient client, string agent, object body)
    {
        using var response = await client.PutAsJsonAsync(new Uri($"/api/v1/agents/{agent}/state", UriKind.Relative), body);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    [Fact]
    public async Task A_break_is_given_while_there_is_a_place_and_then_waited_for()
    {
        await using var center = await Rationed();
        using var first = center.Client(await center.TokenFor("demo", "agent", "1001"));
        using var second = center.Client(await center.TokenFor("demo", "agent", "1002"));

        var (status, row) = await Put(first, "1001", new { state = "not-ready", reason = "break" });
        Assert.Equal((HttpStatusCode.OK, "not-ready", "break"), (status, row.GetProperty("state").GetString(), row.GetProperty("reason").GetString()));
        Assert.Equal(new FloorCommand.AskBreak("inbound", Demo.Agent("1001"), "break", 2), center.Actors.Asked[0].Command);

        (status, row) = await Put(second, "1002", new { state = "not-ready", reason = "break" });
        Assert.Equal((HttpStatusCode.OK, "ready", "break"), (status, row.GetProperty("state").GetString(), row.GetProperty("breakAsked").GetProperty("reason").GetString()));

        var team = (await center.Get("/api/v1/breaks", client: second)).GetProperty("items")[0];
        Assert.Equal(("inbound", 1, "1001", "1002"), (team.GetProperty("id").GetString(), team.GetProperty("places").GetInt32(), team.GetProperty("held")[0].GetProperty("agent").GetString(), team.GetProperty("waiting")[0].GetProperty("agent").GetString()));

        (_, row) = await Put(second, "1002", new { state = "ready" });
        Assert.Equal(JsonValueKind.Null, row.GetProperty("breakAsked").ValueKind);
        Assert.Contains(center.Actors.Asked, asked => asked.Command is FloorCommand.WithdrawBreak);
    }

    [Fact]
    public async Task A_supervisor_sends_an_agent_on_a_break_beyond_the_quota()
    {
        await using var center = await Rationed();
        await Put(center.Http, "1001", new { state = "not-ready", reason = "break" });

        var (status, row) = await Put(center.Http, "1002", new { state = "not-ready", reason = "break" });

        Assert.Equal((HttpStatusCode.OK, "break"), (status, row.GetProperty("reason").GetString()));
        Assert.True(Assert.IsType<FloorCommand.AskBreak>(center.Actors.Asked.Last(asked => asked.Command is FloorCommand.AskBreak).Command).IsForced);
    }

    [Fact]
    public async Task Who_cannot_have_one_is_told_so()
    {
        await using var center = await Rationed();
        center.Actors.Answer = (_, _) => new CommandAnswer.Refused(Refusal.BreakQuotaFull, "1 of 1 places are taken.");

        var (status, problem) = await Put(center.Http, "1001", new { state = "not-ready", reason = "break" });

        Assert.Equal((HttpStatusCode.Conflict, "urn:callcenter:break-quota-full"), (status, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task What_is_out_of_bounds_is_raised_once_acknowledged_by_name_and_ended()
    {
        await using var center = await Rationed(new AlarmTerms { States = [new StateLimit(Actors.Views.AgentActivity.Error, TimeSpan.FromSeconds(1))] });
        await center.Tell(Demo.Agent("1001"), new AgentEvent.PhoneChanged(DateTimeOffset.UtcNow.AddSeconds(-5), "6001", 2, null));

        await center.Until(() => center.Journal.All.Any(e => e.Tag == "alarm_raised"));
        var alarm = await Alarm(center, "open");
        Assert.Equal(("state", "1001", "error", 1000), (alarm.GetProperty("kind").GetString(), alarm.GetProperty("agent").GetString(), alarm.GetProperty("what").GetString(), alarm.GetProperty("limit").GetInt32()));
        using var li = center.Client(await center.TokenFor("demo", "supervisor", name: "li"));
        using var viewer = center.Client(await center.TokenFor("demo", "viewer"));
        var path = new Uri($"/api/v1/alarms/{alarm.GetProperty("id").GetString()}/acknowledge", UriKind.Relative);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync(path, null)).StatusCode);
        using var taken = await li.PostAsync(path, null);
        Assert.Equal("li", JsonDocument.Parse(await taken.Content.ReadAsStringAsync()).RootElement.GetProperty("acknowledged").GetProperty("by").GetString());

        await center.Tell(Demo.Agent("1001"), new AgentEvent.PhoneChanged(DateTimeOffset.UtcNow, "6001", 3, new PhoneTarget("6001", "sip:a@127.0.0.1:7000", [], null)));
        await center.Until(() => center.Journal.All.Any(e => e.Tag == "alarm_ended"));
        alarm = await Alarm(center, "ended");
        Assert.Equal(("li", 3), (alarm.GetProperty("acknowledged").GetProperty("by").GetString(), alarm.GetProperty("revision").GetInt32()));
        Assert.Single(center.Journal.All, e => e.Tag == "alarm_raised");
        Assert.Equal(HttpStatusCode.NotFound, (await li.PostAsync(path, null)).StatusCode);
    }

    /// <summary>Once the views have it.</summary>
    private static async Task<JsonElement> Alarm(Center center, string state)
    {
        JsonElement items = default;
        await center.Until(() => center.Services.GetService(typeof(Views.ViewHead)) is Views.ViewHead head && (state == "open" ? head.Boards.Tenants["demo"].Floor.State.Alarms.Count : head.Boards.Tenants["demo"].Floor.Ended.Count) > 0);
        items = (await center.Get($"/api/v1/alarms?state={state}")).GetProperty("items");
        return Assert.Single(items.EnumerateArray());
    }
}
