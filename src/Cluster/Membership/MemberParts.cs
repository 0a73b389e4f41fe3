using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster.Membership;

/// <summary>Everything a member meets, all replaceable by a simulator's.</summary>
internal sealed record MemberParts
{
    public required MemberOptions Options { get; init; }

    public required ILeases Leases { get; init; }

    public required ILinks Links { get; init; }

    /// <summary>Who hosts the shards; told on the member's loop.</summary>
    public required IShardHost Host { get; init; }

    public required IBootClock Clock { get; init; }

    /// <summary>Steered to the database's time.</summary>
    public required NodeClock Time { get; init; }

    /// <summary>This process has an incarnation now, its first or a new one: links introduce themselves as this. Called on the loop, before any other word.</summary>
    public Action<Peer> Joined { get; init; } = _ => { };

    /// <summary>It cannot join, and trying on would not help: the process should say why and end. Called on the loop.</summary>
    public Action<JoinRefusedException> Refused { get; init; } = _ => { };

    /// <summary>Runs the cancelling of a call's token. In production off the loop: a driver may talk to its server inside.</summary>
    public Action<Action> Cancel { get; init; } = cancel => cancel();

    public ILogger Log { get; init; } = NullLogger.Instance;
}
