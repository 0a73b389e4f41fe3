using System.Net.Http.Json;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests.Safety;

/// <summary>Requests that are repeated, conditional, or too many.</summary>
public sealed class SafeRequestTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> GoReady(Center center, string key, string json = """{"state":"ready"}""", HttpClient? client = null) =>
        Send(client ?? center.Http, HttpMethod.Put, "/api/v1/agents/1001/state", json, ("Idempotency-Key", key));

    [Fact]
    public async Task A_repeat_hears_the_first_answer_and_nothing_happens_again_also_after_a_restart()
    {
        await using var center = await RequestTests.WithAgent();
        using var first = await GoReady(center, "one");
        var asked = center.Actors.Asked.Count;

        using var second = await GoReady(center, "one");
        await center.Stop();
        await center.StartAgain();
        using var third = await GoReady(center, "one");

        Assert.Equal(asked, center.Actors.Asked.Count);
        foreach (var repeat in new[] { second, third })
        {
            Assert.Equal("true", Assert.Single(repeat.Headers.GetValues("Idempotency-Replayed")));
            Assert.Equal(first.Headers.GetValues("Position"), repeat.Headers.GetValues("Position"));
            Assert.Equal(await first.Content.ReadAsStringAsync(), await repeat.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Another_request_under_the_same_name_is_a_mistake_and_another_token_has_names_of_its_own()
    {
        await using var center = await RequestTests.WithAgent();
        using var other = center.Client(await center.TokenFor("demo", "supervisor"));
        using var first = await GoReady(center, "one");

        using var mistake = await GoReady(center, "one", """{"state":"signed-out"}""");
        var asked = center.Actors.Asked.Count;
        using var others = await GoReady(center, "one", client: other);

        Assert.Equal(422, (int)mistake.StatusCode);
        Assert.Contains("urn:callcenter:key-of-another-request", await mistake.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        Assert.False(others.Headers.Contains("Idempotency-Replayed"));
        Assert.True(center.Actors.Asked.Count > asked);
    }

    [Fact]
    public async Task A_repeat_that_comes_before_the_answer_is_told_to_come_again()
    {
        await using var center = await RequestTests.WithAgent();
        var (reached, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        center.Actors.Answer = (to, _) =>
        {
            reached.TrySetResult();
            release.Task.Wait();
            return new CommandAnswer.Answered(null, center.Journal.Append(to, new AgentEvent.SignedOut(Demo.At(4))));
        };

        var first = GoReady(center, "one", """{"state":"signed-out"}""");
        await reached.Task;
        using var meanwhile = await GoReady(center, "one", """{"state":"signed-out"}""");
        release.SetResult();
        using var answer = await first;

        Assert.Equal((HttpStatusCode.Conflict, TimeSpan.FromSeconds(1)), (meanwhile.StatusCode, meanwhile.Headers.RetryAfter!.Delta!.Value));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_may_not_have_happened_is_asked_anew_under_the_same_name()
    {
        await using var center = await RequestTests.WithAgent();
        var answer = center.Actors.Answer;
        center.Actors.Answer = (_, _) => CommandAnswer.Unknown.Instance;
        using var unknown = await GoReady(center, "one");
        center.Actors.Answer = answer;

        using var again = await GoReady(center, "one");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (unknown.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task A_read_that_would_be_the_same_is_not_sent_again_and_one_that_changed_is()
    {
        await using var center = await RequestTests.WithAgent();
        using var first = await Send(center.Http, HttpMethod.Get, "/api/v1/agents/1001");
        var tag = first.Headers.ETag!.ToString();

        using var same = await Send(center.Http, HttpMethod.Get, "/api/v1/agents/1001", null, ("If-None-Match", $"\"other\", {tag}"));
        using var ready = await GoReady(center, "one");
        using var changed = await Send(center.Http, HttpMethod.Get, $"/api/v1/agents/1001?min-position={Assert.Single(ready.Headers.GetValues("Position"))}", null, ("If-None-Match", tag));

        Assert.Equal((HttpStatusCode.NotModified, 0L), (same.StatusCode, same.Content.Headers.ContentLength ?? 0));
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_document_is_put_only_over_the_version_that_was_read_or_only_where_there_is_none()
    {
        await using var center = await Center.Start();
        async Task<HttpStatusCode> Put(string name, params (string, string)[] headers)
        {
            using var response = await Send(center.Http, HttpMethod.Put, "/api/v1/config", $$"""{"tenant":"demo","name":"{{name}}"}""", headers);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Put("first", ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await Put("second", ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.OK, await Put("third", ("If-Match", "\"1\"")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await Put("fourth", ("If-Match", "\"1\"")));
        Assert.Equal(HttpStatusCode.BadRequest, await Put("fifth", ("If-Match", "third")));
        Assert.Equal("third", (await center.Get("/api/v1/config?tenant=demo")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_precondition_that_an_address_does_not_know_is_refused_and_not_passed_over()
    {
        await using var center = await RequestTests.WithAgent();

        using var response = await Send(center.Http, HttpMethod.Put, "/api/v1/agents/1001/state", """{"state":"ready"}""", ("If-Match", "\"7\""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("urn:callcenter:precondition-not-taken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(center.Actors.Asked);
    }

    [Fact]
    public async Task A_token_hears_what_is_left_and_when_too_much_is_asked_others_do_not_pay_for_it()
    {
        await using var center = await RequestTests.WithAgent(options => options with { Requests = new(20, 0.001) });
        var (one, other) = (await center.TokenFor("demo", "viewer"), await center.TokenFor("demo", "viewer"));
        using var greedy = center.Client(one);
        using var modest = center.Client(other);

        var answers = new List<HttpResponseMessage>();
        for (var number = 1; number <= 21; number++)
        {
            answers.Add(await Send(greedy, HttpMethod.Get, "/api/v1/me"));
        }

        using var others = await Send(modest, HttpMethod.Get, "/api/v1/me");

        Assert.Equal(Enumerable.Repeat(200, 20).Append(429), answers.Select(answer => (int)answer.StatusCode));
        Assert.Equal("\"requests\";q=20;w=20000", Assert.Single(answers[0].Headers.GetValues("RateLimit-Policy")));
        Assert.StartsWith("\"requests\";r=19;t=", Assert.Single(answers[0].Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        Assert.StartsWith("\"requests\";r=0;t=", Assert.Single(answers[20].Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        Assert.True(answers[20].Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        answers.ForEach(answer => answer.Dispose());
    }

    [Fact]
    public async Task Who_tries_tokens_is_slowed_down_and_a_valid_token_from_there_is_still_taken()
    {
        await using var center = await RequestTests.WithAgent(options => options with { Failures = new(5, 0.001) });
        using var guessing = center.Client("cc_guess");

        var statuses = new List<int>();
        for (var number = 1; number <= 7; number++)
        {
            using var answer = await Send(guessing, HttpMethod.Get, "/api/v1/agents");
            statuses.Add((int)answer.StatusCode);
        }

        using var valid = await Send(center.Http, HttpMethod.Get, "/api/v1/agents");

        Assert.Equal([401, 401, 401, 401, 401, 429, 429], statuses);
        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
    }
}
