using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Calls;

/// <summary>
/// An agent's desktop steers its call, a supervisor's any of the tenant (third-party call control): answer, hold, retrieve, digits, hang up. Which agent's
/// part of the call is meant follows from the call as the view shows it; the call itself judges by its segment.
/// </summary>
internal static class ControlsApi
{
    private const int ByMax = 64;

    public static void MapControls(this RouteGroupBuilder calls)
    {
        Map(calls, "answer", "Has the ringing phone of an agent answer by itself", Answer).Refuses(404, 409);
        Map(calls, "hold", "Holds an agent's caller: it hears music", Hold).Refuses(404, 409);
        Map(calls, "retrieve", "Takes an agent's caller back from hold", Retrieve).Refuses(404, 409);
        Map(calls, "hangup", "Hangs up for the agent", HangUp).Refuses(404, 409);
        calls.MapPost("/{id}/digits", Press).WithName("pressDigits").WithSummary("Sends digits to an agent's caller").RequireAuthorization(Policies.Agent).Accepts<DigitsOrder>("application/json").Refuses(404, 409, 422);
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder calls, string what, string summary, Delegate handler) =>
        calls.MapPost($"/{{id}}/{what}", handler).WithName($"{what}Call").WithSummary(summary).RequireAuthorization(Policies.Agent);

    private static Task<Results<Ok<CallItem>, Problem>> Hold(string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Steer(new Desk(id, context, scope, calls, commands, head, time), (segment, by) => new CallCommand.Hold(segment, by));

    private static Task<Results<Ok<CallItem>, Problem>> Retrieve(string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Steer(new Desk(id, context, scope, calls, commands, head, time), (segment, by) => new CallCommand.Retrieve(segment, by));

    private static Task<Results<Ok<CallItem>, Problem>> HangUp(string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time) =>
        Steer(new Desk(id, context, scope, calls, commands, head, time), (segment, by) => new CallCommand.HangUp(segment, by));

    private static async Task<Results<Ok<CallItem>, Problem>> Press(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<DigitsOrder>(context.Request, context.RequestAborted);
        if (order is null || (problem = order.Check()) is not null)
        {
            return problem!;
        }

        var key = order.Key ?? Guid.NewGuid().ToString("N");
        return await Steer(new Desk(id, context, scope, calls, commands, head, time), (segment, by) => new CallCommand.Press(segment, order.Digits!, key, by));
    }

    /// <summary>Of several phones that ring, a desk's own; a supervisor's the one that was called last.</summary>
    private static async Task<Results<Ok<CallItem>, Problem>> Answer(
        string id, HttpContext context, TenantScope scope, CallQueries calls, ICommands commands, ViewHead head, TimeProvider time)
    {
        var desk = new Desk(id, context, scope, calls, commands, head, time);
        if (calls.Find(scope, id) is not { } record)
        {
            return NotKnown(id);
        }

        var ringing = record.Legs.Items.LastOrDefault(leg => leg is { Offer: not null, Phase: LegProgress.Requested or LegProgress.Ringing } && desk.Token.MayActFor(leg.Agent));
        if (ringing is not { Offer: { } offer })
        {
            return desk.Token.Role == TokenRole.Agent && record.Agent != desk.Token.Agent
                ? Problems.Problems.OwnAgentOnly(desk.Token.Agent)
                : Problems.Problems.Of(Refusal.OfferIsStale, "No phone rings for it.");
        }

        return await Ask(desk, record, new CallCommand.OrderAnswer(offer, desk.By));
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Steer(Desk desk, Func<OfferId, string, CallCommand> command)
    {
        if (desk.Calls.Find(desk.Scope, desk.Id) is not { } record)
        {
            return NotKnown(desk.Id);
        }

        // The last part stays named when it is over: what was done to it already is so, and the call says so.
        if (record.Segments.Items.LastOrDefault() is not { } segment)
        {
            return desk.Token.MayActFor(record.Agent) ? Problems.Problems.Of(Refusal.NotTheAgentsCall, "No agent talks in it.") : Problems.Problems.OwnAgentOnly(desk.Token.Agent);
        }

        return desk.Token.MayActFor(segment.Agent)
            ? await Ask(desk, record, command(segment.Id, desk.By))
            : Problems.Problems.OwnAgentOnly(desk.Token.Agent);
    }

    private static async Task<Results<Ok<CallItem>, Problem>> Ask(Desk desk, CallRecord record, CallCommand command)
    {
        var answer = await desk.Commands.AskUntilKnown(ActorId.Call(record.Tenant, record.Id, record.Site), command);
        if (Writing.Written(desk.Context, answer) is { } refused)
        {
            return refused;
        }

        await Writing.AwaitView(desk.Context, answer, desk.Head, desk.Time);
        return desk.Calls.Find(desk.Scope, desk.Id) is { } now ? TypedResults.Ok(new CallItem(now)) : NotKnown(desk.Id);
    }

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("call", id, "call-unknown");

    /// <summary>One request, with all that its answer takes.</summary>
    private sealed record Desk(string Id, HttpContext Context, TenantScope Scope, CallQueries Calls, ICommands Commands, ViewHead Head, TimeProvider Time)
    {
        public Token Token => Context.Features.Get<Token>()!;

        /// <summary>Who asks, for the record.</summary>
        public string By => Token.Name.Length <= ByMax ? Token.Name : Token.Name[..ByMax];
    }
}
