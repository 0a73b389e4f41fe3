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
            maker.Read(figures, completeUpTo);
        }

        return maker.rows > RowsMax ? null : maker.Made(board, completeUpTo);
    }

    private void Read(FigureQueries figures, DateTimeOffset? completeUpTo)
    {
        foreach (var source in ReportSubject.Sources(ask.By, ask.ByEvent))
        {
            var (known, interval) = (new Dictionary<string, FigureSet?[]?>(StringComparer.Ordinal), 0);
            var bySpan = known.GetAlternateLookup<ReadOnlySpan<char>>();
            void Take(int start, ReadOnlySpan<char> stored, ReadOnlySpan<byte> bytes)
            {
                if (!bySpan.TryGetValue(stored, out var row))
                {
                    known[stored.ToString()] = row = RowOf(source, stored.ToString());
                }

                // What is of no row any more is not added up: the report is refused.
                if (row is null || rows > RowsMax)
                {
                    return;
                }

                // Most rows are of the interval of the row before.
                if (start < ask.Intervals.Bounds[interval] || start >= ask.Intervals.Bounds[interval + 1])
                {
                    interval = ask.Intervals.At(start)!.Value;
                }

                SumOf(row, interval).Add(bytes, readBefore, source.Where);
            }

            figures.Read(source.Of, ask.Intervals, Take);
            corrections += figures.ReadCorrections(source.Of, ask.Intervals, Take);
        }

        var lasting = completeUpTo is { } until ? WhatLasts(figures, until) : [];
        AddWhatLasts(lasting);
        foreach (var source in ReportSubject.Moments(ask.By).Where(source => Wants(source.Of == FigureOf.Waiting ? MeasureGroup.Carried : MeasureGroup.Peaks)))
        {
            new ReportMoments(ask, source, lasting, RowOf, SumOf).Read(figures);
        }
    }

    private bool Wants(MeasureGroup group) => ask.Measures.Any(measure => measure.Group == group);

    /// <summary>States, waits and calls that last still, up to the moment that the report is complete to: what is stored has them when they are over.</summary>
    private List<Contribution> WhatLasts(FigureQueries figures, DateTimeOffset until)
    {
        var lasting = new List<Contribution>();
        if (Wants(MeasureGroup.States) || Wants(MeasureGroup.Peaks))
        {
            lasting.AddRange(
                from agent in figures.Agents()
                where agent.Phase != AgentActivity.SignedOut && agent.Since < until
                let stretch = new AgentInterval(agent.Tenant, agent.Id, 0, agent.Phase, agent.Reason, agent.Queue, agent.Call, agent.Since, until) { Team = agent.Settings?.Team, Site = agent.Settings?.Site }
                from one in Facts.Of(stretch)
                select one);
        }

        if (Wants(MeasureGroup.Carried))
        {
            lasting.AddRange(figures.Waiting().SelectMany(stay => Facts.Waited(stay, until)));
        }

        if (Wants(MeasureGroup.Peaks))
        {
            lasting.AddRange(figures.Calls().SelectMany(call => Facts.SoFar(call, until)));
        }

        return lasting;
    }

    private void AddWhatLasts(List<Contribution> lasting)
    {
        var sources = ReportSubject.Sources(ask.By, ask.ByEvent).ToDictionary(source => source.Of);
        foreach (var one in lasting)
        {
            if (sources.TryGetValue(one.Of, out var source) && ask.Intervals.At(one.Quarter) is { } interval && RowOf(source, one.Subject) is { } row)
            {
                SumOf(row, interval).Add(one.Figure, one.Amount);
            }
        }
    }

    /// <summary>The intervals of a stored subject's row; null: it is not asked for.</summary>
    private FigureSet?[]? RowOf(ReportSource source, string stored) => (source.Subject is null ? stored : source.Subject(stored)) is { } subject ? RowOf(subject) : null;

    private FigureSet?[]? RowOf(string subject) =>
        ask.Subjects.Count > 0 && !ask.Subjects.Contains(subject, StringComparer.Ordinal) ? null
        : sums.TryGetValue(subject, out var row) ? row
        : sums[subject] = new FigureSet?[ask.Intervals.Count];

    private FigureSet SumOf(FigureSet?[] row, int interval)
    {
        if (row[interval] is not { } sum)
        {
            row[interval] = sum = new FigureSet();
            rows++;
        }

        return sum;
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

        // A range begins with what its first interval begins with, and ends with what its last one ends with.
        total.Add(Figure.CarriedIn, sums.Values.Sum(row => row[0]?[Figure.CarriedIn] ?? 0) - total[Figure.CarriedIn]);
        total.Add(Figure.CarriedOut, sums.Values.Sum(row => row[^1]?[Figure.CarriedOut] ?? 0) - total[Figure.CarriedOut]);
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
        ReportBy.Sites or ReportBy.CallSites => tenant.Sites.GetValueOrDefault(subject)?.Name.En ?? "",
        _ => "",
    };
}
