namespace CallCenter.Benchmarks.Cluster;

/// <summary>What several runs of the same fault took.</summary>
internal sealed class TakeoverFigures
{
    private readonly List<(TimeSpan Time, int Shards, int Failed)> takeovers = [];
    private readonly List<(TimeSpan Time, int Shards, int Failed)> handovers = [];
    private readonly List<TimeSpan> silences = [];

    /// <summary>Killed: until all shards answered again.</summary>
    public void TakenOver(TimeSpan time, int shards, int failed) => takeovers.Add((time, shards, failed));

    /// <summary>Told to end: until it had ended, and the longest silence of each shard that it gave away.</summary>
    public void HandedOver(TimeSpan time, IReadOnlyList<TimeSpan> shards, int failed)
    {
        handovers.Add((time, shards.Count, failed));
        silences.AddRange(shards);
    }

    public void Tell(Report report)
    {
        report.Table(["", "p50", "max", "shards that moved", "asks not answered"], [
            Row("kill -9 until every shard answers, s", takeovers.Select(item => item.Time.TotalSeconds), "F2", takeovers),
            Row("a shard's longest silence in a hand-over, ms", silences.Select(item => item.TotalMilliseconds), "F0", handovers),
            Row("a whole process handed over and ended, s", handovers.Select(item => item.Time.TotalSeconds), "F2", handovers),
        ]);
        var ordered = silences.Order().ToList();
        report.Say($"p99 of those silences {ordered[ordered.Count * 99 / 100].TotalMilliseconds:F0} ms, the time between two asks included.");
        if (handovers.Any(item => item.Failed > 0))
        {
            report.Fail("a planned hand-over lost asks");
        }
    }

    private static string[] Row(string what, IEnumerable<double> values, string format, IReadOnlyList<(TimeSpan Time, int Shards, int Failed)> runs)
    {
        var ordered = values.Order().ToList();
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return [
            what,
            ordered[ordered.Count / 2].ToString(format, culture),
            ordered[^1].ToString(format, culture),
            string.Join(", ", runs.Select(run => run.Shards)),
            string.Join(", ", runs.Select(run => run.Failed)),
        ];
    }
}
