using System.Security.Cryptography;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Configuration;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Agents;

/// <summary>Click to dial: an agent's phone rings, and when it answers the number is called.</summary>
internal static class DialApi
{
    /// <summary>How long the agent's own phone may take to be there.</summary>
    private static readonly TimeSpan PhoneMax = TimeSpan.FromSeconds(30);

    public static void MapDialing(this RouteGroupBuilder agents) =>
        agents.MapPost("/{id}/calls", Dial).WithName("callForAgent").WithSummary("Calls somebody outside for an agent").RequireAuthorization(Policies.Agent).Accepts<DialOrder>("application/json").Refuses(404, 409, 422, 503);

    private static async Task<Results<Accepted<DialedItem>, Problem>> Dial(
        string id, HttpContext context, TenantScope scope, ViewHead head, ICommands commands, ICurrentPlan plan, TimeProvider time)
    {
        var (order, problem) = await Body.ReadJson<DialOrder>(context.Request, context.RequestAborted);
        if (order is null || (problem = order.Check()) is not null)
        {
            return problem!;
        }

        if (!ActorId.IsPart(id))
        {
            return Problems.Problems.Unknown("agent", id, "agent-not-configured");
        }

        var token = context.Features.Get<Token>()!;
        if (!token.MayActFor(id))
        {
            return Problems.Problems.OwnAgentOnly(token.Agent);
        }

        if (plan.Current.Outbound(scope.Tenant, order.To!, order.Shows) is not [var route, ..])
        {
            return order.NotAllowed();
        }

        // A new name each time: who repeats a request that was not answered is told that the agent is busy with the call that it made.
        var call = ActorId.Call(scope.Tenant, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var site = head.Boards.Of(scope).Agents.GetValueOrDefault(id)?.Site ?? ActorId.MainSite;
        var answer = await commands.AskUntilKnown(ActorId.Agent(scope.Tenant, id, site), new AgentCommand.Dial(call, route.To, time.GetUtcNow() + PhoneMax) { Shows = order.Shows });
        return Writing.Written(context, answer) is { } refused
            ? refused
            : TypedResults.Accepted($"/api/v1/calls/{call.Key}", new DialedItem(call.Key, route.To, route.Shown));
    }
}
