using CallCenter.Api.Views;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>Makes what was ordered, no sooner than everything is known that had been decided up to the end of its days.</summary>
internal sealed class ReportMaking(IScheduleRows rows, ReportDesk desk, Completeness completeness, TimeProvider time)
{
    /// <summary>Of what is delivered: a report that is larger is given up.</summary>
    public const int BytesMax = 8 * 1024 * 1024;

    /// <summary>Whether something came of it.</summary>
    public async Task<bool> Make(ReportSchedule? schedule, ReportDelivery delivery, CancellationToken stop)
    {
        if (schedule is null)
        {
            return GiveUp(delivery, "its schedule is gone");
        }

        var (ask, fault) = ScheduledAsk.Of(schedule.Report, schedule.Query, delivery.From, delivery.To);
        if (ask is null)
        {
            return GiveUp(delivery, fault!.Detail ?? fault.Title);
        }

        if (await completeness.UpTo(stop) is not { } until || until < ask.To)
        {
            return false;
        }

        var (report, problem) = await desk.Make(ask, TenantScope.Of(schedule.Tenant), stop);
        if (report is null)
        {
            // Others are being made: next time.
            return problem!.Status != StatusCodes.Status503ServiceUnavailable && GiveUp(delivery, problem.Detail ?? problem.Title);
        }

        var file = ReportFile.Of(report, ask.Clock, schedule.Format);
        if (file.Content.Length > BytesMax)
        {
            return GiveUp(delivery, $"the report has more than {BytesMax / 1024 / 1024} MiB: ask for fewer rows or measures");
        }

        var name = delivery.Edition == 1 ? file.Name : $"{Path.GetFileNameWithoutExtension(file.Name)}.{delivery.Edition}{Path.GetExtension(file.Name)}";
        var made = delivery with { Stage = DeliveryStage.Waiting, FileName = name, CompleteUpTo = report.CompleteUpTo ?? until, Next = time.GetUtcNow() };
        var body = schedule.Webhook is null ? file.Content : ReportEnvelope.Write(schedule, made, report, file with { Name = name }, time.GetUtcNow());
        return await Task.Run(() => rows.Made(made, body), stop);
    }

    private bool GiveUp(ReportDelivery delivery, string why)
    {
        rows.Update(delivery with { Stage = DeliveryStage.Dead, Outcome = why });
        return true;
    }
}
