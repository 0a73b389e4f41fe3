using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Tests;

/// <summary>
/// The actors' side of the API: configuration actors are the real behaviour over the journal; other commands are noted and answered by
/// <see cref="Answer"/>, which a test sets.
/// </summary>
internal sealed class Answering(MemoryJournal journal) : ICommands
{
    private readonly Lock gate = new();
    private readonly Dictionary<ActorId, ConfigurationState> configurations = [];

    public List<(ActorId To, object Command)> Asked { get; } = [];

    public Func<ActorId, object, CommandAnswer> Answer { get; set; } = (to, _) => new CommandAnswer.Refused(Refusal.AgentNotConfigured, $"{to}");

    public ValueTask<CommandAnswer> Ask(ActorId to, object command, TimeSpan deadline)
    {
        lock (gate)
        {
            Asked.Add((to, command));
            return ValueTask.FromResult(command is ConfigurationCommand configuration ? Configure(to, configuration) : Answer(to, command));
        }
    }

    private CommandAnswer Configure(ActorId to, ConfigurationCommand command)
    {
        var state = configurations.GetValueOrDefault(to) ?? ConfigurationBehaviour.Initial(to);
        switch (ConfigurationBehaviour.Decide(state, command, DateTimeOffset.UnixEpoch))
        {
            case Decision<ConfigurationEvent>.Accepted accepted:
                configurations[to] = accepted.Events.Aggregate(state, ConfigurationBehaviour.Apply);
                return new CommandAnswer.Answered(accepted.Reply, journal.Append(to, accepted.Events));
            case Decision<ConfigurationEvent>.AlreadySo so:
                return new CommandAnswer.Answered(so.Reply, journal.Append(to));
            case Decision<ConfigurationEvent>.Refused refused:
                return new CommandAnswer.Refused(refused.Reason, refused.Detail);
            default:
                throw new InvalidOperationException("a decision that is none");
        }
    }
}
