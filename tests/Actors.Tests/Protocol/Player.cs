using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Tests.Snapshots;

namespace CallCenter.Actors.Tests.Protocol;

/// <summary>One actor in the conversation: what it owes, and what it answers when told.</summary>
internal interface IPlayer
{
    ActorId Id { get; }

    IReadOnlyCollection<Duty> Owed { get; }

    IReadOnlyList<object> Story { get; }

    bool Understands(object command);

    Said Told(object command, DateTimeOffset now);
}

/// <summary>Answered or refused, and in which words.</summary>
internal readonly record struct Said(bool Answered, object? Reply);

internal sealed class Player<TBehaviour, TState, TCommand, TEvent>(ActorId id) : IPlayer
    where TBehaviour : IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private readonly DutyLedger<TBehaviour, TState, TCommand, TEvent> ledger = new(id);
    private readonly List<object> story = [];

    public ActorId Id => id;

    public TState State => ledger.State;

    public IReadOnlyCollection<Duty> Owed => ledger.Owed;

    public IReadOnlyList<object> Story => story;

    public bool Understands(object command) => command is TCommand;

    public Said Told(object command, DateTimeOffset now)
    {
        var decision = TBehaviour.Decide(State, (TCommand)command, now);
        KeptStates.DecidesTheSame<TBehaviour, TState, TCommand, TEvent>(State, (TCommand)command, now, decision);
        if (decision is Decision<TEvent>.Accepted accepted)
        {
            foreach (var @event in accepted.Events)
            {
                ledger.Apply(@event);
                story.Add(@event);
            }
        }

        return decision switch
        {
            Decision<TEvent>.Accepted { Reply: var reply } => new(true, reply),
            Decision<TEvent>.AlreadySo { Reply: var reply } => new(true, reply),
            _ => new(false, null),
        };
    }
}

internal static class Player
{
    public static IPlayer Of(ActorId id) => id.Kind switch
    {
        ActorKind.Call => new Player<CallBehaviour, CallState, CallCommand, CallEvent>(id),
        ActorKind.Queue => new Player<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(id),
        ActorKind.Agent => new Player<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(id),
        _ => new Player<PhoneBehaviour, PhoneState, PhoneCommand, PhoneEvent>(id),
    };
}
