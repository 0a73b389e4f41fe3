using System.Collections.Immutable;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// What one process knows of the whole cluster: who is in it and who owns which shard. An immutable value; a newer one replaces it whole.
/// Read from the database at each renewal, moved ahead by what peers announce over links.
/// </summary>
internal sealed record ClusterView
{
    public static readonly ClusterView Empty = new();

    /// <summary>By name, also those that left or were evicted and still own shards.</summary>
    public ImmutableSortedDictionary<string, Member> Members { get; init; } = ImmutableSortedDictionary.Create<string, Member>(StringComparer.Ordinal);

    /// <summary>By shard number.</summary>
    public ImmutableArray<ShardOwner> Shards { get; init; } = [];

    /// <summary>The lowest protocol that every process of the cluster must speak: nothing newer is written (RELIABILITY 3.7).</summary>
    public int ProtocolFloor { get; init; } = 1;
}

/// <summary>One start of one process. The incarnation is raised by the database at each join and never used twice: leases belong to it.</summary>
/// <param name="Name">What the operator calls it; at most one living process has it.</param>
/// <param name="Incarnation">This start of it.</param>
/// <param name="Address">HOST:PORT where its links listen.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Protocol">The highest protocol it speaks.</param>
/// <param name="State">As the database has it.</param>
/// <param name="ExpiresIn">Until its lease ends by the database's clock, when the view was read; negative: it has ended.</param>
internal sealed record Member(string Name, long Incarnation, string Address, Roles Roles, int Protocol, MemberState State, TimeSpan ExpiresIn);

/// <summary>Stored by number: append only.</summary>
internal enum MemberState
{
    Up = 1,

    /// <summary>Gives its shards away and takes none.</summary>
    Draining = 2,

    /// <summary>Ended by itself: its shards are free.</summary>
    Left = 3,

    /// <summary>Found dead by others: its shards are free, and its renewals fail.</summary>
    Evicted = 4,
}

/// <summary>What a process does. Stored as a number: append only.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Hosts actors, owns shards.</summary>
    Core = 1,

    /// <summary>SIP sockets, transactions, media.</summary>
    Edge = 2,

    /// <summary>REST, event stream, pages.</summary>
    Api = 4,

    /// <summary>Folds events into tables.</summary>
    Views = 8,

    All = Core | Edge | Api | Views,
}

/// <summary>Whose a shard is: an incarnation (0: nobody's yet) and the epoch, raised at each take-over.</summary>
internal readonly record struct ShardOwner(long Incarnation, long Epoch);
