using CallCenter.Actors.Reports;
using F = CallCenter.Actors.Reports.Figure;
using G = CallCenter.Actors.Reports.MeasureGroup;

namespace CallCenter.Api.Reports;

/// <summary>By what a report's rows are. Words of addresses.</summary>
internal enum ReportBy
{
    Queues = 1,
    Agents = 2,
    Teams = 3,
    Numbers = 4,
    Reasons = 5,
    AgentReasons = 6,
    QueueAgents = 7,
    Tenant = 8,

    /// <summary>Sites, by the agents who were there.</summary>
    Sites = 9,

    /// <summary>Sites, by the calls that came in there.</summary>
    CallSites = 10,
    Trunks = 11,
}

/// <summary>One kind of stored sums that a report reads: which of their figures, and whose row they go to.</summary>
internal sealed record ReportSource(FigureOf Of, Func<F, bool>? Where = null, Func<string, string?>? Subject = null);

/// <summary>What a report is made from, and which measures have a meaning in it.</summary>
internal static class ReportSubject
{
    /// <summary>Sums of intervals.</summary>
    public static IReadOnlyList<ReportSource> Sources(ReportBy by, bool byEvent) => by switch
    {
        ReportBy.Queues when byEvent => [new(FigureOf.QueueLeft), new(FigureOf.Queue, figure => !IsOfStays(figure))],
        ReportBy.Queues => [new(FigureOf.Queue)],
        ReportBy.Agents => [new(FigureOf.Agent)],
        ReportBy.Teams => [new(FigureOf.Team)],
        ReportBy.Numbers => [new(FigureOf.Number)],
        ReportBy.Reasons => [new(FigureOf.Reason, null, subject => subject[(subject.IndexOf('/', StringComparison.Ordinal) + 1)..])],
        ReportBy.AgentReasons => [new(FigureOf.Reason)],
        ReportBy.QueueAgents => [new(FigureOf.Pair)],
        ReportBy.Sites => [new(FigureOf.Site)],
        ReportBy.CallSites => [new(FigureOf.CallSite)],
        ReportBy.Trunks => [new(FigureOf.Trunk)],
        _ => [new(byEvent ? FigureOf.QueueLeft : FigureOf.Queue, IsOfStays, All), new(FigureOf.Agent, null, All), new(FigureOf.Number, null, All), new(FigureOf.Trunk, null, All)],
    };

    /// <summary>What is of moments, not of intervals: who waits, and how much there is at once.</summary>
    public static IReadOnlyList<ReportSource> Moments(ReportBy by) => by switch
    {
        ReportBy.Queues => [new(FigureOf.Waiting)],
        ReportBy.Trunks => [new(FigureOf.Peak, null, subject => subject.Length > 0 ? subject : null)],
        ReportBy.Tenant => [new(FigureOf.Waiting, null, All), new(FigureOf.Peak, null, All)],
        _ => [],
    };

    public static bool Has(ReportBy by, Measure measure) => by switch
    {
        ReportBy.Queues => measure.Group is G.Stays or G.Segments or G.Offers or G.Carried,
        ReportBy.Agents or ReportBy.Teams or ReportBy.Sites => measure.Group is G.Segments or G.Offers or G.States,
        ReportBy.Numbers or ReportBy.CallSites => measure.Group is G.Calls,
        ReportBy.Trunks => measure.Group is G.Trunks || measure.Id == "peak-channels",
        ReportBy.Reasons or ReportBy.AgentReasons => measure.Id == "time-not-ready",
        ReportBy.QueueAgents => measure.Group is G.Segments or G.Offers,
        _ => true,
    };

    /// <summary>What is shown when nobody says.</summary>
    public static IReadOnlyList<string> Standard(ReportBy by) => by switch
    {
        ReportBy.Queues => ["entered", "answered", "abandoned", "overflowed", "service-level", "answer-rate", "abandonment-rate", "asa", "longest-wait", "aht"],
        ReportBy.Agents or ReportBy.Teams or ReportBy.Sites => ["segments", "att", "average-hold", "acw", "aht", "offers-missed", "time-signed-in", "time-ready", "time-not-ready", "occupancy"],
        ReportBy.Trunks => ["trunk-calls-in", "time-trunk-in", "time-trunk-in.by-minute", "trunk-calls-out", "time-trunk-out", "time-trunk-out.by-minute", "peak-channels"],
        ReportBy.Numbers or ReportBy.CallSites => ["calls", "calls-answered", "calls-abandoned", "calls-refused", "calls-answer-rate", "calls-service-level", "calls-asa"],
        ReportBy.Reasons or ReportBy.AgentReasons => ["time-not-ready"],
        ReportBy.QueueAgents => ["segments", "att", "aht", "offers", "offers-missed", "non-response"],
        _ => ["calls", "calls-answered", "calls-abandoned", "calls-answer-rate", "calls-service-level", "calls-asa", "segments", "aht", "time-signed-in", "occupancy"],
    };

    private static string All(string subject) => "";

    private static bool IsOfStays(F figure) => figure is < F.Segments or F.LongestWait or (>= F.AnsweredWaits and < F.HandleTimes);
}
