using CallCenter.Actors;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Simulation.World;

/// <summary>Which defects are planted; none in an honest run, and none but the store's in a Release build.</summary>
public sealed record Plants
{
    /// <summary>The store takes an append without looking at its version.</summary>
    public bool AcceptsAnything { get; init; }

    /// <summary>Appends look at the epoch without a lock.</summary>
    public bool FenceIsUnlocked { get; init; }

    /// <summary>Appends lock and look in one statement and write in the next, which goes on in another session when the first is gone.</summary>
    public bool LocksAreOfSessions { get; init; }

    /// <summary>Renewals match leases that have not ended.</summary>
    public bool RenewsByExpiry { get; init; }

    /// <summary>Entries of one batch: few, where a defect shows only when a batch is behind the one that failed.</summary>
    public int? BatchEntriesMax { get; init; }

#if PLANTED
    public Defects Engine { get; init; }

    public Planted Model { get; init; }
#endif
}

internal static class Planting
{
    public static NodeOptions In(this Plants plants, NodeOptions options)
    {
        // Small, so that most who come back come back from a snapshot.
        options = options with { SnapshotAfterBytes = 200, LoadPage = 5, GroupPage = 5 };
        options = options with { BatchEntriesMax = plants.BatchEntriesMax ?? options.BatchEntriesMax };
#if PLANTED
        options = options with { Planted = plants.Engine };
#endif
        return options;
    }

    public static NodeClock Clock(this Plants plants, TimeProvider time) => new(time)
    {
#if PLANTED
        Planted = plants.Engine,
#endif
    };

    /// <summary>Those of behaviours are planted in the whole thread.</summary>
    public static void InBehaviours(this Plants plants)
    {
#if PLANTED
        PlantedDefects.Current = plants.Model;
#endif
    }
}
