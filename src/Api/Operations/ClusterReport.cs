namespace CallCenter.Api.Operations;

/// <summary>Where a cluster's state comes from. Composition adapts the engine's; a center of one process is a cluster of one.</summary>
public interface IClusterReports
{
    /// <summary>As this process knows it now; nothing is asked of others.</summary>
    ClusterReport Now();
}

/// <summary>The cluster as one of its processes knows it.</summary>
public sealed record ClusterReport
{
    /// <summary>Its name.</summary>
    public required string Cluster { get; init; }

    /// <summary>Who says this.</summary>
    public required string Node { get; init; }

    /// <summary>The highest protocol that everybody may write.</summary>
    public int ProtocolFloor { get; init; } = 1;

    public required IReadOnlyList<NodeReport> Nodes { get; init; }

    /// <summary>By shard number.</summary>
    public required IReadOnlyList<ShardReport> Shards { get; init; }

    /// <summary>This process's own lease; null where there is none to renew (one process on SQLite).</summary>
    public LeaseReport? Lease { get; init; }
}

/// <param name="Id">The node's name.</param>
/// <param name="Incarnation">Which start of it.</param>
/// <param name="Address">Where its links listen.</param>
/// <param name="Roles">What it does.</param>
/// <param name="State">up, draining, left or evicted.</param>
/// <param name="Protocol">The highest protocol it speaks.</param>
/// <param name="Link">The link from the answering process to it.</param>
/// <param name="Suspected">The answering process finds it dead.</param>
/// <param name="LeaseMs">Until its lease ends, when the register was read; negative: it has ended.</param>
public sealed record NodeReport(
    string Id, long Incarnation, string Address, IReadOnlyList<string> Roles, string State, int Protocol, NodeLink Link, bool Suspected, long LeaseMs);

public enum NodeLink
{
    /// <summary>It is the answering process itself.</summary>
    Self = 1,
    Up = 2,
    Down = 3,
}

/// <summary>Whose a shard is; <paramref name="Node"/> is null while nobody alive owns it.</summary>
public readonly record struct ShardReport(int Shard, string? Node, long Epoch);

/// <summary>How the answering process stands with the register.</summary>
public sealed record LeaseReport
{
    /// <summary>Joined, and the last renewal is young enough to act.</summary>
    public required bool Holds { get; init; }

    /// <summary>Since the start of the last renewal that succeeded; null before the first.</summary>
    public required long? RenewedMs { get; init; }

    /// <summary>How long that one took.</summary>
    public required double RenewalMs { get; init; }

    /// <summary>How often this process stopped itself because it could not renew.</summary>
    public required long SelfStops { get; init; }

    /// <summary>Shards that came here and went from here.</summary>
    public required long Moves { get; init; }
}
