using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Reports;

/// <summary>Which facts are asked for.</summary>
internal sealed record FactAsk(string Measure, FactsOf Of, DateTimeOffset From, DateTimeOffset To, bool ByEvent, TimeSpan? Threshold, TimeSpan? Shortest);

/// <summary>From a figure to the facts that it counts, and so to its calls.</summary>
internal static class FactsApi
{
    private static readonly QueryParameter Measure = new("measure", "A count of a report.", new ParameterForm.Words(FactQueries.Measures, IsList: false));
    private static readonly QueryParameter Queue = new("queue", "Only facts of this queue; counts of stays need it.", ParameterForm.Id);
    private static readonly QueryParameter Agent = new("agent", "Only facts of this agent.", ParameterForm.Id);
    private static readonly QueryParameter Team = new("team", "Only facts of agents who were in this team then.", new ParameterForm.Text(96, "^[^\\p{Cc}]+$", "the name of a team"));
    private static readonly QueryParameter Number = new("number", "Only calls to this number.", ParameterForm.Id);

    public static void MapFacts(this RouteGroupBuilder reports) => reports
        .MapGet("/facts", List).WithName("listFacts").WithSummary("The facts that a count of a report is made of, in order of time, each with its call")
        .Takes(Measure, Queue, Agent, Team, Number).Takes(ReportAsk.Range).Takes(Queries.Limit, Queries.Cursor, Queries.MinPosition);

    private static async Task<Results<Ok<Page<FactItem>>, Problem>> List(HttpContext context, TenantScope scope, FactQueries facts, ViewHead head, TimeProvider time)
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

        if (context.Request.Text(Measure) is not { } measure)
        {
            return Problems.Problems.ParameterInvalid("query:measure", "It is missing.", Measure.Form.Fix);
        }

        var of = new FactsOf(context.Request.Text(Queue), context.Request.Text(Agent), context.Request.Text(Team), context.Request.Text(Number));
        if (of.Queue is null && FactQueries.NeedsQueue(measure))
        {
            return Problems.Problems.ParameterInvalid("query:queue", $"'{measure}' counts stays in a queue: name it.", Queue.Form.Fix);
        }

        var cursor = new FactCursor(range.From.ToUnixTimeMilliseconds() - 1, "~");
        if (context.Request.Text(Queries.Cursor) is { } text && !FactCursor.TryParse(text, out cursor))
        {
            return Problems.Problems.ParameterInvalid("query:cursor", "It is not a cursor.", "Send the 'next' of the page before, as it is.");
        }

        var limit = context.Request.LimitOf();
        var ask = new FactAsk(measure, of, range.From, range.To, range.ByEvent, range.Threshold, range.Shortest);
        var found = await Task.Run(() => facts.List(scope, ask, cursor, limit + 1), context.RequestAborted);
        return TypedResults.Ok(Page.Of(found, limit, one => one.Fact, one => one.At.ToString()));
    }
}
