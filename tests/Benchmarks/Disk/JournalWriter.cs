using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Disk;

/// <summary>Appends as the lane does, one batch outstanding: events over many streams and shards.</summary>
internal sealed class JournalWriter(IEventStore store, long epoch)
{
    public const int BodyBytes = 200;
    private const int Streams = 1_000;
    private readonly byte[] body = new byte[BodyBytes];
    private readonly ActorId[] streams = [.. Enumerable.Range(0, Streams).Select(number => ActorId.Call("bench", $"c{number}"))];
    private readonly long[] versions = new long[Streams];
    private readonly long[] positions = new long[store.ShardCount];
    private int next;

    public async Task<Latencies> Write(int size, TimeSpan length)
    {
        var times = new Latencies();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            var start = Stopwatch.GetTimestamp();
            if (await store.Append(Batch(size), CancellationToken.None) is var result and not AppendResult.Appended)
            {
                throw new InvalidOperationException($"the journal did not take a batch: {result}");
            }

            times.Add(Stopwatch.GetTimestamp() - start);
        }

        return times;
    }

    private AppendBatch Batch(int size)
    {
        var events = new List<NewEvent>(size);
        var epochs = new Dictionary<int, long>();
        for (var index = 0; index < size; index++)
        {
            var stream = next++ % Streams;
            var shard = stream % store.ShardCount;
            events.Add(new NewEvent(shard, ++positions[shard], streams[stream], ++versions[stream], "bench", body));
            epochs[shard] = epoch;
        }

        return new AppendBatch(events, [], epochs);
    }
}
