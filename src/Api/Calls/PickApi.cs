using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Calls;

/// <summary>A call that waits: why it still does, and giving it to somebody past the order.</summary>
internal static class PickApi
{
    public static void MapWaiting(this RouteGroupBuilder calls)
    {
        calls.MapGet("/{id}/wait", Explain).WithName("explainWait").WithSummary("Why a call still waits, and what will change it; one for each of its queues").Refuses(404);
        calls.MapPost("/{id}/pick", Pick).WithName("pickCall").WithSummary("Gives a waiting call to an agent, past the order").RequireAuthorization(Policies.Agent)
            .Accepts<PickRequest>("application/json").Refuses(404, 409, 503);
    }

    private static async Task<Results<Ok<WaitList>, Problem>> Explain(string id, TenantScope scope, CallQueries calls, ICommands commands)
    {
        if (calls.Find(scope, id) is not { } record)
        {
            return NotKnown(id);
        }

        var items = new List<WaitItem>();
        foreach (var stay in record.OpenStays)
        {
            switch (await commands.AskUntilKnown(ActorId.Queue(record.Tenant, stay.Queue, record.Site), new QueueCommand.Explain(stay.Id)))
            {
                case CommandAnswer.Answered { Reply: WaitExplanation wait }:
                    items.Add(WaitItem.From(stay.Queue, wait));
                    break;
                case CommandAnswer.Unknown:
                    return Problems.Problems.OutcomeUnknown;
                default:
                    break; // not in the queue yet, or gone from it while the view did not know
            }
        }

        return TypedResults.Ok(new WaitList(items));
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Pick(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<PickRequest>(context.Request, context.RequestAborted);
        if (request is null)
        {
            return problem!;
        }

        if (calls.Find(scope, id) is not { } record)
        {
            return NotKnown(id);
        }

        (var pick, problem) = Calls.Pick.Of(request, context.Features.Get<Token>()!, record, head.Boards.Of(scope).Agents);
        if (problem is not null)
        {
            return problem;
        }

        if (pick is not null)
        {
            var answer = await commands.AskUntilKnown(pick.Queue, pick.Command);
            if (Writing.Written(context, answer) is { } refused)
            {
                return refused;
            }

            await Writing.AwaitView(context, answer, head, time);
        }

        return calls.Find(scope, id) is { } row ? TypedResults.Ok(new CallItem(row)) : NotKnown(id);
    }

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("call", id, "call-unknown");
}
