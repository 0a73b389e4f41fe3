namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Overflow from queue to queue must come to an end: each circle is reported once, at its first queue in order of keys.</summary>
internal sealed class OverflowCircles(Section queues, Section numbers, Problems problems)
{
    public void Check()
    {
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in queues.Keys.Order(StringComparer.Ordinal))
        {
            var walk = new List<string>();
            for (var queue = start; queue is not null && !settled.Contains(queue); queue = Next(queue))
            {
                if (walk.IndexOf(queue) is >= 0 and var first)
                {
                    Report(walk[first..]);
                    break;
                }

                walk.Add(queue);
            }

            settled.UnionWith(walk);
        }
    }

    private string? Next(string queue) =>
        queues.Find(queue)?.Field("overflow") is not { } overflow ? null
        : overflow.Text("queue") is { } next ? Existing(next)
        : overflow.Text("number") is { } number && numbers.Find(number)?.Text("queue") is { } behind ? Existing(behind)
        : null;

    private string? Existing(string queue) => queues.Has(queue) ? queue : null;

    private void Report(List<string> circle)
    {
        var first = circle.IndexOf(circle.Min(StringComparer.Ordinal)!);
        var ordered = circle.Skip(first).Concat(circle.Take(first + 1)).ToArray();
        problems.Add(queues.Path.Key(ordered[0]).Key("overflow"), $"goes round in a circle: {string.Join(" → ", ordered.Select(Shown.Clipped))}");
    }
}
