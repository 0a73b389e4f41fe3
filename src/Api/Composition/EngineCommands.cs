using CallCenter.Actors;
using CallCenter.Api.Commands;
using CallCenter.Api.Journal;
using CallCenter.Cluster;

namespace CallCenter.Api.Composition;

/// <summary>The API's way to the actors is the engine's.</summary>
internal sealed class EngineCommands(IActors actors) : ICommands
{
    public async ValueTask<CommandAnswer> Ask(ActorId to, object command, TimeSpan deadline) => await actors.Ask(to, command, deadline) switch
    {
        Answer.Answered answered => new CommandAnswer.Answered(answered.Reply, new Position(answered.Shard, answered.Position)),
        Answer.Refused refused => new CommandAnswer.Refused(refused.Reason, refused.Detail),
        _ => CommandAnswer.Unknown.Instance,
    };
}
