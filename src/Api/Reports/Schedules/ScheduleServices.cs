using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>What the delivery of reports is made of.</summary>
internal static class ScheduleServices
{
    private const string Folder = "reports";

    public static void AddReportSchedules(this IServiceCollection services, ApiOptions options)
    {
        services.TryAddSingleton<IScheduleRows>(_ => new SqliteScheduleRows(Path.Combine(options.DataDirectory, SqliteScheduleRows.FileName)));
        services.AddSingleton(new ReportFolder(options.ReportFolder ?? Path.Combine(options.DataDirectory, Folder)));
        services.AddSingleton<ScheduleBell>();
        services.AddSingleton<ReportMaking>();
        services.AddHostedService<ReportCourier>();
    }
}
