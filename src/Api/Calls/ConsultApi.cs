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

/// <summary>An agent asks somebody else before it gives its caller away, or takes it back.</summary>
internal static class ConsultApi
{
    private static readonly QueryParameter Segment = new("segment", "The agent's part of the call; without it the one that goes on now.", new ParameterForm.Text(128, "^[A-Za-z0-9.-]+$", "a segment of the call"));

    public static void MapConsult(this RouteGroupBuilder calls)
    {
        calls.MapPost("/{id}/consult", Begin).WithName("beginConsultation").WithSummary("An agent asks somebody else while its caller hears music").RequireAuthorization(Policies.Agent).Accepts<ConsultOrder>("application/json").Refuses(404, 409, 422);
        calls.MapPut("/{id}/consult", Switch).WithName("switchConsultation").WithSummary("The agent talks to its caller, or to who was asked").RequireAuthorization(Policies.Agent).Accepts<ConsultSwitch>("application/json").Refuses(404, 409);
        calls.MapDelete("/{id}/consult", Cancel).WithName("cancelConsultation").WithSummary("The agent takes its caller back").RequireAuthorization(Policies.Agent).Takes(Segment).Refuses(404, 409);
        calls.MapPost("/{id}/consult/complete", Complete).WithName("completeConsultation").WithSummary("Connects the caller with who was asked").RequireAuthorization(Policies.Agent).Takes(Segment).Refuses(404, 409);
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Begin(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ICurrentPlan plan, ViewHead head, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<ConsultOrder>(context.Request, context.RequestAborted);
        if (order is null || (problem = order.Check()) is not null)
        {
            return problem!;
        }

        if (calls.Find(scope, id) is not { } record)
        {
            return CallsApi.NotKnown(id);
        }

        return order.Target(plan.Current, record, time.GetUtcNow()) is { } target
            ? await Ask(order.Segment, segment => new CallCommand.Consult(segment, target, CallsApi.Who(context)), id, context, scope, calls, commands, head, time)
            : order.Nowhere();
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Switch(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (to, problem) = await Body.ReadJson<ConsultSwitch>(context.Request, context.RequestAborted);
        return to switch
        {
            null => problem!,
            { With: not { } } => Problems.Problems.BodyInvalid("/with", "It is 'caller' or 'asked'.", "Send {\"with\":\"caller\"} or {\"with\":\"asked\"}."),
            { With: { } with } => await Ask(to.Segment, segment => new CallCommand.SwitchConsult(segment, with == ConsultParty.Caller), id, context, scope, calls, commands, head, time),
        };
    }

    private static Task<Results<Ok<CallItem>, Problem>> Cancel(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Ask(context.Request.Text(Segment), segment => new CallCommand.CancelConsult(segment), id, context, scope, calls, commands, head, time);

    private static Task<Results<Ok<CallItem>, Problem>> Complete(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Ask(context.Request.Text(Segment), segment => new CallCommand.CompleteConsult(segment, CallsApi.Who(context)), id, context, scope, calls, commands, head, time);

    /// <summary>Of the segment that has the caller: of those that go on the first, who was asked came later.</summary>
    private static async Task<Results<Ok<CallItem>, Problem>> Ask(
        string? named, Func<OfferId, CallCommand> command, string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        if (calls.Find(scope, id) is not { } record)
        {
            return CallsApi.NotKnown(id);
        }

        if (record.Segments.Items.FirstOrDefault(one => named is null ? one.Ended is null : one.Id.ToString() == named) is not { } segment)
        {
            return Problems.Problems.Of(Refusal.TransferNotPossible, "The caller talks to no agent.");
        }

        var (answer, problem) = await CallsApi.Ask(id, context, scope, calls, commands, command(segment.Id), segment.Agent);
        if (problem is not null)
        {
            return problem;
        }

        await Writing.AwaitView(context, answer!, head, time);
        return calls.Find(scope, id) is { } now ? TypedResults.Ok(new CallItem(now)) : CallsApi.NotKnown(id);
    }
}
