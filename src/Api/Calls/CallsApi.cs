using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Configuration;
using CallCenter.Api.Http;
using CallCenter.Api.Journal;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Calls;

/// <summary>Calls in progress and finished, their stories, their attached data, and their release.</summary>
internal static class CallsApi
{
    private static readonly QueryParameter State = new("state", "Only calls in one of these states.", ParameterForm.Words.Of<CallActivity>());
    private static readonly QueryParameter Queue = new("queue", "Only calls whose present or last queue is this.", ParameterForm.Id);
    private static readonly QueryParameter Agent = new("agent", "Only calls whose present or last agent is this.", ParameterForm.Id);
    private static readonly QueryParameter By = new("by", "Who releases it, for the record.", new ParameterForm.Text(64, "^[^\\p{Cc}]+$", "a name"));

    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/calls").WithTags("Calls").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Calls)).Takes(Queries.Tenant).Refuses(404);
        calls.MapGet("", List).WithName("listCalls").WithSummary("Calls in progress and finished, newest first").Takes(State, Queue, Agent, Queries.Limit, Queries.Cursor, Queries.MinPosition);
        calls.MapGet("/{id}", One).WithName("getCall").WithSummary("One call with its parts and its whole story").Takes(Queries.MinPosition).Refuses(404);
        calls.MapDelete("/{id}", Release).WithName("releaseCall").WithSummary("Releases a call").RequireAuthorization(Policies.Supervisor).Takes(By).Refuses(404, 409);
        calls.MapPost("/{id}/transfer", Transfer).WithName("transferCall").WithSummary("Gives the caller of an agent to another queue or number").RequireAuthorization(Policies.Agent).Accepts<TransferOrder>("application/json").Refuses(404, 409, 422);
        calls.MapPut("/{id}/data/{key}", Attach).WithName("attachValue").WithSummary("Sets an attached value").RequireAuthorization(Policies.Agent).Accepts<DataChange>("application/json").Refuses(404, 409, 422);
        calls.MapDelete("/{id}/data/{key}", Detach).WithName("removeValue").WithSummary("Removes an attached value").RequireAuthorization(Policies.Agent).Refuses(404, 409);
        calls.MapConsult();
        calls.MapWaiting();
        calls.MapControls();
        calls.MapSummaries();
        routes.MapCallReasons();
    }

    private static async Task<Results<Ok<Page<CallItem>>, Problem>> List(HttpContext context, TenantScope scope, CallQueries calls, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (limit, states) = (context.Request.LimitOf(), context.Request.Words<CallActivity>(State));
        var cursor = CallCursor.Newest;
        if (context.Request.Text(Queries.Cursor) is { } text && !CallCursor.TryParse(text, out cursor))
        {
            return Problems.Problems.ParameterInvalid("query:cursor", "It is not a cursor.", "Send the 'next' of the page before, as it is.");
        }

        var filter = new CallFilter(states, context.Request.Text(Queue), context.Request.Text(Agent));
        return TypedResults.Ok(context.Features.Get<Token>()!.Sight is { } sight
            ? SeenCalls.Page(sight, (after, count) => calls.List(scope, filter, after, count), cursor, limit)
            : Page.Of(calls.List(scope, filter, cursor, limit + 1), limit, row => new CallItem(row), row => CallCursor.Of(row).ToString()));
    }

    private static async Task<Results<Ok<CallDetail>, Problem>> One(
        string id, HttpContext context, TenantScope scope, CallQueries calls, IJournal journal, ICommands commands, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        return calls.Find(scope, id) is { } record
            ? TypedResults.Ok(new CallDetail(record, await StoryReading.Of(journal, ActorId.Call(record.Tenant, record.Id, record.Site), calls.Words(scope, id), context.RequestAborted), await Forecasts.Of(record, commands)))
            : NotKnown(id);
    }

    private static async Task<Results<Accepted, Problem>> Release(string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands)
    {
        var (_, problem) = await Ask(id, context, scope, calls, commands, new CallCommand.Release(Who(context)));
        return problem is null ? TypedResults.Accepted((string?)null) : problem;
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Transfer(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ICurrentPlan plan, ViewHead head, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<TransferOrder>(context.Request, context.RequestAborted);
        if (order is null || (problem = order.Check()) is not null)
        {
            return problem!;
        }

        if (calls.Find(scope, id) is not { } record)
        {
            return NotKnown(id);
        }

        if (order.Target(plan.Current, record, time.GetUtcNow()) is not { } target)
        {
            return TransferOrder.Nowhere(order);
        }

        // Named by its segment: a repeat finds that one given away, not the next agent's.
        var segment = order.Segment is { } named ? record.Segments.Items.FirstOrDefault(one => one.Id.ToString() == named) : record.Segments.Items.LastOrDefault(one => one.Ended is null);
        if (segment is null)
        {
            return Problems.Problems.Of(Refusal.TransferNotPossible, "The caller talks to no agent.");
        }

        (var answer, problem) = await Ask(id, context, scope, calls, commands, new CallCommand.Transfer(segment.Id, target, Who(context)), segment.Agent);
        if (problem is not null)
        {
            return problem;
        }

        await Writing.AwaitView(context, answer!, head, time);
        return calls.Find(scope, id) is { } now ? TypedResults.Ok(new CallItem(now)) : NotKnown(id);
    }

    /// <summary>Who asks, for the record.</summary>
    internal static string Who(HttpContext context) => Clipped(context.Request.Text(By) ?? context.Features.Get<Token>()?.Name ?? "api");

    private static string Clipped(string by) => by.Length <= 64 ? by : by[..64];

    private static async Task<Results<Ok<CallItem>, Problem>> Attach(
        string id, string key, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (change, problem) = await Body.ReadJson<DataChange>(context.Request, context.RequestAborted);
        if (change is null || (problem = DataChange.Check(key, change)) is not null)
        {
            return problem!;
        }

        (var answer, problem) = await Ask(id, context, scope, calls, commands, new CallCommand.AttachValue(key, new AttachedValue(change.Type, change.Text, change.Sensitive)));
        if (problem is not null)
        {
            return problem;
        }

        await Writing.AwaitView(context, answer!, head, time);
        return calls.Find(scope, id) is { } record ? TypedResults.Ok(new CallItem(record)) : NotKnown(id);
    }

    private static async Task<Results<NoContent, Problem>> Detach(
        string id, string key, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands)
    {
        if (DataChange.CheckKey(key) is { } wrong)
        {
            return wrong;
        }

        var (_, problem) = await Ask(id, context, scope, calls, commands, new CallCommand.AttachValue(key, null));
        return problem is null ? TypedResults.NoContent() : problem;
    }

    /// <summary>Asks the call, if it is one of this tenant's and the token may act for its agent (<paramref name="agent"/>; null: the one it has, or had last).</summary>
    internal static async ValueTask<(CommandAnswer? Answer, Problem? Problem)> Ask(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, CallCommand command, string? agent = null)
    {
        if (calls.Find(scope, id) is not { } record)
        {
            return (null, NotKnown(id));
        }

        var token = context.Features.Get<Token>()!;
        if (!token.MayActFor(agent ?? record.Agent))
        {
            return (null, Problems.Problems.OwnAgentOnly(token.Agent));
        }

        var answer = await commands.AskUntilKnown(ActorId.Call(record.Tenant, record.Id, record.Site), command);
        return (answer, Writing.Written(context, answer));
    }

    internal static Problem NotKnown(string id) => Problems.Problems.Unknown("call", id, "call-unknown");
}
