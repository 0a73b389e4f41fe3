using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Simulation.Clusters;
using CallCenter.Simulation.Store;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// O1: a shard's epochs rise strictly, each has one owner. O2: no row of an epoch is written after the next one began. O8: what knows that it
/// lost its lease asks nobody for anything more. F14: an outage that all shared moves nothing.
/// </summary>
internal sealed class OwnerRules(SimulatedDatabase database, Func<IReadOnlyList<ClusterProcess>> running)
{
    /// <summary>Self-stop, and what a process may need to notice that it is time.</summary>
    private static readonly TimeSpan LeaseMax = TimeSpan.FromSeconds(4.5) + TimeSpan.FromMilliseconds(250);

    private readonly SortedDictionary<int, long> epochs = [];

    public void Changed(OwnerChange change)
    {
        Require(change.Epoch > epochs.GetValueOrDefault(change.Shard), "O1", $"shard {change.Shard}: epoch {change.Epoch} of {change.Incarnation} after {epochs.GetValueOrDefault(change.Shard)}");
        epochs[change.Shard] = change.Epoch;
    }

    /// <summary>
    /// F-14: an outage of the database moves nothing. Nobody's lease is called ended while it can renew it.
    /// </summary>
    public void Fell(long incarnation, Fate fate)
    {
        var process = running().FirstOrDefault(process => process.Member.Incarnation == incarnation);
        Require(fate is Fate.Left or Fate.Suspected || process?.CanRenew != true, "F14", $"{process?.Name} lost {incarnation} ({fate}) with its lease, which it could renew");
    }

    public void Check(CommittedEvent row) =>
        Require(row.Epoch == database.EpochOf(row.Shard), "O2", $"{row.Shard}:{row.Position} of epoch {row.Epoch} is written during epoch {database.EpochOf(row.Shard)}");

    public static void Leaves(ClusterProcess process, Frame frame)
    {
        // An answer that became durable is true whoever owns the shard by now (AnswerRules); what asks others to do something is not.
        if (frame is not (Frame.Perform or Frame.Carried { Parcel: Parcel.Request }))
        {
            return;
        }

        var isAwake = process.Machine.Clock.SinceBoot - process.Machine.AwakeSince > TimeSpan.FromMilliseconds(250);
        var isStanding = process.Leases.Renewed is { } renewed && process.Machine.Clock.SinceBoot - renewed <= LeaseMax;
        Require(isStanding || !isAwake, "O8", $"{process.Name} sends {frame}, its lease was last renewed at {process.Leases.Renewed}, it is {process.Machine.Clock.SinceBoot}");
    }
}
