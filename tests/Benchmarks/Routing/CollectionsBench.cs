using System.Collections.Immutable;
using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Collections;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// The ordered map of the behaviours beside the base library's, as a large queue uses them: 100,000 stays named by hashes, 50,000 agents named
/// one like the other.
/// </summary>
internal static class CollectionsBench
{
    private const int Changes = 50_000;
    private const int RunCount = 5;

    /// <summary>Until the compiler has done its best with both.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.7);

    public static Task Run(Report report)
    {
        report.Table(
            ["entries", "what", "ours ns", "ImmutableSortedDictionary ns", "ratio", "ours B", "theirs B"],
            [.. Rows("100,000 stays", Stays(100_000)), .. Rows("50,000 agents", Agents(50_000)), .. Rows("100 stays", Stays(100))]);
        report.Say($"Median of {RunCount} runs of {Changes:N0} operations each at random keys, one thread, CPU time.");
        return Task.CompletedTask;
    }

    private static IEnumerable<string[]> Rows<TKey>(string entries, TKey[] keys)
        where TKey : struct, IOrdered<TKey>
    {
        var pairs = keys.Select(key => KeyValuePair.Create(key, new object())).ToArray();
        var (ours, theirs) = (OrderedMap.Create<TKey, object>(pairs), ImmutableSortedDictionary.CreateRange(pairs));
        // Read another way than they are kept, or a key would be found where it was last seen.
        var asked = new Random(1).GetItems(keys, Changes);
        yield return Row(entries, "read", Measured(() => asked.Count(ours.ContainsKey)), Measured(() => asked.Count(theirs.ContainsKey)));
        yield return Row(entries, "set", Measured(() => asked.Aggregate(ours, (map, key) => map.SetItem(key, new object()))), Measured(() => asked.Aggregate(theirs, (map, key) => map.SetItem(key, new object()))));
        yield return Row(
            entries,
            "remove and add",
            Measured(() => asked.Aggregate(ours, (map, key) => map.Remove(key).SetItem(key, new object()))),
            Measured(() => asked.Aggregate(theirs, (map, key) => map.Remove(key).SetItem(key, new object()))));
    }

    private static string[] Row(string entries, string what, (double Ns, double Bytes) ours, (double Ns, double Bytes) theirs) =>
        [entries, what, $"{ours.Ns:F0}", $"{theirs.Ns:F0}", $"{theirs.Ns / ours.Ns:F1} ×", $"{ours.Bytes:F0}", $"{theirs.Bytes:F0}"];

    private static (double Ns, double Bytes) Measured<T>(Func<T> work)
    {
        var (runs, bytes) = (new Runs(), new Runs());
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
        {
            GC.KeepAlive(work());
        }

        for (var run = 0; run < RunCount; run++)
        {
            var (began, allocated) = (Machine.CpuSeconds(), GC.GetAllocatedBytesForCurrentThread());
            GC.KeepAlive(work());
            runs.Add((Machine.CpuSeconds() - began) * 1e9 / Changes);
            bytes.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Changes);
        }

        return (runs.Median, bytes.Median);
    }

    private static StayId[] Stays(int count) => [.. Enumerable.Range(1, count).Select(number => new StayId($"{(ulong)number * 0x9E3779B97F4A7C15:x16}", 1))];

    private static ActorId[] Agents(int count) => [.. Enumerable.Range(0, count).Select(number => ActorId.Agent("bench", $"agent-{number * 7919L % count:D5}"))];
}
