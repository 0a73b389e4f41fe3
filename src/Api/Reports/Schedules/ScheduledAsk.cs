using System.Globalization;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>What a schedule asks for, by the same rules as <c>GET /reports/…</c>: whatever can be asked there can be delivered.</summary>
internal static class ScheduledAsk
{
    private static readonly QueryParameter[] Known = [.. ReportAsk.Parameters.Except(ReportAsk.FromTo)];

    /// <summary>The report of these days; or why there is none.</summary>
    public static (ReportAsk? Ask, Problem? Problem) Of(ReportBy by, string query, DateOnly from, DateOnly to)
    {
        var request = Request(query);
        if (Queries.Fault(request, Known) is { } fault)
        {
            return (null, fault);
        }

        request.QueryString = request.QueryString.Add("from", Text(from)).Add("to", Text(to));
        return ReportAsk.Of(by, request, ReportAsk.Earliest);
    }

    /// <summary>Its zone and beginnings of days and weeks.</summary>
    public static (ReportClock? Clock, Problem? Problem) ClockOf(string query)
    {
        var request = Request(query);
        return Queries.Fault(request, Known) is { } fault ? (null, fault) : ReportAsk.ClockOf(request);
    }

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new QueryString(query.Length > 0 ? $"?{query}" : null) } }.Request;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
