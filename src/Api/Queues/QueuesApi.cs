using CallCenter.Api.Access;
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
        var queues = routes.MapGroup("/queues").WithTags("Queues").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant()).Takes(Queries.Tenant);
        queues.MapGet("/", List).WithSummary("Queues, by id").Takes(Queries.Limit, Queries.Cursor, Queries.MinPosition);
        queues.MapGet("/{id}", One).WithSummary("One queue").Takes(Queries.MinPosition).Refuses(404);
    }

    private static async Task<Results<Ok<Page<QueueItem>>, Problem>> List(HttpContext context, TenantScope scope, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        if (!context.Request.TryLimit(out var limit, out var problem))
        {
            return problem!;
        }

        var after = context.Request.Text(Queries.Cursor) ?? "";
        var rows = head.Boards.Of(scope).Queues.Values.Where(line => line.IsShown && string.CompareOrdinal(line.State.Row.Id, after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, line => QueueItem.From(line, Today(time)), line => line.State.Row.Id));
    }

    private static async Task<Results<Ok<QueueItem>, Problem>> One(string id, HttpContext context, TenantScope scope, ViewHead head, TimeProvider time) =>
        await Writing.AwaitMinPosition(context, head, time) is { } behind ? behind
        : head.Boards.Of(scope).Queues.TryGetValue(id, out var line) && line.IsShown ? TypedResults.Ok(QueueItem.From(line, Today(time)))
        : Problems.Problems.Unknown("queue", id, "queue-not-configured");

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
