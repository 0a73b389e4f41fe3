using System.Diagnostics.Metrics;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Membership;

/// <summary>A member's counters as metrics. No label comes from outside.</summary>
internal sealed class MemberMeter : IDisposable
{
    private readonly Meter meter = new(NodeMeter.Name);

    public MemberMeter(ClusterMember member)
    {
        var counters = member.Counters;
        meter.CreateObservableCounter("callcenter.member.joins", () => counters.Joins, "{join}", "incarnations had by this process");
        meter.CreateObservableCounter("callcenter.member.falls", () => counters.Falls, "{fall}", "incarnations lost: others found this process dead");
        meter.CreateObservableCounter("callcenter.member.renewals", () => counters.Renewals, "{renewal}", "lease renewals that succeeded");
        meter.CreateObservableCounter("callcenter.member.renewals.failed", () => counters.RenewalsFailed, "{renewal}", "lease renewals that failed");
        meter.CreateObservableCounter("callcenter.member.holds", () => counters.Holds, "{hold}", "times that this process stopped itself");
        meter.CreateObservableCounter("callcenter.member.suspicions", () => counters.Suspicions, "{suspicion}", "times that another member was suspected");
        meter.CreateObservableCounter("callcenter.member.evictions", () => counters.Evictions, "{eviction}", "members evicted with our vote");
        meter.CreateObservableCounter("callcenter.shards.taken_over", () => counters.ShardsTakenOver, "{shard}", "free shards taken");
        meter.CreateObservableCounter("callcenter.shards.handed_over", () => counters.ShardsHandedOver, "{shard}", "shards given to others as planned");
        meter.CreateObservableCounter("callcenter.shards.lost", () => counters.ShardsLost, "{shard}", "shards that became another's, planned or not");
        meter.CreateObservableGauge("callcenter.member.lease", () => Math.Max(0, member.Lease.Remaining.TotalSeconds), "s", "until this process would stop itself");
        meter.CreateObservableGauge("callcenter.member.health", () => member.Status.Health, "{point}", "0 is well");
        meter.CreateObservableGauge("callcenter.members", () => member.Status.Members.Count(other => other.IsStanding), "{member}", "members of the cluster that stand");
    }

    public void Dispose() => meter.Dispose();
}
