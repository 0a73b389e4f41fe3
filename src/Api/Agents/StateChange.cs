using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Api.Commands;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Agents;

/// <summary>What a person may choose.</summary>
internal enum ChosenState
{
    Ready,
    NotReady,
    SignedOut,
}

/// <summary>The body of <c>PUT /agents/{id}/state</c>.</summary>
internal sealed record StateChange
{
    public const int ReasonMax = 64;

    public required ChosenState State { get; init; }

    /// <summary>Of not ready; without one it is a sign-in.</summary>
    public string? Reason { get; init; }

    /// <summary>Where to sign in; the agent's own when left out.</summary>
    public string? Phone { get; init; }

    public static Problem? Check(StateChange change) => change switch
    {
        { Reason: not null, State: not ChosenState.NotReady } => Problems.Problems.BodyInvalid("/reason", "Only 'not-ready' has a reason.", "Leave it out."),
        { Phone: not null, State: ChosenState.SignedOut } => Problems.Problems.BodyInvalid("/phone", "Signing out needs no phone.", "Leave it out."),
        { Reason: { } reason } when reason.Length is 0 or > ReasonMax => Problems.Problems.BodyInvalid("/reason", $"A reason has 1 to {ReasonMax} characters."),
        { Phone: { } phone } when !ActorId.IsPart(phone) => Problems.Problems.BodyInvalid("/phone", "It is not an id of a phone."),
        _ => null,
    };

    /// <summary>One command, or a sign-in and then one. The last answer counts; a refused sign-in ends it.</summary>
    public async ValueTask<CommandAnswer> Carry(ICommands commands, ActorId agent)
    {
        if (Phone is not null || this is { State: ChosenState.NotReady, Reason: null })
        {
            var signedIn = await commands.AskUntilKnown(agent, new AgentCommand.SignIn(Phone));
            if (signedIn is not CommandAnswer.Answered || this is { State: ChosenState.NotReady, Reason: null })
            {
                return signedIn;
            }
        }

        var answer = await commands.AskUntilKnown(agent, Command);
        if (answer is not CommandAnswer.Refused { Reason: Refusal.AgentSignedOut } || State == ChosenState.SignedOut)
        {
            return answer;
        }

        var first = await commands.AskUntilKnown(agent, new AgentCommand.SignIn(null));
        return first is CommandAnswer.Answered ? await commands.AskUntilKnown(agent, Command) : first;
    }

    private AgentCommand Command => State switch
    {
        ChosenState.Ready => new AgentCommand.GoReady(),
        ChosenState.NotReady => new AgentCommand.GoNotReady(Reason!),
        _ => new AgentCommand.SignOut(),
    };
}
