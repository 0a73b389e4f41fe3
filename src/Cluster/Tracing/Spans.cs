using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tracing;

/// <summary>
/// Spans that follow one call over actors and nodes: an ask, the turn it causes (until that is durable), what the turn's duties send and perform,
/// the turns these cause, … Their context travels as W3C traceparent in messages, links included, never in events: after a recovery a new
/// trace begins, and the name of the actor finds both. When nobody listens all this is one look at a field.
/// </summary>
internal static class Spans
{
    /// <summary>Turns that one commit names.</summary>
    private const int LinksMax = 128;

    private static readonly ActivitySource Source = new(ClusterTraces.SourceName);

    /// <summary>From asked to answered, below whatever the asking code is in.</summary>
    public static Activity? Ask(ActorId to, object command) =>
        Source.HasListeners() ? Begin($"ask {to.Kind} {command.GetType().Name}", ActivityKind.Client, Activity.Current?.Id)?.Of(to) : null;

    /// <summary>From decided to durable.</summary>
    public static Activity? Turn(ActorId actor, object command, string? trace) =>
        Source.HasListeners() ? Begin($"{actor.Kind} {command.GetType().Name}", ActivityKind.Consumer, trace)?.Of(actor) : null;

    /// <summary>From the first sending over a link to the durable answer.</summary>
    public static Activity? Deliver(ActorId from, ActorId to, object message, string? trace) =>
        Source.HasListeners() ? Begin($"link {to.Kind} {message.GetType().Name}", ActivityKind.Producer, trace)?.Of(from).SetTag("callcenter.to", to.ToString()) : null;

    /// <summary>From given to a port to its outcome.</summary>
    public static Activity? Perform(ActorId owner, Duty.Perform duty, string? trace) =>
        Source.HasListeners() ? Begin($"perform {duty.Port} {duty.Command.GetType().Name}", ActivityKind.Producer, trace)?.Of(owner).SetTag("callcenter.at", duty.At) : null;

    /// <summary>One append to the store, linked with the turns that are in it.</summary>
    public static Activity? Commit(LaneBatch batch) => Source.HasListeners()
        ? Begin("commit", ActivityKind.Client, null, batch.Entries.Where(entry => entry.Span is not null).Take(LinksMax).Select(entry => new ActivityLink(entry.Span!.Context)))
            ?.SetTag("callcenter.events", batch.Content.Events.Count).SetTag("callcenter.attempt", batch.Attempt)
        : null;

    public static void Committed(this Activity? span, AppendResult? result)
    {
        if (result is AppendResult.Appended)
        {
            span.End();
        }
        else
        {
            span.Failed(result?.GetType().Name ?? "no result");
        }
    }

    /// <summary>The span ends with the answer.</summary>
    public static Action<Answer> Until(this Activity? span, Action<Answer> done) => span is null ? done : answer =>
    {
        span.Answered(answer);
        done(answer);
    };

    public static void Answered(this Activity? span, Answer? answer)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("callcenter.answer", answer?.GetType().Name);
        switch (answer)
        {
            case Answer.Answered answered:
                span.SetTag("callcenter.position", $"{answered.Shard}:{answered.Position}");
                break;
            case Answer.Refused refused:
                span.SetTag("callcenter.refusal", refused.Reason.ToString());
                break;
        }

        span.End();
    }

    public static void Failed(this Activity? span, string why)
    {
        span?.SetStatus(ActivityStatusCode.Error, why);
        span.End();
    }

    public static void End(this Activity? span)
    {
        if (span is not null)
        {
            var around = Activity.Current;
            span.Stop();
            Activity.Current = around;
        }
    }

    /// <summary>
    /// Spans of the engine overlap on its one thread, so none is ever the current one, and none has another parent than it was given. The sampled
    /// bit of the parent decides, as everywhere.
    /// </summary>
    private static Activity? Begin(string name, ActivityKind kind, string? parent, IEnumerable<ActivityLink>? links = null)
    {
        var around = Activity.Current;
        Activity.Current = null;
        ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        var span = Source.StartActivity(name, kind, context, tags: null, links);
        Activity.Current = around;
        return span;
    }

    private static Activity Of(this Activity span, ActorId actor) => span.SetTag("callcenter.actor", actor.ToString());
}
