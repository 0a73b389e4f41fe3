using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.Features;

namespace CallCenter.Api.Events;

/// <summary>The live event stream.</summary>
internal static class EventsApi
{
    private static readonly ParameterForm Token = new ParameterForm.Text(64, "^[^.]{1,32}\\.[0-9]{1,18}$", "the id of an event");
    private static readonly HeaderParameter LastEventId = new("Last-Event-ID", "The id of the last event that came: goes on behind it.", Token);
    private static readonly QueryParameter TopicsParameter = new("topics", "Only these topics; all when left out.", new ParameterForm.Words(["calls", "queues", "agents", "config", "alarms"], IsList: true));
    private static readonly QueryParameter After = new("after", "The id of an event: goes on behind it. The header Last-Event-ID does the same.", Token);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Stream).WithName("followEvents").WithTags("Events").WithSummary("Live events as Server-Sent Events with CloudEvents envelopes")
            .RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(null), new Unbuffered()).Takes(Queries.Tenant, TopicsParameter, After).Takes(LastEventId)
            .Produces<string>(200, "text/event-stream").Refuses(404);

    private static async Task Stream(
        HttpContext context, TenantScope scope, EventLog log, OpenStreams streams, TeamSights sights, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var bearer = context.Features.Get<Token>()!;
        var (granted, topics, after) = (Granted(bearer), TopicsOf(context.Request), TokenOf(context.Request));
        if (granted == Topics.None || (topics is { } named && (named & ~granted) != 0))
        {
            await (bearer.MustChangePassword ? Problems.Problems.PasswordChangeNeeded : Problems.Problems.TopicNotGranted(Enum.GetValues<TokenScope>().Where(scope => bearer.MayIn(scope)))).ExecuteAsync(context);
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
            await new Subscription(log, new StreamView(scope, topics ?? granted, bearer.SeesNumbers, bearer.Sight), () => bearer.Teams is { } teams ? sights.Of(scope, teams) : null, context.Features.Get<Standing>()!, context.Response.Body, time).Run(after, stop.Token);
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

    /// <summary>Null: it names none.</summary>
    private static Topics? TopicsOf(HttpRequest request) => request.Text(TopicsParameter) is { } text
        ? ParameterForm.Words.Split(text).Aggregate(Topics.None, (topics, word) => topics | Enum.Parse<Topics>(word, ignoreCase: true))
        : null;

    /// <summary>A topic is of the part of the API with its name.</summary>
    private static Topics Granted(Token token) =>
        Enum.GetValues<TokenScope>().Where(scope => token.MayIn(scope) && Enum.TryParse<Topics>(scope.ToString(), out _)).Aggregate(Topics.None, (topics, scope) => topics | Enum.Parse<Topics>(scope.ToString()));

    private static StreamToken? TokenOf(HttpRequest request) =>
        StreamToken.TryParse(request.Text(After) ?? request.Headers["Last-Event-ID"].ToString(), out var token) ? token : null;
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
