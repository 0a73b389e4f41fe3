using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>Place and expected wait, of a call and of a queue.</summary>
public sealed class ExpectedWaitTests
{
    private static readonly Told Demo = Told.Today("demo");

    [Fact]
    public async Task A_call_that_waits_has_the_place_and_the_range_that_its_queue_says()
    {
        await using var center = await Waiting();
        center.Actors.Answer = (to, command) => command is QueueCommand.Foretell asked && to == Demo.Sales && asked.Stay == Told.Stay(1)
            ? new CommandAnswer.Answered(new WaitForecast(3, TimeSpan.FromSeconds(90)), center.Journal.Append(to))
            : new CommandAnswer.Refused(Refusal.StayUnknown, null);

        var stay = (await center.Get($"/api/v1/calls/{Told.Key(1)}")).GetProperty("stays")[0];

        Assert.Equal((3, """{"fromMs":60000,"toMs":120000}"""), (stay.GetProperty("position").GetInt32(), stay.GetProperty("expectedWait").GetRawText()));
    }

    [Fact]
    public async Task A_queue_that_does_not_answer_leaves_the_rest_of_the_call_known()
    {
        await using var center = await Waiting();
        center.Actors.Answer = (_, _) => CommandAnswer.Unknown.Instance;

        var call = await center.Get($"/api/v1/calls/{Told.Key(1)}");

        Assert.Equal("waiting", call.GetProperty("state").GetString());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (call.GetProperty("stays")[0].GetProperty("position").ValueKind, call.GetProperty("stays")[0].GetProperty("expectedWait").ValueKind));
    }

    [Fact]
    public async Task A_queue_shows_what_it_last_foresaw_for_a_call_that_would_come()
    {
        await using var center = await Waiting();
        Assert.Equal(JsonValueKind.Null, (await center.Get("/api/v1/queues/sales")).GetProperty("expectedWait").ValueKind);

        await center.Tell(Demo.Sales, new QueueEvent.CallQueued(Demo.At(6), Told.Stay(2), Demo.Queued(2, 6)) { Expected = TimeSpan.FromMinutes(3) });
        Assert.Equal("""{"fromMs":120000,"toMs":300000}""", (await center.Get("/api/v1/queues/sales")).GetProperty("expectedWait").GetRawText());

        await center.Tell(Demo.Sales, new QueueEvent.StayEnded(Demo.At(7), Told.Stay(2), StayEnd.AbandonedWaiting, null, null) { Outlook = TimeSpan.FromMinutes(20) });
        Assert.Equal("""{"fromMs":600000,"toMs":null}""", (await center.Get("/api/v1/queues/sales")).GetProperty("expectedWait").GetRawText());
    }

    [Fact]
    public async Task Where_nobody_waits_and_an_agent_is_ready_it_is_under_a_minute()
    {
        await using var center = await Waiting();
        await center.Tell(Demo.Sales, new QueueEvent.StayEnded(Demo.At(7), Told.Stay(1), StayEnd.AbandonedWaiting, null, null) { Outlook = TimeSpan.FromMinutes(20) });
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));

        Assert.Equal("""{"fromMs":0,"toMs":60000}""", (await center.Get("/api/v1/queues/sales")).GetProperty("expectedWait").GetRawText());
    }

    /// <summary>One call waits; nothing is known of how long.</summary>
    private static async Task<Center> Waiting()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Call(1), [.. Demo.Arrives(1, 5), new CallEvent.QueueConfirmed(Demo.At(5), Told.Stay(1))]);
        await center.Tell(Demo.Sales, new QueueEvent.CallQueued(Demo.At(5), Told.Stay(1), Demo.Queued(1, 5)));
        return center;
    }
}
