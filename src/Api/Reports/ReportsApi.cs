using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Reports.Schedules;
using CallCenter.Api.Views;

namespace CallCenter.Api.Reports;

/// <summary>Reports: figures by queue, agent, team, number, reason and tenant, over any range.</summary>
internal static class ReportsApi
{
    private static readonly QueryParameter Format = new("format", "How it is written. Left out: json.", ParameterForm.Words.OneOf<ReportFormat>());

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
        Map(reports, "/sites", ReportBy.Sites, "reportSites", "Sites 职场, with the agents who were there then");
        Map(reports, "/call-sites", ReportBy.CallSites, "reportCallSites", "Sites where calls came in 来话职场");
        Map(reports, "/trunks", ReportBy.Trunks, "reportTrunks", "Trunks 中继: lines, their time as contracts round it, the most at once");
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

        return context.Request.Words<ReportFormat>(Format) is [var format] && format != ReportFormat.Json && ReportFile.Of(report, ask.Clock, format) is var file
            ? TypedResults.File(file.Content, file.ContentType, file.Name)
            : TypedResults.Ok(report);
    }
}
