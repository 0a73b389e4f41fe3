using System.Globalization;
using System.Text;

namespace CallCenter.Api.Reports;

/// <summary>
/// A report as CSV (RFC 4180): a row each, measures under their stamps, times in the report's zone with their offset. Text that a spreadsheet would
/// take for a formula gets an apostrophe in front.
/// </summary>
internal static class ReportCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n");

    public static string Write(Report report, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        Line(text, ["subject", "name", "from", "to", "closed", "complete-up-to", .. report.Measures.Select(measure => measure.Stamp)]);
        foreach (var row in report.Rows)
        {
            Line(text, [Cell(row.Subject), Cell(row.Name), Time(row.From, zone), Time(row.To, zone), row.IsClosed ? "true" : "false", Time(report.CompleteUpTo, zone), .. row.Values.Select(Number)]);
        }

        return text.ToString();
    }

    /// <summary>Text that nothing takes for a formula.</summary>
    public static string Cell(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quote)).Append("\r\n");

    private static string Quote(string cell) => cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : "";
}
