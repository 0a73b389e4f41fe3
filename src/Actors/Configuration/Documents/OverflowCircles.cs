using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// Ways from queue to queue must come to an end, whatever sends a call on: its overflow, overflow under a condition, closed, an emergency. Each circle
/// is reported once, at its first queue in order of keys.
/// </summary>
internal sealed class OverflowCircles(Section queues, Section numbers, Problems problems)
{
    private static readonly string[] Keys = ["overflow", "closed", "emergency"];

    private readonly HashSet<string> settled = new(StringComparer.Ordinal);
    private readonly List<(string Queue, string By)> walk = [];

    public void Check()
    {
        foreach (var start in queues.Keys.Order(StringComparer.Ordinal))
        {
            Visit(start);
        }
    }

    /// <summary>As deep as there are queues, of which there are at most <see cref="DocumentShape.QueuesMax"/>.</summary>
    private void Visit(string queue)
    {
        if (walk.FindIndex(step => step.Queue == queue) is >= 0 and var first)
        {
            Report(walk[first..]);
            return;
        }

        if (!settled.Add(queue) || walk.Count >= DocumentShape.QueuesMax)
        {
            return;
        }

        foreach (var (next, by) in Ways(queue))
        {
            walk.Add((queue, by));
            Visit(next);
            walk.RemoveAt(walk.Count - 1);
        }
    }

    /// <summary>Each queue that a call may be sent on to, once, and the key that says so.</summary>
    private IEnumerable<(string Queue, string By)> Ways(string queue)
    {
        if (queues.Find(queue) is not { } value)
        {
            return [];
        }

        var ways = Keys.Select(by => (Target: value.Field(by), By: by))
            .Concat((value.Field("overflow-when")?.Items() ?? []).Select(rule => (Target: rule.Field("to"), By: "overflow-when")));
        return ways.Select(way => (Queue: QueueBehind(way.Target), way.By)).Where(way => way.Queue is not null).DistinctBy(way => way.Queue, StringComparer.Ordinal).Select(way => (way.Queue!, way.By));
    }

    private string? QueueBehind(JsonElement? target) =>
        target is not { } to ? null
        : to.Text("queue") is { } next ? Existing(next)
        : to.Text("number") is { } number && numbers.Find(number)?.Text("queue") is { } behind ? Existing(behind)
        : null;

    private string? Existing(string queue) => queues.Has(queue) ? queue : null;

    private void Report(List<(string Queue, string By)> circle)
    {
        var least = circle.Select(step => step.Queue).Min(StringComparer.Ordinal);
        var first = circle.FindIndex(step => step.Queue == least);
        var ordered = circle.Skip(first).Concat(circle.Take(first + 1)).ToArray();
        problems.Add(queues.Path.Key(ordered[0].Queue).Key(ordered[0].By), $"goes round in a circle: {string.Join(" → ", ordered.Select(step => Shown.Clipped(step.Queue)))}");
    }
}
