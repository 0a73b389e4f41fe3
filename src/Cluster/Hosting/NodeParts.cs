using CallCenter.Cluster.Links;
using CallCenter.Cluster.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster.Hosting;

/// <summary>Everything a node meets: its store, its ports, its clock and its links, all replaceable by a simulator's.</summary>
internal sealed record NodeParts
{
    public NodeOptions Options { get; init; } = new();

    public required IReadOnlyList<ActorType> Types { get; init; }

    public required IEventStore Store { get; init; }

    /// <summary>States of long streams; null: none are kept.</summary>
    public ISnapshots? Snapshots { get; init; }

    public required IPerformer Performer { get; init; }

    public IMessages Messages { get; init; } = ProductMessages.Instance;

    public required NodeClock Clock { get; init; }

    public ILocalLink Link { get; init; } = DirectLink.Instance;

    /// <summary>The way to actors of other nodes; null: this node owns all there are.</summary>
    public IRemoteLink? Remote { get; init; }

    /// <summary>
    /// Whether the lease stands, asked at the start of each round: a process that was frozen lets nothing leave before membership has looked at
    /// the clock (RELIABILITY 3.1).
    /// </summary>
    public Func<bool> LeaseStands { get; init; } = () => true;

    /// <summary>Runs the cancelling of an ended duty's token. In production off the loop: whoever awaits it goes on inside.</summary>
    public Action<Action> Cancel { get; init; } = cancel => cancel();

    /// <summary>Runs what takes long and decides nothing. In production off the loop.</summary>
    public Action<Action> Aside { get; init; } = work => work();

    /// <summary>Durable events, in order of each shard; called on the loop.</summary>
    public Action<IReadOnlyList<CommittedEvent>> Committed { get; init; } = _ => { };

    /// <summary>Where shards end that are being taken over: durable, whoever wrote it; called on the loop.</summary>
    public Action<IReadOnlyDictionary<int, ShardHead>> HeadsRead { get; init; } = _ => { };

    /// <summary>Others own these shards now; called on the loop.</summary>
    public Action<IReadOnlyList<int>> Fenced { get; init; } = _ => { };

    /// <summary>These shards are served from now on; called on the loop.</summary>
    public Action<IReadOnlyList<int>> Owned { get; init; } = _ => { };

    /// <summary>All shards asked for are owned: asks are answered.</summary>
    public Action Owning { get; init; } = () => { };

    /// <summary>Every actor of the live set is back.</summary>
    public Action Recovered { get; init; } = () => { };

    public ILogger Log { get; init; } = NullLogger.Instance;
}
