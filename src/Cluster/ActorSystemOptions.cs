using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster;

/// <summary>What an <see cref="ActorSystem"/> is made of.</summary>
public sealed record ActorSystemOptions
{
    /// <summary>The kinds of actor that this process hosts, one behaviour each.</summary>
    public required IReadOnlyList<ActorType> Types { get; init; }

    /// <summary>The journal. Not closed by the system.</summary>
    public required IEventStore Store { get; init; }

    /// <summary>States of long streams; null: none are kept.</summary>
    public ISnapshots? Snapshots { get; init; }

    /// <summary>The epoch under which this process owns all shards: with SQLite the count of its starts (<see cref="SqliteEventStore.Epoch"/>).</summary>
    public required long Epoch { get; init; }

    /// <summary>The clock that the store stamps with too (<see cref="SqliteEventStore.Clock"/>), so that time never goes back between them.</summary>
    public required NodeClock Clock { get; init; }

    public NodeOptions Node { get; init; } = new() { Seed = Environment.TickCount };

    public IMessages Messages { get; init; } = ProductMessages.Instance;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
