using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Routing;

namespace CallCenter.Benchmarks;

/// <summary>One thing to measure. Bounded: at most about two minutes.</summary>
internal sealed record Bench(string Name, string What, Func<Report, Task> Run);

/// <summary>What <c>./build.sh bench</c> knows. A name stands for all that begin with it.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Bench> All { get; } =
    [
        new("disk", "fdatasync of this disk: what one durable commit costs at least", DiskBench.Run),
        new("journal", "SQLite journal alone: events appended per second at batches of 1, 10, 100, 1,000", JournalBench.Run),
        new("engine-local", "messages per second through the node loop, nothing on disk", LocalBench.Run),
        new("engine-ask", "durable asks per second on SQLite, 1 and 256 callers", AskBench.Run),
        new("engine-idle", "bytes of an idle actor", IdleBench.Run),
        new("routing", "decisions per second of one queue, 50,000 agents and 100,000 waiting", RoutingBench.Run),
    ];
}
