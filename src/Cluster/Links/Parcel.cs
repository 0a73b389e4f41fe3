using CallCenter.Actors;

namespace CallCenter.Cluster.Links;

/// <summary>What travels between two actors: a request that belongs to a duty, or the answer to it.</summary>
internal abstract record Parcel(ActorId To)
{
    /// <summary>
    /// A duty of <paramref name="From"/> delivers <paramref name="Command"/>. <paramref name="Horizon"/> is the lane position that the
    /// sender's state rests on; 0 when that is durable, as it must be on a link to another node.
    /// </summary>
    public sealed record Request(ActorId From, string Key, long Run, ActorId To, object Command, long Horizon) : Parcel(To)
    {
        /// <summary>W3C traceparent of the decision that sent it; null when nobody follows it.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>The durable answer to a request, to the duty that asked.</summary>
    public sealed record Reply(ActorId To, string Key, long Run, Answer Answer) : Parcel(To);
}
