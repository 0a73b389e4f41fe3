using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Lookups;
using Microsoft.AspNetCore.Http;

namespace CallCenter.Api.Tests.Lookups;

/// <summary>A system that is asked about callers: what it is told, what of its answer is taken, and that nothing it does harms a call.</summary>
public sealed class CallerLookupsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task It_is_told_who_calls_whom_with_what_it_is_authorized_by()
    {
        var told = new TaskCompletionSource<(string Method, string Authorization, JsonElement Body)>();
        await using var crm = await Crm.Start(async context =>
        {
            told.SetResult((context.Request.Method, context.Request.Headers.Authorization.ToString(), (await JsonDocument.ParseAsync(context.Request.Body)).RootElement));
            context.Response.StatusCode = 204;
        });
        crm.Authorize("Bearer abc");

        Assert.Equal(new LookedUp("crm", LookupOutcome.NotKnown, []), await crm.Ask());

        var (method, authorization, body) = await told.Task;
        Assert.Equal(("POST", "Bearer abc"), (method, authorization));
        Assert.Equal(
            [("tenant", "demo"), ("call", "0123456789abcdef0123456789abcdef"), ("number", "4000"), ("caller", "+86138&x=1")],
            body.EnumerateObject().Select(field => (field.Name, field.Value.GetString()!)));
    }

    [Fact]
    public async Task In_the_query_a_caller_cannot_say_more_than_its_number()
    {
        var told = new TaskCompletionSource<(string Path, string Caller, int Count)>();
        await using var crm = await Crm.Start(context =>
        {
            told.SetResult((context.Request.Path, context.Request.Query["caller"].ToString(), context.Request.Query.Count));
            return context.Response.WriteAsJsonAsync(new { lang = "zh" });
        });
        crm.Entry = crm.Entry with { Method = LookupMethod.Get };

        Assert.Equal([("language", "zh")], Said(await crm.Ask()));
        Assert.Equal(("/callers", "+86138&x=1", 4), await told.Task);
    }

    [Fact]
    public async Task What_the_document_takes_is_attached_with_its_type_and_nothing_else()
    {
        await using var crm = await Crm.Saying("""{"customer": {"tier": "gold", "vip": true, "name": "Li"}, "debt": 12.50, "lang": null, "secret": "no"}""", "application/problem+json; charset=utf-8");

        var answer = await crm.Ask();

        Assert.Equal(
            [new AttachedEntry("debt", new AttachedValue(AttachedType.Number, "12.50")), new AttachedEntry("tier", new AttachedValue(AttachedType.Text, "gold")), new AttachedEntry("vip", new AttachedValue(AttachedType.Flag, "true"))],
            answer.Data);
    }

    [Theory]
    [InlineData("""{"customer": "none", "lang": "zh"}""")]
    [InlineData("""{"customer": {"tier": {"name": "gold"}, "vip": []}, "debt": [1], "lang": "zh"}""")]
    [InlineData("""{"customer": {"tier": "go\u0000ld"}, "lang": "zh", "debt": "\u2028"}""")]
    public async Task A_field_that_is_no_plain_value_is_not_known_and_the_others_are(string body)
    {
        await using var crm = await Crm.Saying(body);

        Assert.Equal([("language", "zh")], Said(await crm.Ask()));
    }

    [Fact]
    public async Task A_value_is_as_long_as_attached_values_may_be()
    {
        await using var crm = await Crm.Saying(JsonSerializer.Serialize(new { lang = new string('x', AttachedData.ValueMax), debt = new string('x', AttachedData.ValueMax + 1) }));

        Assert.Equal([("language", new string('x', AttachedData.ValueMax))], Said(await crm.Ask()));
    }

    public static TheoryData<string, string, int> Unfit => new()
    {
        { "not JSON", "application/json", 200 },
        { "", "application/json", 200 },
        { "[]", "application/json", 200 },
        { "\"gold\"", "application/json", 200 },
        { """{"lang": "\ud800"}""", "application/json", 200 },
        { "{\"lang\": \"zh\"} {}", "application/json", 200 },
        { $$"""{"lang": "zh", "deep": {{string.Concat(Enumerable.Repeat("[", 9))}}{{string.Concat(Enumerable.Repeat("]", 9))}}}""", "application/json", 200 },
        { $$"""{"lang": "zh", "long": "{{new string('x', LookupReply.BytesMax)}}"}""", "application/json", 200 },
        { $"{{{string.Join(',', Enumerable.Range(0, LookupReply.FieldsMax + 1).Select(n => $"\"f{n}\": 1"))}}}", "application/json", 200 },
        { """{"lang": "zh"}""", "text/html", 200 },
        { """{"lang": "zh"}""", "application/json", 201 },
        { """{"lang": "zh"}""", "application/json", 401 },
        { """{"lang": "zh"}""", "application/json", 500 },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task An_answer_that_is_not_as_it_should_be_is_none(string body, string type, int status)
    {
        await using var crm = await Crm.Saying(body, type, status);

        Assert.Equal(new LookedUp("crm", LookupOutcome.Failed, []), await crm.Ask());
    }

    [Fact]
    public async Task An_answer_without_an_end_is_read_no_further_than_its_bound()
    {
        await using var crm = await Crm.Start(async context =>
        {
            context.Response.ContentType = "application/json";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string(' ', 1024), context.RequestAborted);
            }
        });

        Assert.Equal(LookupOutcome.Failed, (await crm.Ask()).Outcome);
    }

    [Fact]
    public async Task It_cannot_send_us_elsewhere()
    {
        var paths = new List<string>();
        await using var crm = await Crm.Start(context =>
        {
            lock (paths)
            {
                paths.Add(context.Request.Path);
            }

            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.Equal(LookupOutcome.Failed, (await crm.Ask()).Outcome);
        Assert.Equal(["/callers"], paths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_takes_too_long_is_late(bool afterItsHeaders)
    {
        await using var crm = await Crm.Start(async context =>
        {
            if (afterItsHeaders)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await Hang(context);
        });
        crm.Entry = crm.Entry with { TimeLimit = Soon };

        Assert.Equal(new LookedUp("crm", LookupOutcome.Late, []), await crm.Ask());
    }

    [Fact]
    public async Task One_that_is_dead_is_not_asked_until_it_has_had_a_pause_and_then_once()
    {
        var isWell = false;
        await using var crm = await Crm.Start(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref isWell) ? 204 : 503;
            return Task.CompletedTask;
        });
        for (var failure = 1; failure <= Breaker.FailuresMax; failure++)
        {
            Assert.Equal(LookupOutcome.Failed, (await crm.Ask()).Outcome);
        }

        Assert.Equal((LookupOutcome.Paused, Breaker.FailuresMax), ((await crm.Ask()).Outcome, crm.Asked));

        crm.Clock.Pass(Breaker.PauseFor);
        Assert.Equal((LookupOutcome.Failed, LookupOutcome.Paused), ((await crm.Ask()).Outcome, (await crm.Ask()).Outcome));

        Volatile.Write(ref isWell, true);
        crm.Clock.Pass(Breaker.PauseFor);
        Assert.Equal((LookupOutcome.NotKnown, LookupOutcome.NotKnown), ((await crm.Ask()).Outcome, (await crm.Ask()).Outcome));
        Assert.Equal(Breaker.FailuresMax + 3, crm.Asked);
    }

    [Fact]
    public async Task One_that_is_gone_has_failed_and_at_another_address_it_begins_anew()
    {
        await using var crm = await Crm.Saying("""{"lang": "zh"}""");
        await using var other = await Crm.Saying("""{"lang": "en"}""");
        await crm.Die();
        for (var failure = 1; failure <= Breaker.FailuresMax; failure++)
        {
            Assert.Equal(LookupOutcome.Failed, (await crm.Ask()).Outcome);
        }

        Assert.Equal(LookupOutcome.Paused, (await crm.Ask()).Outcome);
        crm.Entry = other.Entry;
        Assert.Equal([("language", "en")], Said(await crm.Ask()));
    }

    [Fact]
    public async Task Who_hangs_keeps_no_more_than_a_few_questions()
    {
        await using var crm = await Crm.Start(Hang);
        var asking = Enumerable.Range(0, CallerLookups.UnderWayMax).Select(_ => crm.Ask()).ToList();

        Assert.Equal(LookupOutcome.Busy, (await crm.Ask()).Outcome);
        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(LookupOutcome.Late, answer.Outcome));
    }

    [Fact]
    public async Task Nothing_that_is_not_public_is_reached_unless_the_operator_named_it()
    {
        await using var crm = await Crm.Start(_ => Task.CompletedTask, isReachable: false);

        Assert.Equal((LookupOutcome.Failed, 0), ((await crm.Ask()).Outcome, crm.Asked));
        crm.Entry = crm.Entry with { Url = crm.Entry.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) };
        Assert.Equal((LookupOutcome.Failed, 0), ((await crm.Ask()).Outcome, crm.Asked));
    }

    [Fact]
    public async Task A_look_up_that_the_document_no_longer_has_has_failed()
    {
        await using var crm = await Crm.Saying("{}");

        Assert.Equal(LookupOutcome.Failed, (await crm.Lookups.Ask(Crm.Question with { Lookup = "gone" })).Outcome);
    }

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
    [InlineData("10.20.1.1", true)]
    [InlineData("10.21.1.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.20.1.1", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    public void Which_addresses_are_reached(string address, bool isReached) =>
        Assert.Equal(isReached, new Reach([IPNetwork.Parse("10.20.0.0/16")]).Allows(IPAddress.Parse(address)));

    /// <summary>Says nothing until whoever asks has gone.</summary>
    private static async Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var told = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static IEnumerable<(string Key, string Text)> Said(LookedUp answer) => answer.Data.Items.Select(entry => (entry.Key, entry.Value.Text));
}
