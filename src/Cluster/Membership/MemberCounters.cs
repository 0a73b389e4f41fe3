namespace CallCenter.Cluster.Membership;

/// <summary>What a member counts. Written by its loop, read by anybody.</summary>
public sealed class MemberCounters
{
    /// <summary>Incarnations had by this process.</summary>
    public long Joins { get; set; }

    /// <summary>Incarnations lost.</summary>
    public long Falls { get; set; }

    public long Renewals { get; set; }

    public long RenewalsFailed { get; set; }

    /// <summary>Times that this process stopped itself.</summary>
    public long Holds { get; set; }

    public long Suspicions { get; set; }

    /// <summary>Members evicted with our vote.</summary>
    public long Evictions { get; set; }

    public long ShardsTakenOver { get; set; }

    public long ShardsHandedOver { get; set; }

    public long ShardsGained { get; set; }

    public long ShardsLost { get; set; }
}
