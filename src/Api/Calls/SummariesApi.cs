using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Calls;

/// <summary>What agents write of their calls 小结, and marks of nuisance; the tree of reasons that they choose from.</summary>
internal static class SummariesApi
{
    public static void MapSummaries(this RouteGroupBuilder calls)
    {
        calls.MapPut("/{id}/summary", Write).WithName("writeSummary").WithSummary("Writes or changes the summary of an agent's part of a call").RequireAuthorization(Policies.Agent).Accepts<SummaryOrder>("application/json").Refuses(404, 409, 422);
        calls.MapPut("/{id}/nuisance", Mark).WithName("markNuisance").WithSummary("Marks a call as a nuisance").RequireAuthorization(Policies.Agent).Accepts<NuisanceOrder>("application/json").Refuses(404, 422);
        calls.MapDelete("/{id}/nuisance", Unmark).WithName("unmarkNuisance").WithSummary("Takes the mark of a nuisance back").RequireAuthorization(Policies.Agent).Refuses(404);
    }

    public static void MapCallReasons(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/call-reasons", Reasons).WithName("listCallReasons").WithTags("Calls").WithSummary("Why people call, as agents' summaries say it: a tree, by key").RequireAuthorization(Policies.Tenant)
            .WithMetadata(new ForTenant(), new InScope(TokenScope.Calls)).Takes(Queries.Tenant, Queries.Limit, Queries.Cursor).Refuses(404);

    private static Ok<Page<CallReasonItem>> Reasons(HttpContext context, TenantScope scope, ViewHead head)
    {
        var (tree, limit, after) = (head.Boards.Of(scope).Tenant.CallReasons, context.Request.LimitOf(), context.Request.Text(Queries.Cursor) ?? "");
        var above = tree.Values.Select(entry => entry.Under).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var rows = tree.Where(entry => string.CompareOrdinal(entry.Key, after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, row => CallReasonItem.Of(row.Key, tree, !above.Contains(row.Key)), row => row.Key));
    }

    /// <summary>
    /// The call keeps it, and owes it to the agent. The agent hears of it from here too, so that it can be ready as soon as this is answered; that is
    /// the same news twice, and nothing is lost if it goes amiss.
    /// </summary>
    private static async Task<Results<Ok<CallItem>, Problem>> Write(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<SummaryOrder>(context.Request, context.RequestAborted);
        if (order is null || (problem = order.Check()) is not null)
        {
            return problem!;
        }

        if (calls.Find(scope, id) is not { } record)
        {
            return CallsApi.NotKnown(id);
        }

        (var segment, problem) = SegmentOf(record, order.Segment, context.Features.Get<Token>()!);
        if (segment is null)
        {
            return problem!;
        }

        var board = head.Boards.Of(scope);
        (var summary, problem) = order.Of(board.Tenant);
        if (summary is null)
        {
            return problem!;
        }

        (var answer, problem) = await CallsApi.Ask(id, context, scope, calls, commands, new CallCommand.WriteSummary(segment.Id, summary, board.Tenant.SummaryEditFor, CallsApi.Who(context)), segment.Agent);
        if (problem is not null)
        {
            return problem;
        }

        var site = board.Agents.GetValueOrDefault(segment.Agent)?.Site ?? record.Site;
        var told = await commands.AskUntilKnown(ActorId.Agent(scope.Tenant, segment.Agent, site), new AgentCommand.RecordSummary(segment.Id));
        await Writing.AwaitView(context, told, head, time);
        await Writing.AwaitView(context, answer!, head, time);
        return calls.Find(scope, id) is { } now ? TypedResults.Ok(new CallItem(now)) : CallsApi.NotKnown(id);
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Mark(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<NuisanceOrder>(context.Request, context.RequestAborted);
        return order is null || (problem = order.Check()) is not null ? problem! : await Marked(id, order.Text ?? "", context, scope, calls, commands, head, time);
    }

    private static Task<Results<Ok<CallItem>, Problem>> Unmark(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Marked(id, null, context, scope, calls, commands, head, time);

    private static async Task<Results<Ok<CallItem>, Problem>> Marked(
        string id, string? note, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        if (calls.Find(scope, id) is not { } record)
        {
            return CallsApi.NotKnown(id);
        }

        var token = context.Features.Get<Token>()!;
        var agent = record.Segments.Items.LastOrDefault(segment => token.MayActFor(segment.Agent))?.Agent ?? record.Agent;
        var (answer, problem) = await CallsApi.Ask(id, context, scope, calls, commands, new CallCommand.MarkNuisance(note, CallsApi.Who(context)), agent);
        if (problem is not null)
        {
            return problem;
        }

        await Writing.AwaitView(context, answer!, head, time);
        return calls.Find(scope, id) is { } now ? TypedResults.Ok(new CallItem(now)) : CallsApi.NotKnown(id);
    }

    /// <summary>The part that is named, else the last one that the token may write of.</summary>
    private static (AgentSegment? Segment, Problem? Problem) SegmentOf(CallRecord record, string? named, Token token)
    {
        var segments = record.Segments.Items;
        if (named is not null)
        {
            return segments.FirstOrDefault(segment => segment.Id.ToString() == named) is not { } segment ? (null, Problems.Problems.Of(Refusal.SegmentUnknown, null))
                : token.MayActFor(segment.Agent) ? (segment, null)
                : (null, Problems.Problems.OwnAgentOnly(token.Agent));
        }

        return segments.LastOrDefault(segment => token.MayActFor(segment.Agent)) is { } own ? (own, null)
            : segments.IsEmpty ? (null, Problems.Problems.Of(Refusal.SegmentUnknown, null))
            : (null, Problems.Problems.OwnAgentOnly(token.Agent));
    }
}
