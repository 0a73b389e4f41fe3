using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>What this process knows of itself as a member and of its cluster, at one moment, for people to look at.</summary>
public sealed record MembershipStatus
{
    private readonly ClusterView view;
    private readonly IReadOnlySet<long> suspected;

    private MembershipStatus(ClusterView view, IReadOnlySet<long> suspected)
    {
        this.view = view;
        this.suspected = suspected;
    }

    public required string Cluster { get; init; }

    public required string Name { get; init; }

    /// <summary>0: not a member now.</summary>
    public required long Incarnation { get; init; }

    public required Roles Roles { get; init; }

    /// <summary>joining, standing, leaving or ended.</summary>
    public required string Phase { get; init; }

    /// <summary>It stopped itself: its lease is over and it does not know whether it still counts.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Since the start of the last renewal that succeeded; null: never.</summary>
    public required TimeSpan? LeaseAge { get; init; }

    public required TimeSpan RenewalRoundTrip { get; init; }

    public required int RenewalFailures { get; init; }

    /// <summary>0 is well; the worst is 4.</summary>
    public required int Health { get; init; }

    public required int ShardsOwned { get; init; }

    public required MemberCounters Counters { get; init; }

    public int ProtocolFloor => view.ProtocolFloor;

    public int ShardCount => view.Shards.Length;

    /// <summary>Shards that no standing member owns.</summary>
    public int ShardsFree => view.Free().Count;

    /// <summary>All members the register knows, by name.</summary>
    public IReadOnlyList<MemberStatus> Members => [.. view.Members.Values.Select(member => new MemberStatus
    {
        Name = member.Name,
        Incarnation = member.Incarnation,
        Address = member.Address,
        Roles = member.Roles,
        Protocol = member.Protocol,
        State = member.State switch
        {
            MemberState.Up => "up",
            MemberState.Draining => "draining",
            MemberState.Left => "left",
            _ => "evicted",
        },
        IsStanding = member.IsStanding(),
        IsSuspected = suspected.Contains(member.Incarnation),
        LeaseExpiresIn = member.ExpiresIn,
        Shards = view.OwnedBy(member.Incarnation).Count(),
    })];

    /// <summary>Every shard, by number.</summary>
    public IReadOnlyList<ShardStatus> Shards
    {
        get
        {
            var names = view.Members.Values.ToDictionary(member => member.Incarnation, member => member.Name);
            return [.. view.Shards.Select((owner, shard) => new ShardStatus(shard, names.GetValueOrDefault(owner.Incarnation), owner.Incarnation, owner.Epoch))];
        }
    }

    internal static MembershipStatus Of(ClusterMember member) => new(member.View, member.Accusations.Accused)
    {
        Cluster = member.Options.Cluster,
        Name = member.Options.Name,
        Incarnation = member.Incarnation,
        Roles = member.Options.Roles,
        Phase = member.Phase switch
        {
            MemberPhase.Joining => "joining",
            MemberPhase.Standing => "standing",
            MemberPhase.Leaving => "leaving",
            _ => "ended",
        },
        IsHeld = member.Renewal.IsHeld,
        LeaseAge = member.Renewal.LastStart == default ? null : member.Now - member.Renewal.LastStart,
        RenewalRoundTrip = member.Renewal.RoundTrip,
        RenewalFailures = member.Renewal.Failures,
        Health = member.Health.Score,
        ShardsOwned = member.Holdings.Count,
        Counters = member.Counters,
    };
}

/// <summary>One member as the register has it.</summary>
public sealed record MemberStatus
{
    public required string Name { get; init; }

    public required long Incarnation { get; init; }

    public required string Address { get; init; }

    public required Roles Roles { get; init; }

    public required int Protocol { get; init; }

    /// <summary>up, draining, left or evicted.</summary>
    public required string State { get; init; }

    public required bool IsStanding { get; init; }

    /// <summary>By the process that was asked.</summary>
    public required bool IsSuspected { get; init; }

    /// <summary>When the register was read; negative: it has ended.</summary>
    public required TimeSpan LeaseExpiresIn { get; init; }

    public required int Shards { get; init; }
}

/// <param name="Shard">Its number.</param>
/// <param name="Owner">The name of the member that owns it; null: an owner that the register knows no more, or none.</param>
/// <param name="Incarnation">The owner's; 0: nobody's yet.</param>
/// <param name="Epoch">Raised at each change of owner.</param>
public sealed record ShardStatus(int Shard, string? Owner, long Incarnation, long Epoch);
