using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Disk;

/// <summary>The journal alone, one batch outstanding as the lane has it: events of 200 bytes over many streams and shards.</summary>
internal static class JournalBench
{
    private const int RunCount = 3;
    private const int BodyBytes = 200;
    private const int Streams = 1_000;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        var writer = new Writer(store);
        await writer.Write(100, TimeSpan.FromSeconds(1));
        List<string[]> rows = [];
        foreach (var size in new[] { 1, 10, 100, 1_000 })
        {
            rows.Add(await Row(writer, size));
        }

        report.Table(["events a batch", "events/s", "batch p50 / p99 ms", "CPU µs an event", "batch : fdatasync p50"], rows);
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s; events of {BodyBytes} B; SQLite {Version()}, WAL, synchronous=FULL. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(Writer writer, int size)
    {
        Runs rate = new(), cpu = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var before = Machine.CpuSeconds();
            var times = await writer.Write(size, RunLength);
            cpu.Add((Machine.CpuSeconds() - before) * 1e6 / (times.Count * size));
            rate.Add(times.Count * size / RunLength.TotalSeconds);
            ratio.Add(times.At(0.5) / flush);
            all.AddAll(times);
        }

        return [$"{size}", rate.Rate, $"{all}", $"{cpu.Median:F1}", ratio.Cost];
    }

    private static string Version()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private sealed class Writer(SqliteEventStore store)
    {
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
                if (await store.Append(Batch(size), CancellationToken.None) is not AppendResult.Appended)
                {
                    throw new InvalidOperationException("the journal did not take a batch");
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
                epochs[shard] = store.Epoch;
            }

            return new AppendBatch(events, [], epochs);
        }
    }
}
