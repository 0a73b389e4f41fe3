using CallCenter.Api.Events;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>A report as a webhook is sent it; docs/reports.md says what each field means. <paramref name="Content"/>: base64.</summary>
internal sealed record ReportData(
    string Schedule, string Name, string Report, DateTimeOffset From, DateTimeOffset To, DateTimeOffset CompleteUpTo, int Corrections, int Edition, string FileName, string ContentType, byte[] Content);

/// <summary>The event by which a report is delivered to a webhook.</summary>
internal static class ReportEnvelope
{
    public const string Type = "report.ready";

    public static byte[] Write(ReportSchedule schedule, ReportDelivery delivery, Report report, ReportFile file, DateTimeOffset now) => CloudEvent.Write(
        IdOf(delivery), schedule.Tenant, "report-schedules", Type, schedule.Id, now, null,
        new ReportData(schedule.Id, schedule.Name, report.By, report.From, report.To, delivery.CompleteUpTo!.Value, report.Corrections, delivery.Edition, file.Name, file.ContentType, file.Content));

    /// <summary>The same at each attempt, whoever sends it.</summary>
    public static string IdOf(ReportDelivery delivery) => $"rpt_{delivery.Schedule}_{delivery.Id}";
}
