using System.Net;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Api.Commands;
using static CallCenter.Api.Tests.RequestTests;

namespace CallCenter.Api.Tests;

/// <summary>The emergency treatment of a queue, switched by people.</summary>
public sealed class EmergencyTests
{
    private const string Path = "/api/v1/queues/sales/emergency";
    private static readonly OverflowTarget Night = new("night", null, null, "default");
    private static readonly Told Demo = Told.Today("demo");

    private static async Task<Center> WithQueue()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, new QueueEvent.QueueConfigured(Demo.At(0), 1, new QueueSettings
        {
            Name = "Sales",
            Hours = new QueueHours(new Calendar("Asia/Shanghai") { Week = [new WeekHours(DayOfWeek.Monday, 540, 1080)], Holidays = [new DateHours(new DateOnly(2026, 10, 1), 0, 1440)] }),
            Emergency = new EmergencyRule { To = Night },
            OverflowWhen = [new OverflowRule(Night) { Length = 5 }],
        }));
        center.Actors.Answer = (to, command) => command switch
        {
            QueueCommand.DeclareEmergency c when to == Demo.Sales => Done(to, new QueueEvent.EmergencyDeclared(Demo.At(1), c.Reason, c.By)),
            QueueCommand.LiftEmergency c when to == Demo.Sales => Done(to, new QueueEvent.EmergencyLifted(Demo.At(2), c.Reason, c.By)),
            _ => new CommandAnswer.Refused(Refusal.QueueNotConfigured, null),
        };
        return center;

        CommandAnswer Done(ActorId to, object e) => new CommandAnswer.Answered(null, center.Journal.Append(to, e));
    }

    [Fact]
    public async Task It_is_switched_on_with_a_reason_and_shown_with_who_and_when_and_switched_off()
    {
        await using var center = await WithQueue();
        Assert.Equal(JsonValueKind.Null, (await center.Get("/api/v1/queues/sales")).GetProperty("emergency").ValueKind);

        var (on, queue) = await Put(center, Path, """{"on": true, "reason": "fire drill"}""");

        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        Assert.Equal(
            (false, Demo.At(1), "fire drill", "admin"),
            (queue.GetProperty("emergency").GetProperty("byConfiguration").GetBoolean(), queue.GetProperty("emergency").GetProperty("since").GetDateTimeOffset(),
                queue.GetProperty("emergency").GetProperty("reason").GetString(), queue.GetProperty("emergency").GetProperty("by").GetString()));
        Assert.Equal(queue.GetRawText(), (await center.Get("/api/v1/queues/sales")).GetRawText());

        var (off, after) = await Put(center, Path, """{"on": false, "reason": "over"}""");

        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (off.StatusCode, after.GetProperty("emergency").ValueKind));
        Assert.Equal([new QueueCommand.DeclareEmergency("fire drill", "admin"), new QueueCommand.LiftEmergency("over", "admin")], center.Actors.Asked.Select(asked => asked.Command));
    }

    [Fact]
    public async Task The_configuration_can_switch_it_on_too()
    {
        await using var center = await WithQueue();
        await center.Tell(Demo.Sales, new QueueEvent.QueueConfigured(Demo.At(3), 2, new QueueSettings { Name = "Sales", Emergency = new EmergencyRule { IsOn = true } }));

        var emergency = (await center.Get("/api/v1/queues/sales")).GetProperty("emergency");

        Assert.Equal((true, JsonValueKind.Null), (emergency.GetProperty("byConfiguration").GetBoolean(), emergency.GetProperty("since").ValueKind));
    }

    [Theory]
    [InlineData("""{"on": true}""")]
    [InlineData("""{"on": true, "reason": ""}""")]
    [InlineData("""{"on": true, "reason": "two\nlines"}""")]
    [InlineData("""{"on": "yes", "reason": "fire"}""")]
    [InlineData("""{"on": true, "reason": "fire", "for": "1h"}""")]
    public async Task A_body_that_does_not_say_it_all_changes_nothing(string body)
    {
        await using var center = await WithQueue();

        var (response, problem) = await Put(center, Path, body);

        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, problem.GetRawText());
        Assert.Empty(center.Actors.Asked);
    }

    [Fact]
    public async Task A_queue_that_is_not_configured_has_no_emergency()
    {
        await using var center = await WithQueue();

        var (response, problem) = await Put(center, "/api/v1/queues/billing/emergency", """{"on": true, "reason": "fire"}""");

        Assert.Equal((HttpStatusCode.NotFound, "urn:callcenter:queue-not-configured"), (response.StatusCode, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_token_of_another_tenant_cannot_switch_it()
    {
        await using var center = await WithQueue();
        await center.Tell(ActorId.Configuration("other"), new Told("other", Demo.Start).Configured());
        using var other = center.Client(await center.TokenOf("other"));

        using var body = new StringContent("""{"on": true, "reason": "fire"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await other.PutAsync(new Uri($"{Path}?tenant=demo", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(center.Actors.Asked);
    }
}
