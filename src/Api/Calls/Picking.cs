using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>POST /calls/{id}/pick</c>.</summary>
internal sealed record PickRequest
{
    /// <summary>Who is to have it; left out, the agent of the token.</summary>
    public string? Agent { get; init; }

    /// <summary>Of a call that waits in several: for which of its queues; left out, the first that the agent serves.</summary>
    public string? Queue { get; init; }
}

/// <summary>
/// A pick, judged by what the views show: an answer that people can use before anybody is asked. The queue and the agent judge again by what they
/// know; an agent who is not free after all refuses, and the call waits on.
/// </summary>
internal sealed record Pick(ActorId Queue, QueueCommand.Pick Command)
{
    /// <summary>What to ask of which queue; null without a problem: it is so already.</summary>
    public static (Pick? Pick, Problem? Problem) Of(PickRequest request, Token token, CallRecord call, IReadOnlyDictionary<string, AgentRow> agents)
    {
        var id = request.Agent ?? token.Agent;
        if (id is null)
        {
            return (null, Problems.Problems.BodyInvalid("/agent", "It is not said who is to have the call.", "Name an agent."));
        }

        if (!token.MayActFor(id))
        {
            return (null, Problems.Problems.OwnAgentOnly(token.Agent));
        }

        if (agents.GetValueOrDefault(id) is not { Settings: { } settings } agent)
        {
            return (null, Problems.Problems.Unknown("agent", id, "agent-not-configured"));
        }

        if (call.Segments.Items is [.., { Ended: null } talking] && talking.Agent == id)
        {
            return (null, null);
        }

        var stays = call.OpenStays.Where(stay => request.Queue is null || stay.Queue == request.Queue).ToList();
        if (stays.Count == 0)
        {
            return (null, Problems.Problems.Of(Refusal.StayEnded, request.Queue is null ? null : $"It does not wait in queue '{request.Queue}'."));
        }

        if (stays.Find(stay => settings.Queues.Items.Contains(stay.Queue)) is not { } stay)
        {
            return (null, Problems.Problems.AgentNotOfQueue(id, stays.Select(open => open.Queue)));
        }

        var isOwn = token.Role == TokenRole.Agent;
        return WhyNot(agent, stay, isOwn) is { } refusal
            ? (null, Problems.Problems.Of(refusal, $"Agent '{id}' is {Http.ApiJson.Word(agent.Phase)}."))
            : (new Pick(ActorId.Queue(call.Tenant, stay.Queue, call.Site), new QueueCommand.Pick(stay.Id, ActorId.Agent(call.Tenant, id, agent.Site), token.Name) { IsOwn = isOwn }), null);
    }

    /// <summary>An agent that picks for itself need not be ready. One whose phone rings for this very stay may be named again.</summary>
    private static Refusal? WhyNot(AgentRow agent, QueueStay stay, bool isOwn) => agent switch
    {
        { Contact: AgentActivity.Reserved or AgentActivity.Ringing } when agent.Offer?.Stay == stay.Id => null,
        { Contact: not null } => Refusal.AgentBusy,
        { Presence: AgentActivity.SignedOut } => Refusal.AgentSignedOut,
        { Presence: AgentActivity.NotReady } when !isOwn => Refusal.AgentNotReady,
        { Reachable: false } => Refusal.PhoneUnreachable,
        _ => null,
    };
}
