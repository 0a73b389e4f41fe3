namespace CallCenter.Cluster.Membership;

/// <summary>Who a process is in its cluster, and every bound of its membership. One configuration for all faults (RELIABILITY 2.0).</summary>
public sealed record MemberOptions
{
    /// <summary>Names the cluster: a database belongs to one.</summary>
    public required string Cluster { get; init; }

    /// <summary>Names the process; at most one living process has it.</summary>
    public required string Name { get; init; }

    /// <summary>HOST:PORT at which others reach its links.</summary>
    public required string Address { get; init; }

    public Roles Roles { get; init; } = Roles.All;

    /// <summary>The highest protocol it speaks.</summary>
    public int Protocol { get; init; } = 1;

    /// <summary>This start of the process, growing with time (UUID version 7): a join whose answer was lost finds itself by it.</summary>
    public Guid Start { get; init; }

    /// <summary>Seed of all jitter.</summary>
    public int Seed { get; init; }

    /// <summary>How long a lease lasts by the database's clock.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Leaves time for two tries that fail slowly before peers are told, and for a third before self-stop.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// A renewal that took longer did not happen, as far as anybody here knows. Shorter than what the connection is given: the next try waits behind a slow
    /// one, and finds the connection whole.
    /// </summary>
    public TimeSpan RenewTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan RenewRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>After the start of the last successful renewal, this process stops itself. Lease over this: the tolerated error of clock rates.</summary>
    public TimeSpan SelfStopAfter { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// After the start of the last successful renewal, if two have failed since, peers are told. Later than one that failed by its time-out: a busy machine is
    /// no dead one (F-35), and what is told too early moves every shard.
    /// </summary>
    public TimeSpan CannotRenewAfter { get; init; } = TimeSpan.FromSeconds(3.6);

    /// <summary>Any other call of the register. An acquire waits for appends in flight.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan JoinRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A name is waited for as long as this many leases last.</summary>
    public int NameInUseLeasesMax { get; init; } = 3;

    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Unanswered in a row: suspicion. A member in bad health itself waits for a multiple (<see cref="SelfHealth"/>).</summary>
    public int ProbeMissesMax { get; init; } = 6;

    /// <summary>How long a third member may look for one whose link broke.</summary>
    public TimeSpan IndirectProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Without a word from a third member, a broken link that was not made again by then is a dead process.</summary>
    public TimeSpan ResetGrace { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A link that broke within this time after it was made says little: who has just started has its troubles.</summary>
    public TimeSpan YoungLink { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a young link that broke may take to be made again, whatever a third member says.</summary>
    public TimeSpan YoungLinkGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two tries to evict a suspect: the second suspecter may be a moment late.</summary>
    public TimeSpan EvictEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The loop came this late: this process is not well.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The loop came this late: what peers did not answer meanwhile says nothing about them.</summary>
    public TimeSpan FrozenAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The machine slept at least this long: the lease must prove itself again.</summary>
    public TimeSpan SuspendedAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Who has joined takes nothing for this long: those who start together share the shards.</summary>
    public TimeSpan SettleFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A free shard is its first heir's for this long, then the second's too, and so on.</summary>
    public TimeSpan HeirGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shards of one take-over call.</summary>
    public int AcquireMax { get; init; } = 64;

    public TimeSpan AcquireRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a new member has to be there before it is given shards. Doubled for each return after the first within <see cref="FlapsCountFor"/>.</summary>
    public TimeSpan StableFor { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan StableForMax { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan FlapsCountFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Shards that change hands at the same time.</summary>
    public int HandoversMax { get; init; } = 16;

    /// <summary>The same, of a process that ends.</summary>
    public int LeavingHandoversMax { get; init; } = 64;

    /// <summary>Shards a minute that go back to their rightful owner although nobody joined or leaves. Joins and drains are not limited by it.</summary>
    public int StrayMovesPerMinute { get; init; } = 2;

    /// <summary>A shard whose decisions are not durable by then is kept.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan HandoverRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Handing everything over, for a process that ends; then it is as if it had crashed.</summary>
    public TimeSpan LeaveWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who owns nothing any more tells all others, and waits at most so long for their word that they ask it nothing more.</summary>
    public TimeSpan FarewellMax { get; init; } = TimeSpan.FromSeconds(2);
}
