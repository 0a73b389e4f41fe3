using CallCenter.Actors;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Queues;

/// <summary>Queues: who waits, who serves, and today's figures.</summary>
internal static class QueuesApi
{
    public static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var queues = routes.MapGroup("/queues").WithTags("Queues").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Queues)).Takes(Queries.Tenant).Refuses(404);
        queues.MapGet("", List).WithName("listQueues").WithSummary("Queues, by id").Takes(Queries.Limit, Queries.Cursor, Queries.MinPosition);
        queues.MapGet("/{id}", One).WithName("getQueue").WithSummary("One queue").Takes(Queries.MinPosition).Refuses(404);
        queues.MapPut("/{id}/emergency", Switch).WithName("switchEmergency").WithSummary("Switches a queue's emergency treatment on or off").RequireAuthorization(Policies.Supervisor).Accepts<EmergencyChange>("application/json").Refuses(404);
    }

    private static async Task<Results<Ok<Page<QueueItem>>, Problem>> List(HttpContext context, TenantScope scope, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var limit = context.Request.LimitOf();
        var after = context.Request.Text(Queries.Cursor) ?? "";
        var sight = context.Features.Get<Token>()!.Sight;
        var rows = head.Boards.Of(scope).Queues.Values.Where(line => line.IsShown && sight?.SeesQueue(line.State.Row.Id) != false && string.CompareOrdinal(line.State.Row.Id, after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, line => QueueItem.From(line, Today(time)), line => line.State.Row.Id));
    }

    private static async Task<Results<Ok<QueueItem>, Problem>> One(string id, HttpContext context, TenantScope scope, ViewHead head, TimeProvider time) =>
        await Writing.AwaitMinPosition(context, head, time) is { } behind ? behind
        : head.Boards.Of(scope).Queues.TryGetValue(id, out var line) && line.IsShown ? TypedResults.Ok(QueueItem.From(line, Today(time)))
        : NotConfigured(id);

    private static async Task<Results<Ok<QueueItem>, Problem>> Switch(
        string id, HttpContext context, TenantScope scope, ViewHead head, ICommands commands, TimeProvider time)
    {
        var (change, problem) = await Body.ReadJson<EmergencyChange>(context.Request, context.RequestAborted);
        if (change is null || (problem = EmergencyChange.Check(change)) is not null)
        {
            return problem!;
        }

        if (!ActorId.IsPart(id))
        {
            return NotConfigured(id);
        }

        var token = context.Features.Get<Token>()!;
        if (token.Sight?.Steers(id) == false)
        {
            return Problems.Problems.QueueOfOthersToo(id);
        }

        var answer = await commands.AskUntilKnown(ActorId.Queue(scope.Tenant, id), change.Command(token.Name));
        if (Writing.Written(context, answer) is { } refused)
        {
            return refused;
        }

        await Writing.AwaitView(context, answer, head, time);
        return head.Boards.Of(scope).Queues.TryGetValue(id, out var line) ? TypedResults.Ok(QueueItem.From(line, Today(time))) : NotConfigured(id);
    }

    private static Problem NotConfigured(string id) => Problems.Problems.Unknown("queue", id, "queue-not-configured");

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
