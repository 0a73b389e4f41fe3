namespace CallCenter.Cluster.Membership;

/// <summary>
/// The cluster's one register of members and shard owners, in the database, by the database's clock. Every call is one statement; it may be
/// repeated after an unknown outcome (a failed task) without harm. One contract suite holds for every implementation
/// (tests/Cluster.Tests/LeasesContract). Uses connections of its own: slow appends must not look like death (RELIABILITY 3.1).
/// </summary>
internal interface ILeases
{
    /// <summary>
    /// Enters the cluster under a new incarnation, or, said again by the same start while it stands, under the one that it has. Refused while a living process has the name (but see <see cref="JoinRequest.IsStart"/>), when the database belongs to a cluster of another
    /// name, or when the protocol is below the floor.
    /// </summary>
    Task<JoinResult> Join(JoinRequest request, CancellationToken stop);

    /// <summary>
    /// Prolongs the lease, matching the incarnation only and never the expiry: after an outage of the database everybody goes on as before.
    /// Null when the incarnation stands no more (evicted, left, or joined again): all its shards are lost.
    /// </summary>
    /// <param name="incarnation">Whose lease.</param>
    /// <param name="state">What it says of itself.</param>
    /// <param name="lease">How long from now.</param>
    /// <param name="stoodStill">It did not run for a while since its last renewal, and knows it.</param>
    /// <param name="stop">Gives up waiting for the answer.</param>
    /// <remarks>
    /// It refutes suspicions of <see cref="Suspicion.CannotRenew"/>, and those of <see cref="Suspicion.Silent"/> of one that stood still: its silence is
    /// explained, and who does not hear it even now notes it anew.
    /// </remarks>
    Task<Renewed?> Renew(long incarnation, MemberState state, TimeSpan lease, bool stoodStill, CancellationToken stop);

    /// <summary>
    /// Takes those of these shards that are nobody's, or whose owner's incarnation stands no more, each under a new epoch. Waits for appends in flight
    /// (bounded), so that no row of the old epoch comes after. Answers the epochs of all of them that this incarnation owns now.
    /// </summary>
    Task<IReadOnlyDictionary<int, long>> Acquire(long incarnation, IReadOnlyList<int> shards, CancellationToken stop);

    /// <summary>Gives these shards, held under these epochs, to another living member. Answers the new epochs of those that went over.</summary>
    Task<IReadOnlyDictionary<int, long>> HandOver(long incarnation, IReadOnlyDictionary<int, long> epochs, long successor, CancellationToken stop);

    /// <summary>Notes that <paramref name="by"/> finds <paramref name="suspect"/> dead; counts for <see cref="SuspicionLasts"/>.</summary>
    Task Suspect(long by, long suspect, Suspicion why, CancellationToken stop);

    /// <summary>
    /// Marks the suspect evicted if its lease has ended by the database's clock, or two members suspect it freshly, or one does with
    /// <see cref="Suspicion.LinkReset"/> or <see cref="Suspicion.CannotRenew"/> and there are no more than two members standing. True when it stands no more.
    /// </summary>
    Task<bool> Evict(long suspect, CancellationToken stop);

    /// <summary>Its end, by its own word: its shards are free at once.</summary>
    Task Leave(long incarnation, CancellationToken stop);

    /// <summary>How long a suspicion counts.</summary>
    static readonly TimeSpan SuspicionLasts = TimeSpan.FromSeconds(3);
}

/// <param name="Cluster">Names the cluster; the first join gives the database its name.</param>
/// <param name="Name">Names the process.</param>
/// <param name="Address">HOST:PORT of its links.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Protocol">The highest protocol it speaks.</param>
/// <param name="Lease">How long the first lease lasts.</param>
/// <param name="IsStart">
/// The process has just started and listens at its address: whoever had this name at this very address before is gone, and its lease is not waited for.
/// Never said when joining again: of two that had one name and one address by mistake, the earlier one is refused then.
/// </param>
/// <param name="Start">
/// This start of the process, growing with time: who is in already under it has joined, so that a join whose answer was lost finds itself; and one that an
/// earlier start sent, and that comes late, takes nobody's place. Empty: no repeat is told from another process.
/// </param>
internal sealed record JoinRequest(string Cluster, string Name, string Address, Roles Roles, int Protocol, TimeSpan Lease, bool IsStart = false, Guid Start = default);

internal abstract record JoinResult
{
    private JoinResult()
    {
    }

    public sealed record Joined(long Incarnation, Renewed First) : JoinResult;

    /// <summary>A process of this name holds a lease for <paramref name="Remaining"/> yet, at <paramref name="Address"/>.</summary>
    public sealed record NameInUse(string Address, TimeSpan Remaining) : JoinResult;

    public sealed record OtherCluster(string Cluster) : JoinResult;

    public sealed record TooOld(int ProtocolFloor) : JoinResult;
}

/// <summary>The whole register as of one moment, and that moment by the database's clock.</summary>
internal sealed record Renewed(ClusterView View, DateTimeOffset DatabaseTime);

/// <summary>Stored by number: append only.</summary>
internal enum Suspicion
{
    /// <summary>Probes over the link got no answer.</summary>
    Silent = 1,

    /// <summary>The link was reset and could not be made again.</summary>
    LinkReset = 2,

    /// <summary>It says itself that it cannot renew.</summary>
    CannotRenew = 3,
}
