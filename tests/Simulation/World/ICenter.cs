using CallCenter.Actors;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>What callers, phones and people know of the center: somebody who can be told things.</summary>
internal interface ICenter
{
    /// <summary>Told until it is answered or refused.</summary>
    void Tell(ActorId to, object command, Action<Answer>? done = null);
}
