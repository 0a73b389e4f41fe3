using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>Edge → core in one process.</summary>
internal sealed class EngineSignals(IActors actors) : ISignals
{
    public async ValueTask<SignalAnswer> Tell(ActorId to, object command, TimeSpan deadline) => await actors.Ask(to, command, deadline) switch
    {
        Answer.Answered answered => new SignalAnswer.Answered(answered.Reply),
        Answer.Refused refused => new SignalAnswer.Refused(refused.Reason),
        _ => SignalAnswer.Unknown.Instance,
    };
}
