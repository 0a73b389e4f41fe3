using CallCenter.Api.Operations;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Api.Composition;

/// <summary>A center of one process is a cluster of one: it owns every shard of its SQLite journal for as long as it runs.</summary>
internal sealed class OneProcess(SqliteEventStore store) : IClusterReports
{
    private const string Name = "center";

    public static void Add(IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(all => SqliteEventStore.Open(new SqliteOptions { Directory = options.Data }, TimeProvider.System, all.GetRequiredService<ILogger<SqliteEventStore>>()));
        services.AddSingleton(Open);
        services.AddSingleton<IClusterReports, OneProcess>();
    }

    public ClusterReport Now() => new()
    {
        Cluster = Name,
        Node = Name,
        Nodes = [new NodeReport(Name, store.Epoch, "", ["edge", "core", "api", "views"], "up", 1, NodeLink.Self, false, 0)],
        Shards = [.. Enumerable.Range(0, store.ShardCount).Select(shard => new ShardReport(shard, Name, store.Epoch))],
    };

    private static ActorSystem Open(IServiceProvider services)
    {
        var store = services.GetRequiredService<SqliteEventStore>();
        return ActorSystem.Open(new ActorSystemOptions
        {
            Types = CenterServices.Types,
            Store = store,
            Snapshots = store,
            Epoch = store.Epoch,
            Clock = store.Clock,
            Loggers = services.GetRequiredService<ILoggerFactory>(),
        }).GetAwaiter().GetResult();
    }
}
