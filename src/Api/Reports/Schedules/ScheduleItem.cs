namespace CallCenter.Api.Reports.Schedules;

/// <summary>A schedule as lists show it; docs/reports.md says what each field means. <paramref name="NextDue"/>: null while it is paused.</summary>
internal sealed record ScheduleItem(
    string Id, string Name, ReportBy Report, string Query, ReportPeriod Period, string At, ReportFormat Format, string? Webhook, bool Paused, DateTimeOffset? NextDue, DateTimeOffset Created, long Revision)
{
    public static ScheduleItem From(ReportSchedule schedule, DateTimeOffset? lastDue) => new(
        schedule.Id, schedule.Name, schedule.Report, schedule.Query, schedule.Period, schedule.At.ToString("hh':'mm", System.Globalization.CultureInfo.InvariantCulture), schedule.Format, schedule.Webhook,
        schedule.IsPaused, schedule.IsPaused || ScheduledAsk.ClockOf(schedule.Query).Clock is not { } clock ? null : DuePeriod.Next(clock, schedule.Period, schedule.At, lastDue > schedule.After ? lastDue.Value : schedule.After).Due,
        schedule.Created, schedule.Revision);
}

/// <summary>A delivery as lists show it.</summary>
internal sealed record ReportDeliveryItem(
    string Id, DateOnly From, DateOnly To, DateTimeOffset Due, int Edition, DeliveryStage Stage, string? FileName, DateTimeOffset? CompleteUpTo, int Attempts, DateTimeOffset? Next, DateTimeOffset? Delivered, string? Outcome)
{
    public static ReportDeliveryItem Of(ReportDelivery delivery) => new(
        delivery.Id, delivery.From, delivery.To, delivery.Due, delivery.Edition, delivery.Stage, delivery.FileName, delivery.CompleteUpTo, delivery.Attempts,
        delivery.Stage is DeliveryStage.Ordered or DeliveryStage.Waiting ? delivery.Next : null, delivery.Delivered, delivery.Outcome);
}
