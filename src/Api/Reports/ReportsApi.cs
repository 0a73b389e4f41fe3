using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;

namespace CallCenter.Api.Reports;

/// <summary>Reports: figures by queue, agent, team, number, reason and tenant, over any range.</summary>
internal static class ReportsApi
{
    private static readonly QueryParameter Format = new("format", "How it is written. Left out: json.", new ParameterForm.Words(["json", "csv", "xlsx"], IsList: false));

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapMeasures();
        var reports = routes.MapGroup("/reports").WithTags("Reports").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Reports)).Takes(Queries.Tenant).Refuses(404);
        reports.MapFacts();
        reports.MapQueueLog();
        Map(reports, "/queues", ReportBy.Queues, "reportQueues", "Queues 队列: traffic, service, handling");
        Map(reports, "/agents", ReportBy.Agents, "reportAgents", "Agents 坐席: handling, offers, states");
        Map(reports, "/teams", ReportBy.Teams, "reportTeams", "Teams 班组, with the agents who were in them then");
        Map(reports, "/numbers", ReportBy.Numbers, "reportNumbers", "Numbers that were dialled 被叫号码: calls from their first entry to their first answer");
        Map(reports, "/reasons", ReportBy.Reasons, "reportReasons", "Reasons 示忙原因 for which agents were not ready");
        Map(reports, "/agent-reasons", ReportBy.AgentReasons, "reportAgentReasons", "The same by agent; a row is agent/reason");
        Map(reports, "/queue-agents", ReportBy.QueueAgents, "reportQueueAgents", "What each agent did for each queue; a row is queue/agent");
        Map(reports, "/tenant", ReportBy.Tenant, "reportTenant", "The tenant as a whole");
    }

    private static void Map(RouteGroupBuilder reports, string path, ReportBy by, string name, string summary) => reports
        .MapGet(path, (HttpContext context, TenantScope scope, ReportDesk desk, ViewHead head, TimeProvider time) => Answer(by, context, scope, desk, head, time))
        .WithName(name).WithSummary(summary).Takes(ReportAsk.Parameters).Takes(Format, Queries.MinPosition)
        .Produces<Report>(200, "application/json", "text/csv", ReportXlsx.ContentType);

    private static async Task<IResult> Answer(ReportBy by, HttpContext context, TenantScope scope, ReportDesk desk, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (ask, problem) = ReportAsk.Of(by, context.Request, time.GetUtcNow());
        if (ask is null)
        {
            return problem!;
        }

        var (report, refused) = await desk.Make(ask, scope, context.RequestAborted);
        if (report is null)
        {
            return refused!;
        }

        var name = $"{report.By}-{report.From:yyyyMMdd}-{report.To:yyyyMMdd}";
        return context.Request.Text(Format) switch
        {
            "csv" => TypedResults.File(System.Text.Encoding.UTF8.GetBytes(ReportCsv.Write(report, ask.Clock.Zone)), ReportCsv.ContentType, $"{name}.csv"),
            "xlsx" => TypedResults.File(ReportXlsx.Write(report, ask.Clock.Zone), ReportXlsx.ContentType, $"{name}.xlsx"),
            _ => TypedResults.Ok(report),
        };
    }
}
