using CallCenter.Actors.Floors;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Floors;

/// <summary>Breaks of teams that ration them: who has one, and who waits for one.</summary>
internal static class BreaksApi
{
    public static void MapBreaks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/breaks", List).WithName("listBreaks").WithTags("Agents").WithSummary("Rationed breaks, by team").RequireAuthorization(Policies.Tenant)
            .WithMetadata(new ForTenant(), new InScope(TokenScope.Agents)).Takes(Queries.Tenant, Queries.Limit, Queries.Cursor, Queries.MinPosition).Refuses(404);

    private static async Task<Results<Ok<Page<TeamBreaksItem>>, Problem>> List(HttpContext context, TenantScope scope, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (limit, after, board, teams) = (context.Request.LimitOf(), context.Request.Text(Queries.Cursor) ?? "", head.Boards.Of(scope), context.Features.Get<Token>()!.Teams);
        var rows = (board.Floor.State.Settings?.Quotas.Items ?? []).Where(quota => string.CompareOrdinal(quota.Team, after) > 0 && teams?.Contains(quota.Team, StringComparer.Ordinal) != false)
            .OrderBy(quota => quota.Team, StringComparer.Ordinal).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, quota => TeamBreaksItem.From(quota, board), quota => quota.Team));
    }

    /// <summary>Agents of the team who are signed in.</summary>
    internal static int SignedIn(TenantBoard board, string team) => board.Agents.Values.Count(agent => agent.Settings?.Team == team && agent.Presence != AgentActivity.SignedOut);
}

/// <summary>The breaks of one team; <paramref name="Places"/>: how many may be on one at once, by who is signed in now.</summary>
internal sealed record TeamBreaksItem(string Id, int Places, IReadOnlyList<BreakItem> Held, IReadOnlyList<BreakItem> Waiting)
{
    public static TeamBreaksItem From(BreakQuota quota, TenantBoard board)
    {
        var breaks = board.Floor.State.Of(quota.Team);
        return new(
            quota.Team,
            quota.Places(BreaksApi.SignedIn(board, quota.Team)),
            [.. breaks.Held.Items.Select(place => new BreakItem(place.Agent.Key, place.Reason, place.Since))],
            [.. breaks.Waiting.Items.Select(wish => new BreakItem(wish.Agent.Key, wish.Reason, wish.Since))]);
    }
}

internal sealed record BreakItem(string Agent, string Reason, DateTimeOffset Since);
