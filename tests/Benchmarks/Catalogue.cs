using CallCenter.Benchmarks.Boards;
using CallCenter.Benchmarks.Calls;
using CallCenter.Benchmarks.Cluster;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Links;
using CallCenter.Benchmarks.Media;
using CallCenter.Benchmarks.Reports;
using CallCenter.Benchmarks.Routing;

namespace CallCenter.Benchmarks;

/// <summary>One thing to measure. Bounded: at most about two minutes, where it does not say more.</summary>
internal sealed record Bench(string Name, string What, Func<Report, Task> Run);

/// <summary>What <c>./build.sh bench</c> knows. A name that is none stands for all that begin with it.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Bench> All { get; } =
    [
        new("disk", "fdatasync of this disk: what one durable commit costs at least", DiskBench.Run),
        new("journal", "SQLite journal alone: events appended per second at batches of 1, 10, 100, 1,000", JournalBench.Run),
        new("journal-postgres", "PostgreSQL journal alone: the same", PostgresJournalBench.Run),
        new("engine-local", "messages per second through the node loop, nothing on disk", LocalBench.Run),
        new("engine-ask", "durable asks per second on SQLite, 1 and 256 callers", AskBench.Run),
        new("engine-idle", "bytes of an idle actor", IdleBench.Run),
        new("snapshots", "a queue whose stream has 200,000 events comes back: from the stream alone, and from its snapshot and the rest", SnapshotBench.Run),
        new("engine-cluster", "asks over a link to another process on PostgreSQL, without and with an event, 1 and 256 callers", ClusterAskBench.Run),
        new("recover", "100,000 actors with duties: from the start of a process until all are back, SQLite and PostgreSQL", RecoverBench.Run),
        new("takeover", "kill -9 and planned hand-over of one process of several on PostgreSQL, 256 shards: how long each shard does not answer", report => TakeoverBench.Run(report, 256)),
        new("takeover-1024", "the same with 1,024 shards", report => TakeoverBench.Run(report, 1_024)),
        new("links", "one link over loopback TCP: frames per second, ask round trip with 1 and 256 outstanding, beside a bare ping-pong", LinkBench.Run),
        new("collections", "reading and changing a large ordered map: ours beside ImmutableSortedDictionary", CollectionsBench.Run),
        new("routing", "decisions per second of one queue, 50,000 agents and 100,000 waiting; the same with 20 kinds of need and 50 kinds of agent", RoutingBench.Run),
        new("routing-curve", "agent free to offer durable on the production engine: 1,000 to 50,000 agents, 10 to 5,000 queues, 1 to 500 calls/s (about five minutes)", CurveBench.Run),
        new("routing-storm", "10,000 agents sign in within 10 s and 2,000 calls wait", StormBench.Run),
        new("routing-neighbour", "a quiet queue beside one with 500 calls/s and 100,000 waiting", NeighbourBench.Run),
        new("routing-snapshot", "the largest queue: keeping its state, and coming back from it", BigSnapshotBench.Run),
        new("routing-queues", "an agent of many queues: what a change of its availability costs", ManyQueuesBench.Run),
        new("calls-idle", "caller INVITE to agent INVITE with idle agents: 10, 100, 1,000 agents", IdleAgentsBench.Run),
        new("calls-next", "agent's BYE to its next INVITE with as many waiting callers as agents: 10, 100, 1,000", NextCallBench.Run),
        new("calls-rate", "calls per second through a queue without any failure, and CPU per call", RateBench.Run),
        new("calls-waiting", "memory of a waiting call; CPU with 10 agents and 1,000 waiting, without and with music", WaitingBench.Run),
        new("erlang", "random callers who give up, 20 agents, talk 1 s on average: waits and abandonment beside those of Erlang-A", ErlangBench.Run),
        new("reports", "a month of 10,000,000 calls, 200 queues, 2,000 agents: reports over HTTP, and calls beside them (about ten minutes, most of it to draw the calls)", report => ReportBench.Run(report, 10_000_000)),
        new("reports-1m", "the same with 1,000,000 calls", report => ReportBench.Run(report, 1_000_000)),
        new("reports-100k", "the same with 100,000 calls", report => ReportBench.Run(report, 100_000)),
        new("boards", "event to wallboard: 1, 100, 1,000 and 2,000 event streams on one node, 10 changes a second (about two and a half minutes)", BoardsBench.Run),
        new("media", "CPU time of a relayed packet and of one of music, memory of a session, in the embedded media", MediaBench.Run),
    ];
}
