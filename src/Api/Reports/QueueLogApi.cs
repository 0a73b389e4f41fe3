using System.Text;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;

namespace CallCenter.Api.Reports;

/// <summary>The log that programs for Asterisk read.</summary>
internal static class QueueLogApi
{
    public const string ContentType = "text/plain";

    public static void MapQueueLog(this RouteGroupBuilder reports) => reports
        .MapGet("/queue-log", Get).WithName("getQueueLog").WithSummary("What happened in queues, as lines of Asterisk's queue_log").Takes(ReportAsk.Range).Takes(Queries.MinPosition)
        .Produces<string>(200, ContentType);

    private static async Task<IResult> Get(HttpContext context, TenantScope scope, QueueLogQueries queries, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (range, problem) = ReportAsk.Of(ReportBy.Tenant, context.Request, time.GetUtcNow());
        if (range is null)
        {
            return problem!;
        }

        var facts = await Task.Run(() => queries.Read(scope, head.Boards.Of(scope), range.From, range.To), context.RequestAborted);
        if (facts is null)
        {
            return Problems.Problems.ReportTooLarge(QueueLogQueries.FactsMax);
        }

        var sees = context.Features.Get<Token>() is not { SeesNumbers: false };
        var text = new StringBuilder();
        foreach (var line in QueueLog.Lines(facts, range.From, range.To, sees ? number => number : NumberMask.Number))
        {
            text.Append(line).Append('\n');
        }

        return Results.Text(text.ToString(), $"{ContentType}; charset=utf-8");
    }
}
