using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Lane;

/// <summary>What the lane tells its node.</summary>
internal interface ILaneOwner
{
    /// <summary>These entries are durable, in order: what they hold may leave.</summary>
    void Released(IReadOnlyList<LaneEntry> entries, DateTimeOffset storedAt);

    /// <summary>These entries never happened, in order; <paramref name="batch"/> of them were in the batch that failed.</summary>
    void Killed(IReadOnlyList<LaneEntry> entries, int batch, AppendResult why);

    /// <summary>Nobody knows whether a batch was written; it is sent again after a pause.</summary>
    void InDoubt(string why, int attempt);
}
