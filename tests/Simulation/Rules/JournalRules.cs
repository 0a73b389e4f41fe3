using CallCenter.Actors;
using CallCenter.Cluster;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>O2: along a shard the epoch never decreases. O3: each stream's versions, and each shard's positions, are 1 … n.</summary>
internal sealed class JournalRules
{
    private readonly Dictionary<int, (long Position, long Epoch)> shards = [];
    private readonly Dictionary<ActorId, long> streams = [];

    public void Check(CommittedEvent row)
    {
        var (position, epoch) = shards.GetValueOrDefault(row.Shard);
        Require(row.Epoch >= epoch, "O2", $"{row.Shard}:{row.Position} has epoch {row.Epoch} after {epoch}");
        Require(row.Position == position + 1, "O3", $"shard {row.Shard} has {row.Position} after {position}");
        shards[row.Shard] = (row.Position, row.Epoch);

        var version = streams.GetValueOrDefault(row.Stream);
        Require(row.Version == version + 1, "O3", $"{row.Stream} has version {row.Version} after {version}");
        streams[row.Stream] = row.Version;
    }
}
