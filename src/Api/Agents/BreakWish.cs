using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Views;
using CallCenter.Api.Commands;
using CallCenter.Api.Floors;
using CallCenter.Api.Views;

namespace CallCenter.Api.Agents;

/// <summary>
/// A state that the agent's team rations: the floor is asked for a place first. What it gives it owes to the agent itself; the agent hears of it from here too, so that
/// its row is as was asked when this is answered.
/// </summary>
internal static class BreakWish
{
    public static bool Is(StateChange change, AgentRow? row) => change is { State: ChosenState.NotReady, Reason: { } reason } && row?.Settings?.Rationed.Items.Contains(reason) == true;

    /// <param name="commands">The way to the actors.</param>
    /// <param name="board">By which the team's agents are counted.</param>
    /// <param name="row">The agent's.</param>
    /// <param name="change">What is wished.</param>
    /// <param name="isForced">By a supervisor, who may go beyond the quota.</param>
    public static async ValueTask<CommandAnswer> Carry(ICommands commands, TenantBoard board, AgentRow row, StateChange change, bool isForced)
    {
        var (agent, team, reason) = (ActorId.Agent(row.Tenant, row.Id, row.Site), row.Settings!.Team, change.Reason!);
        var comes = row.Presence == AgentActivity.SignedOut;
        if (change.Phone is not null || comes)
        {
            var signedIn = await commands.AskUntilKnown(agent, new AgentCommand.SignIn(change.Phone));
            if (signedIn is not CommandAnswer.Answered)
            {
                return signedIn;
            }
        }

        var asked = new FloorCommand.AskBreak(team, agent, reason, BreaksApi.SignedIn(board, team) + (comes ? 1 : 0)) { IsForced = isForced };
        return await commands.AskUntilKnown(ActorId.Floor(row.Tenant), asked) switch
        {
            CommandAnswer.Answered { Reply: BreakReply { Number: { } number } } => await commands.AskUntilKnown(agent, new AgentCommand.TakeBreak(team, reason, number)),
            CommandAnswer.Refused { Reason: Refusal.BreakNotRationed } => await commands.AskUntilKnown(agent, new AgentCommand.GoNotReady(reason)),
            var answer => answer,
        };
    }

    /// <summary>Who wants something else does not wait for a break any more.</summary>
    public static async ValueTask<CommandAnswer?> TakeBack(ICommands commands, AgentRow? row) => row?.BreakAsked is { } asked
        ? await commands.AskUntilKnown(ActorId.Floor(row.Tenant), new FloorCommand.WithdrawBreak(asked.Team, ActorId.Agent(row.Tenant, row.Id, row.Site)))
        : null;
}
