using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Reports;

/// <summary>A report as it is answered; docs/api.md says what each field means. Values are in the order of <see cref="Measures"/>.</summary>
internal sealed record Report(
    string By, DateTimeOffset From, DateTimeOffset To, string Zone, IntervalLength Interval, string Attribution, long? ThresholdMs, long? ShortMs,
    DateTimeOffset? CompleteUpTo, int Corrections, IReadOnlyList<ReportMeasure> Measures, IReadOnlyList<ReportRow> Rows, IReadOnlyList<double?> Total);

/// <summary>A measure as it is stamped on a report. <paramref name="Stamp"/> is its id and version.</summary>
internal sealed record ReportMeasure(string Id, int Version, string Stamp, MeasureUnit Unit, string NameEn, string NameZh, string Formula);

/// <summary>One subject in one interval. <paramref name="IsClosed"/>: it changes by numbered corrections only.</summary>
internal sealed record ReportRow(string Subject, string Name, DateTimeOffset From, DateTimeOffset To, bool IsClosed, IReadOnlyList<double?> Values);

/// <summary>Makes a report: reads what is stored, adds what still lasts, and asks the formulas.</summary>
internal sealed class ReportMaker
{
    /// <summary>A report with more is refused: ask for longer intervals or fewer subjects.</summary>
    public const int RowsMax = 20_000;

    private readonly ReportAsk ask;
    private readonly TenantRow tenant;
    private readonly Dictionary<string, FigureSet?[]> sums = new(StringComparer.Ordinal);
    private readonly FigureSet total = new();
    private readonly short readBefore;
    private int corrections;
    private int rows;

    private ReportMaker(ReportAsk ask, TenantRow tenant)
    {
        this.ask = ask;
        this.tenant = tenant;
        readBefore = ask.Measures.Any(measure => measure.ReadsTimes) || ask.Threshold is not null || ask.Shortest is not null ? short.MaxValue : (short)Figure.AnsweredWaits;
    }

    /// <summary>Null: it has more than <see cref="RowsMax"/> rows.</summary>
    public static Report? Make(ReportAsk ask, string file, Views.TenantScope scope, Views.TenantBoard board, DateTimeOffset? completeUpTo)
    {
        var maker = new ReportMaker(ask, board.Tenant);
        using (var figures = new FigureQueries(file, scope))
        {
            maker.Read(figures);
            if (ask.Measures.Any(measure => measure.Group == MeasureGroup.States) && completeUpTo is { } until)
            {
                maker.AddWhatLasts(figures.Agents(), until);
            }
        }

        return maker.rows > RowsMax ? null : maker.Made(board, completeUpTo);
    }

    private void Read(FigureQueries figures)
    {
        foreach (var source in ReportSubject.Sources(ask.By, ask.ByEvent))
        {
            void Take(int interval, string stored, ReadOnlySpan<byte> bytes)
            {
                if (SumOf(source, interval, stored) is { } sum)
                {
                    sum.Add(bytes, readBefore, source.Where);
                }
            }

            figures.Read(source.Of, ask.Intervals, Take);
            corrections += figures.ReadCorrections(source.Of, ask.Intervals, Take);
        }
    }

    /// <summary>States that still last, up to the moment that the report is complete to.</summary>
    private void AddWhatLasts(IEnumerable<AgentRow> agents, DateTimeOffset until)
    {
        var sources = ReportSubject.Sources(ask.By, ask.ByEvent).ToDictionary(source => source.Of);
        foreach (var agent in agents.Where(agent => agent.Phase != AgentActivity.SignedOut && agent.Since < until))
        {
            var stretch = new AgentInterval(agent.Tenant, agent.Id, 0, agent.Phase, agent.Reason, agent.Queue, agent.Call, agent.Since, until) { Team = agent.Settings?.Team };
            foreach (var one in Facts.Of(stretch))
            {
                if (sources.TryGetValue(one.Of, out var source) && IntervalOf(one.Quarter) is { } interval && SumOf(source, interval, one.Subject) is { } sum)
                {
                    sum.Add(one.Figure, one.Amount);
                }
            }
        }
    }

    private FigureSet? SumOf(ReportSource source, int interval, string stored)
    {
        var subject = source.Subject is null ? stored : source.Subject(stored);
        if (ask.Subjects.Count > 0 && !ask.Subjects.Contains(subject, StringComparer.Ordinal))
        {
            return null;
        }

        if (!sums.TryGetValue(subject, out var intervals))
        {
            sums[subject] = intervals = new FigureSet?[ask.Intervals.Count];
        }

        if (intervals[interval] is null)
        {
            intervals[interval] = new FigureSet();
            rows++;
        }

        return intervals[interval];
    }

    private int? IntervalOf(int quarter)
    {
        var bounds = ask.Intervals.Bounds;
        if (quarter < bounds[0] || quarter >= bounds[^1])
        {
            return null;
        }

        var (low, high) = (0, bounds.Count - 2);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = bounds[middle] <= quarter ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private Report Made(Views.TenantBoard board, DateTimeOffset? completeUpTo)
    {
        var made = new List<ReportRow>(rows);
        foreach (var (subject, intervals) in sums.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            for (var interval = 0; interval < intervals.Length; interval++)
            {
                if (intervals[interval] is { IsEmpty: false } sum)
                {
                    total.Add(sum);
                    made.Add(new ReportRow(
                        subject, NameOf(board, subject), ask.Intervals.From(interval), ask.Intervals.To(interval), ask.Intervals.To(interval) + Contribution.ClosesAfter <= completeUpTo, Values(sum)));
                }
            }
        }

        return new Report(
            Http.ApiJson.Word(ask.By), ask.From, ask.To, ask.Clock.Zone.Id, ask.Length, ask.ByEvent ? "event" : "cohort", (long?)ask.Threshold?.TotalMilliseconds, (long?)ask.Shortest?.TotalMilliseconds,
            completeUpTo, corrections,
            [.. ask.Measures.Select(measure => new ReportMeasure(measure.Id, measure.Version, measure.Stamp, measure.Unit, measure.En, measure.Zh, measure.Formula))], made, Values(total));
    }

    private List<double?> Values(FigureSet sum) => [.. ask.Measures.Select(measure => measure.Of(new Reading(sum, ask.Threshold, ask.Shortest)))];

    /// <summary>As it is called today; one that is gone has its id.</summary>
    private string NameOf(Views.TenantBoard board, string subject) => ask.By switch
    {
        ReportBy.Queues => board.Queues.GetValueOrDefault(subject)?.State.Row.Settings?.Name ?? "",
        ReportBy.Agents => board.Agents.GetValueOrDefault(subject)?.Settings?.Name ?? "",
        ReportBy.Teams => tenant.Teams.GetValueOrDefault(subject)?.Name.En ?? "",
        ReportBy.Reasons => tenant.Reasons.GetValueOrDefault(subject)?.Name.En ?? "",
        ReportBy.Tenant => tenant.Name,
        _ => "",
    };
}
