using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Webhooks;

/// <summary>Webhooks against a real receiver over HTTP: signed, in order, again when it fails, and never where they must not go.</summary>
public sealed class WebhookTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static readonly WebhookTerms Quick = new()
    {
        Pauses = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)],
        TimeLimit = TimeSpan.FromSeconds(5),
        Networks = [IPNetwork.Parse("127.0.0.0/8")],
    };

    private static async Task<Center> Open(WebhookTerms? terms = null)
    {
        var center = await Center.Start(options => options with { Webhooks = terms ?? Quick });
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        return center;
    }

    private static async Task<JsonElement> Add(Center center, string url, string[]? types = null, string numbers = "full")
    {
        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "crm", url, types = types ?? ["callcenter.call.*"], numbers });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private static async Task Serve(Center center, int call)
    {
        foreach (var (stream, e) in Demo.Served(call, 10 + call, "1001"))
        {
            await center.Tell(stream, e);
        }
    }

    private static IEnumerable<string> TypesOf(IEnumerable<Taken> taken, int call) => taken.Where(one => one.Subject == Told.Key(call)).Select(one => one.Type);

    private static bool HasEnded(IReadOnlyList<Taken> taken, int call) => TypesOf(taken, call).Contains("callcenter.call.ended");

    private static async Task<JsonElement> Deliveries(Center center, string webhook, string state, Func<JsonElement, bool> enough)
    {
        using var patience = new CancellationTokenSource(Center.Patience);
        var store = center.Services.GetRequiredService<WebhookStore>();
        while (true)
        {
            var changed = store.Changed.Next;
            var items = (await center.Get($"/api/v1/webhooks/{webhook}/deliveries?state={state}")).GetProperty("items");
            if (enough(items))
            {
                return items;
            }

            await changed.WaitAsync(patience.Token);
        }
    }

    [Fact]
    public async Task Each_event_of_a_call_comes_once_in_order_and_signed()
    {
        await using var receiver = await Receiver.Answering();
        await using var center = await Open();
        var webhook = await Add(center, receiver.Url);
        var secret = webhook.GetProperty("secret").GetString()!;

        await Serve(center, 1);
        var taken = await receiver.Until(all => HasEnded(all, 1));

        Assert.Equal(
            ["arrived", "queue-entered", "leg-requested", "leg-ringing", "leg-answered", "queue-left", "agent-segment-ended", "ended"],
            TypesOf(taken, 1).Select(type => type["callcenter.call.".Length..]));
        Assert.Distinct(taken.Select(one => one.Id));
        Assert.All(taken, one => Assert.True(one.IsSignedWith(secret)));
        Assert.All(taken, one => Assert.False(one.IsSignedWith(WebhookSecret.Text(WebhookSecret.New()))));
        Assert.All(taken, one => Assert.Equal("application/cloudevents+json; charset=utf-8", one.Headers["content-type"]));
        Assert.All(taken, one => Assert.Equal("+861", one.Event.GetProperty("data").GetProperty("caller").GetString()));
        Assert.DoesNotContain("secret", (await center.Get("/api/v1/webhooks")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_again_with_the_same_event_and_others_of_the_subject_wait_for_it()
    {
        await using var receiver = await Receiver.Answering(500, 429, 503);
        await using var center = await Open();
        await Add(center, receiver.Url);

        await Serve(center, 1);
        var taken = await receiver.Until(all => HasEnded(all, 1));

        Assert.Equal(["callcenter.call.arrived"], taken.Take(4).Select(one => one.Type).Distinct());
        Assert.Single(taken.Take(4).Select(one => one.Id).Distinct());
        Assert.Single(taken.Take(4).Select(one => Convert.ToHexString(one.Body)).Distinct());
        Assert.Equal(3 + 8, taken.Count);
    }

    [Fact]
    public async Task A_subject_that_fails_does_not_hold_up_another()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.Start((one, context) => one.Subject == Told.Key(1) ? release.Task : Task.CompletedTask);
        await using var center = await Open();
        await Add(center, receiver.Url);

        await Serve(center, 1);
        await Serve(center, 2);
        var taken = await receiver.Until(all => HasEnded(all, 2));

        Assert.Equal(["callcenter.call.arrived"], TypesOf(taken, 1));
        release.SetResult();
        await receiver.Until(all => HasEnded(all, 1));
    }

    [Fact]
    public async Task What_was_given_up_is_shown_with_its_reason_and_sent_again_when_asked()
    {
        var isBroken = true;
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.StatusCode = Volatile.Read(ref isBroken) ? 500 : 204;
            return Task.CompletedTask;
        });
        await using var center = await Open();
        var id = (await Add(center, receiver.Url, ["callcenter.call.ended"])).GetProperty("id").GetString()!;

        await Serve(center, 1);
        var dead = Assert.Single((await Deliveries(center, id, "dead", items => items.GetArrayLength() == 1)).EnumerateArray());
        Assert.Equal((true, 4, "it answered 500", "callcenter.call.ended", Told.Key(1)), (
            dead.GetProperty("dead").GetBoolean(), dead.GetProperty("attempts").GetInt32(), dead.GetProperty("outcome").GetString(), dead.GetProperty("type").GetString(), dead.GetProperty("subject").GetString()));
        Assert.Equal(4, receiver.All.Count);

        Volatile.Write(ref isBroken, false);
        using var resent = await center.Http.PostAsJsonAsync(new Uri($"/api/v1/webhooks/{id}/resend", UriKind.Relative), new { delivery = dead.GetProperty("id").GetString() });
        Assert.Equal("""{"resent":1}""", await resent.Content.ReadAsStringAsync());

        await Deliveries(center, id, "dead", items => items.GetArrayLength() == 0);
        await Deliveries(center, id, "waiting", items => items.GetArrayLength() == 0);
        Assert.Equal(5, receiver.All.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.Answering();
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.Redirect(elsewhere.Url);
            return Task.CompletedTask;
        });
        await using var center = await Open();
        var id = (await Add(center, receiver.Url, ["callcenter.call.ended"])).GetProperty("id").GetString()!;

        await Serve(center, 1);

        var dead = await Deliveries(center, id, "dead", items => items.GetArrayLength() == 1);
        Assert.Equal("it answered 302: redirects are not followed", dead[0].GetProperty("outcome").GetString());
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_is_not_waited_for_beyond_the_limit()
    {
        var never = new TaskCompletionSource();
        await using var receiver = await Receiver.Start((_, context) => never.Task.WaitAsync(context.RequestAborted));
        await using var center = await Open(Quick with { TimeLimit = TimeSpan.FromMilliseconds(50), Pauses = [] });
        var id = (await Add(center, receiver.Url, ["callcenter.call.ended"])).GetProperty("id").GetString()!;

        await Serve(center, 1);

        var dead = await Deliveries(center, id, "dead", items => items.GetArrayLength() == 1);
        Assert.StartsWith("no answer within", dead[0].GetProperty("outcome").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_wants_no_more_is_left_alone()
    {
        await using var receiver = await Receiver.Answering(410);
        await using var center = await Open();
        var id = (await Add(center, receiver.Url)).GetProperty("id").GetString()!;

        await Serve(center, 1);
        await Deliveries(center, id, "dead", items => items.GetArrayLength() == 1);

        await center.Until(() => center.Services.GetRequiredService<WebhookStore>().All.Single().IsPaused);
        Assert.True((await center.Get($"/api/v1/webhooks/{id}")).GetProperty("paused").GetBoolean());
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task What_happened_while_the_center_was_down_or_its_receiver_was_is_sent_once_it_is_up()
    {
        await using var receiver = await Receiver.Answering();
        await using var center = await Open();
        await Add(center, receiver.Url);
        await Serve(center, 1);
        await receiver.Until(all => HasEnded(all, 1));

        await center.Stop();
        // In the journal, and nobody was there to send it.
        foreach (var (stream, e) in Demo.Served(2, 50, "1001"))
        {
            center.Journal.Append(stream, e);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(center.ViewsFile);
        await center.StartAgain();
        var taken = await receiver.Until(all => HasEnded(all, 2));

        Assert.Equal(
            ["arrived", "queue-entered", "leg-requested", "leg-ringing", "leg-answered", "queue-left", "agent-segment-ended", "ended"],
            TypesOf(taken, 2).Select(type => type["callcenter.call.".Length..]));
        Assert.Equal(8, taken.Where(one => one.Subject == Told.Key(1)).Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_secret_is_renewed_without_a_gap()
    {
        await using var receiver = await Receiver.Answering();
        await using var center = await Open();
        var webhook = await Add(center, receiver.Url);
        using var response = await center.Http.PostAsync(new Uri($"/api/v1/webhooks/{webhook.GetProperty("id").GetString()}/secret", UriKind.Relative), null);
        var renewed = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("secret").GetString()!;

        await Serve(center, 1);
        var taken = await receiver.Until(all => HasEnded(all, 1));

        Assert.NotEqual(webhook.GetProperty("secret").GetString(), renewed);
        Assert.All(taken, one => Assert.True(one.IsSignedWith(renewed) && one.IsSignedWith(webhook.GetProperty("secret").GetString()!)));
    }

    [Fact]
    public async Task Numbers_are_masked_unless_they_are_asked_for()
    {
        await using var receiver = await Receiver.Answering();
        await using var center = await Open();
        await Add(center, receiver.Url, numbers: "masked");

        await Serve(center, 1);
        var taken = await receiver.Until(all => HasEnded(all, 1));

        Assert.All(taken, one => Assert.DoesNotContain("+861", System.Text.Encoding.UTF8.GetString(one.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_webhook_is_changed_only_in_the_revision_that_was_read()
    {
        await using var center = await Open();
        var id = (await Add(center, "https://crm.example.com/hook")).GetProperty("id").GetString()!;
        using var read = await center.Http.GetAsync(new Uri($"/api/v1/webhooks/{id}", UriKind.Relative));
        var tag = read.Headers.ETag!.Tag;

        async Task<HttpStatusCode> Put(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/v1/webhooks/{id}", UriKind.Relative)) { Content = JsonContent.Create(new { name, url = "https://crm.example.com/hook", types = new[] { "callcenter.*" } }) };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            using var response = await center.Http.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Put("first"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await Put("second"));
        Assert.Equal("first", (await center.Get($"/api/v1/webhooks/{id}")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://0177.0.0.1/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:127.0.0.1]/x")]
    [InlineData("https://[::ffff:a00:1]/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://172.16.0.1/x")]
    [InlineData("https://192.168.1.1/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/x")]
    [InlineData("https://[fe80::1]/x")]
    [InlineData("https://[2002:7f00:1::]/x")]
    [InlineData("https://100.64.0.1/x")]
    [InlineData("https://0.0.0.0/x")]
    public async Task Nothing_is_sent_into_a_network_that_the_operator_did_not_name(string url)
    {
        await using var center = await Open(Quick with { Networks = [], Pauses = [] });
        var id = (await Add(center, url, ["callcenter.call.ended"])).GetProperty("id").GetString()!;

        await Serve(center, 1);

        var dead = await Deliveries(center, id, "dead", items => items.GetArrayLength() == 1);
        Assert.Contains("may be reached (--webhook-networks)", dead[0].GetProperty("outcome").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://crm.example.com/x", "/url")]
    [InlineData("file:///etc/passwd", "/url")]
    [InlineData("gopher://crm.example.com/x", "/url")]
    [InlineData("//crm.example.com/x", "/url")]
    [InlineData("https://user:secret@crm.example.com/x", "/url")]
    [InlineData("https://crm.example.com/x#y", "/url")]
    [InlineData("crm", "/url")]
    public async Task An_address_that_is_none_is_refused(string url, string where)
    {
        await using var center = await Open();

        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "crm", url, types = new[] { "callcenter.*" } });

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((422, "urn:callcenter:webhook-invalid", where), ((int)response.StatusCode, problem.GetProperty("type").GetString(), problem.GetProperty("where").GetString()));
    }

    [Fact]
    public async Task Every_type_that_is_sent_is_named_in_the_manual_and_every_other_is_refused()
    {
        await using var center = await Open();
        var manual = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/api.md"));

        Assert.All(WebhookTypes.Known, type => Assert.Contains($"`{type.Split('.')[^1]}`", manual.Replace("callcenter.config.accepted", "accepted", StringComparison.Ordinal), StringComparison.Ordinal));
        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "crm", url = "https://crm.example.com/x", types = new[] { "callcenter.call.ended", "callcenter.weather" } });
        Assert.Equal("/types/1", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("where").GetString());
    }
}
