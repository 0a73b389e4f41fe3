using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.Features;

namespace CallCenter.Api.Events;

/// <summary>The live event stream.</summary>
internal static class EventsApi
{
    private static readonly QueryParameter TopicsParameter = new("topics", "Any of calls, queues, agents, config, separated by commas; all when left out.");
    private static readonly QueryParameter After = new("after", "A token: goes on behind it. The header Last-Event-ID does the same.");

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Stream).WithTags("Events").WithSummary("Live events as Server-Sent Events with CloudEvents envelopes")
            .RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant()).Takes(Queries.Tenant, TopicsParameter, After)
            .Produces<string>(200, "text/event-stream").Refuses(503);

    private static async Task Stream(
        HttpContext context, TenantScope scope, EventLog log, OpenStreams streams, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (Read(context.Request, out var topics, out var token) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (!streams.TryEnter())
        {
            await Problems.Problems.TooManyStreams.ExecuteAsync(context);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await new Subscription(log, scope, topics, context.Response.Body, time).Run(token, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or we stop: it comes back with its last token.
        }
        finally
        {
            streams.Leave();
        }
    }

    private static Problem? Read(HttpRequest request, out Topics topics, out StreamToken? token)
    {
        (topics, token) = (Topics.All, null);
        if (request.Text(TopicsParameter) is { } text)
        {
            topics = Topics.None;
            foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                topics |= word switch { "calls" => Topics.Calls, "queues" => Topics.Queues, "agents" => Topics.Agents, "config" => Topics.Config, _ => Topics.None };
                if (word is not ("calls" or "queues" or "agents" or "config"))
                {
                    return Problems.Problems.ParameterInvalid("query:topics", "It has a word that means nothing here.", "Known words: calls, queues, agents, config.");
                }
            }
        }

        var given = request.Text(After) ?? request.Headers["Last-Event-ID"].ToString();
        if (given.Length == 0)
        {
            return null;
        }

        if (!StreamToken.TryParse(given, out var parsed))
        {
            return Problems.Problems.ParameterInvalid(
                request.Text(After) is null ? "header:Last-Event-ID" : "query:after", "It is not a token of the event stream.", "Send the 'id' of the last event, or nothing.");
        }

        token = parsed;
        return null;
    }
}

/// <summary>How many streams are open, and that there are not too many.</summary>
internal sealed class OpenStreams
{
    public const int StreamsMax = 2_500;

    private int open;

    public int Count => Volatile.Read(ref open);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref open) <= StreamsMax)
        {
            return true;
        }

        Interlocked.Decrement(ref open);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref open);
}
