using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Agents;

/// <summary>Agents: what they do, and their state.</summary>
internal static class AgentsApi
{
    private static readonly QueryParameter Queue = new("queue", "Only agents that serve this queue.", ParameterForm.Id);
    private static readonly QueryParameter Team = new("team", "Only agents of this team.", new ParameterForm.Text(96, "^[^\\p{Cc}]+$", "the name of a team"));
    private static readonly QueryParameter State = new("state", "Only agents in one of these states.", ParameterForm.Words.Of<AgentActivity>());

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/agents").WithTags("Agents").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Agents)).Takes(Queries.Tenant).Refuses(404);
        agents.MapGet("", List).WithName("listAgents").WithSummary("Agents, by id").Takes(Queue, Team, State, Queries.Limit, Queries.Cursor, Queries.MinPosition);
        agents.MapGet("/{id}", One).WithName("getAgent").WithSummary("One agent").Takes(Queries.MinPosition).Refuses(404);
        agents.MapGet("/{id}/states", States).WithName("listAgentStates").WithSummary("What an agent did, newest first").Takes(Queries.Limit, Queries.Cursor, Queries.MinPosition).Refuses(404);
        agents.MapPut("/{id}/state", Change).WithName("changeAgentState").WithSummary("Changes an agent's state").RequireAuthorization(Policies.Agent).Accepts<StateChange>("application/json").Refuses(404, 409, 422);
        agents.MapDialing();
    }

    private static async Task<Results<Ok<Page<AgentItem>>, Problem>> List(HttpContext context, TenantScope scope, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (limit, states) = (context.Request.LimitOf(), context.Request.Words<AgentActivity>(State));
        var (board, sight, queue, team, after) = (head.Boards.Of(scope), context.Features.Get<Token>()!.Sight, context.Request.Text(Queue), context.Request.Text(Team), context.Request.Text(Queries.Cursor) ?? "");
        var rows = board.Agents.Values
            .Where(agent => agent.IsShown
                && string.CompareOrdinal(agent.Id, after) > 0
                && (queue is null || (agent.Settings?.Queues.Items.Contains(queue) ?? false))
                && sight?.SeesAgent(agent.Id) != false
                && (team is null || agent.Settings?.Team == team)
                && (states is null || states.Contains(agent.Phase)))
            .Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, row => AgentItem.From(row, board.Tenant), row => row.Id));
    }

    private static async Task<Results<Ok<AgentItem>, Problem>> One(string id, HttpContext context, TenantScope scope, ViewHead head, TimeProvider time) =>
        await Writing.AwaitMinPosition(context, head, time) is { } behind ? behind
        : Find(head, scope, id) is { } item ? TypedResults.Ok(item)
        : NotConfigured(id);

    private static async Task<Results<Ok<Page<AgentStateItem>>, Problem>> States(
        string id, HttpContext context, TenantScope scope, ViewHead head, AgentStateQueries states, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var limit = context.Request.LimitOf();
        var before = long.MaxValue;
        if (context.Request.Text(Queries.Cursor) is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problems.Problems.ParameterInvalid("query:cursor", "It is not a cursor.", "Send the 'next' of the page before, as it is.");
        }

        // Who has left the configuration keeps a past.
        var (board, rows) = (head.Boards.Of(scope), states.List(scope, id, before, limit + 1));
        return rows.Count == 0 && !board.Agents.ContainsKey(id)
            ? NotConfigured(id)
            : TypedResults.Ok(Page.Of(rows, limit, row => AgentStateItem.From(row, board.Tenant), row => row.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<AgentItem>, Problem>> Change(
        string id, HttpContext context, TenantScope scope, ViewHead head, ICommands commands, TimeProvider time)
    {
        var (change, problem) = await Body.ReadJson<StateChange>(context.Request, context.RequestAborted);
        if (change is null || (problem = StateChange.Check(change)) is not null)
        {
            return problem!;
        }

        if (!ActorId.IsPart(id))
        {
            return NotConfigured(id);
        }

        var token = context.Features.Get<Token>()!;
        if (!token.MayActFor(id))
        {
            return Problems.Problems.OwnAgentOnly(token.Agent);
        }

        var board = head.Boards.Of(scope);
        var row = board.Agents.GetValueOrDefault(id);
        var takenBack = BreakWish.Is(change, row) ? null : await BreakWish.TakeBack(commands, row);
        var answer = takenBack is not null and not CommandAnswer.Answered ? takenBack
            : BreakWish.Is(change, row) ? await BreakWish.Carry(commands, board, row!, change, isForced: token.Role != TokenRole.Agent)
            : await change.Carry(commands, ActorId.Agent(scope.Tenant, id, row?.Site ?? ActorId.MainSite));
        if (Writing.Written(context, answer) is { } refused)
        {
            return refused;
        }

        if (takenBack is not null)
        {
            await Writing.AwaitView(context, takenBack, head, time);
        }

        await Writing.AwaitView(context, answer, head, time);
        return Find(head, scope, id) is { } item ? TypedResults.Ok(item) : NotConfigured(id);
    }

    private static AgentItem? Find(ViewHead head, TenantScope scope, string id) =>
        head.Boards.Of(scope) is var board && board.Agents.TryGetValue(id, out var row) && row.IsShown ? AgentItem.From(row, board.Tenant) : null;

    private static Problem NotConfigured(string id) => Problems.Problems.Unknown("agent", id, "agent-not-configured");
}
