using CallCenter.Actors;
using CallCenter.Benchmarks.Engine;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>Writes a journal beforehand: pebbles that have counted a little and owe something in years, so that whoever starts must bring all back.</summary>
internal static class Promises
{
    /// <summary>Of each pebble: about what a call has behind it that waits for its turn.</summary>
    public const int EventsEach = 4;

    private const int PebblesOfBatch = 500;
    private const int FarDay = 40_000;

    /// <summary>Makes the center with so many shards; its owner leaves again.</summary>
    public static async Task WriteCenter(string database, int shards, int pebbles)
    {
        var options = new PostgresOptions { ConnectionString = database, Process = "writer", Shards = shards };
        using var center = await PostgresCenter.Open(options, TimeProvider.System, NullLogger.Instance);
        var joined = (JoinResult.Joined)await center.Leases.Join(new JoinRequest("bench", "writer", "127.0.0.1:1", Roles.Core, 1, TimeSpan.FromHours(1)), CancellationToken.None);
        var epochs = await center.Leases.Acquire(joined.Incarnation, [.. Enumerable.Range(0, shards)], CancellationToken.None);
        await Write(center.Store, epochs[0], pebbles);
        await center.Leases.Leave(joined.Incarnation, CancellationToken.None);
    }

    public static async Task Write(IEventStore store, long epoch, int pebbles)
    {
        var positions = new long[store.ShardCount];
        foreach (var numbers in Enumerable.Range(0, pebbles).Chunk(PebblesOfBatch))
        {
            var ids = numbers.Select(PebbleBehaviour.Id).ToList();
            var events = ids.SelectMany(id => Story(id, ShardHash.ShardOf(id, store.ShardCount), positions)).ToList();
            var live = ids.Select(id => new LiveChange(ShardHash.ShardOf(id, store.ShardCount), id, HasDuties: true)).ToList();
            var epochs = live.Select(change => change.Shard).Distinct().ToDictionary(shard => shard, _ => epoch);
            if (await store.Append(new AppendBatch(events, live, epochs), CancellationToken.None) is not AppendResult.Appended)
            {
                throw new InvalidOperationException("the journal did not take a batch");
            }
        }
    }

    private static IEnumerable<NewEvent> Story(ActorId id, int shard, long[] positions)
    {
        for (var version = 1; version < EventsEach; version++)
        {
            yield return Event(new PebbleEvent.Counted(DateTimeOffset.UnixEpoch, version), version);
        }

        yield return Event(new PebbleEvent.Promised(DateTimeOffset.UnixEpoch, FarDay), EventsEach);

        NewEvent Event(PebbleEvent what, long version) =>
            new(shard, ++positions[shard], id, version, PebbleMessages.Instance.TagOf(what), PebbleMessages.Instance.Write(what));
    }
}
