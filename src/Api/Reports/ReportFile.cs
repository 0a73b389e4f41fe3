using System.Globalization;
using System.Text;
using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Reports.Schedules;

namespace CallCenter.Api.Reports;

/// <summary>A report as it is handed over.</summary>
internal sealed record ReportFile(string Name, string ContentType, byte[] Content)
{
    /// <summary>Named by what it is of, and by its business days.</summary>
    public static ReportFile Of(Report report, ReportClock clock, ReportFormat format)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{report.By}-{clock.DayOf(report.From):yyyyMMdd}-{clock.DayOf(report.To.AddTicks(-1)):yyyyMMdd}");
        return format switch
        {
            ReportFormat.Csv => new($"{name}.csv", ReportCsv.ContentType, Encoding.UTF8.GetBytes(ReportCsv.Write(report, clock.Zone))),
            ReportFormat.Xlsx => new($"{name}.xlsx", ReportXlsx.ContentType, ReportXlsx.Write(report, clock.Zone)),
            _ => new($"{name}.json", "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(report, ApiJson.Options)),
        };
    }
}
