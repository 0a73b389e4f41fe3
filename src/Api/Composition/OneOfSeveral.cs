using CallCenter.Api.Operations;
using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using LinkOptions = CallCenter.Cluster.Links.LinkOptions;

namespace CallCenter.Api.Composition;

/// <summary>A process of a cluster: what it knows of the others, and whether it may be given traffic.</summary>
internal sealed class OneOfSeveral(ClusterRun run, ActorSystem system) : IClusterReports, IReadinessCheck
{
    /// <summary>Its shards, or its way to them: it has joined, every shard has an owner, and its lease stands.</summary>
    public string Name => "journal";

    public bool IsReady => system.Recovered.IsCompletedSuccessfully && system.Membership is { Phase: "standing", IsHeld: false };

    public static void Add(IServiceCollection services, ClusterRun run)
    {
        services.AddSingleton(run);
        services.AddSingleton(all => PostgresCenter.Open(
            new PostgresOptions { ConnectionString = run.Database, Process = run.Node }, TimeProvider.System, all.GetRequiredService<ILogger<PostgresCenter>>()).GetAwaiter().GetResult());
        services.AddSingleton(all => ActorSystem.Open(Options(run, all)).GetAwaiter().GetResult());
        services.AddSingleton<OneOfSeveral>();
        services.AddSingleton<IClusterReports>(all => all.GetRequiredService<OneOfSeveral>());
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<OneOfSeveral>());
    }

    public ClusterReport Now()
    {
        if (system.Membership is not { } status)
        {
            return new ClusterReport { Cluster = run.Cluster, Node = run.Node, Nodes = [], Shards = [] };
        }

        var standing = status.Members.Where(member => member.IsStanding).Select(member => member.Incarnation).ToHashSet();
        var linked = system.Linked.ToHashSet(StringComparer.Ordinal);
        return new ClusterReport
        {
            Cluster = status.Cluster,
            Node = status.Name,
            ProtocolFloor = status.ProtocolFloor,
            Nodes = [.. status.Members.Select(member => Node(member, LinkTo(member.Name, linked)))],
            Shards = [.. status.Shards.Select(shard => new ShardReport(shard.Shard, standing.Contains(shard.Incarnation) ? shard.Owner : null, shard.Epoch))],
            Lease = Lease(status),
        };
    }

    private NodeLink LinkTo(string name, HashSet<string> linked) => name == run.Node ? NodeLink.Self : linked.Contains(name) ? NodeLink.Up : NodeLink.Down;

    private static NodeReport Node(MemberStatus member, NodeLink link) => new(
        member.Name, member.Incarnation, member.Address, Words(member.Roles), member.State, member.Protocol, link, member.IsSuspected, (long)member.LeaseExpiresIn.TotalMilliseconds);

    private static LeaseReport Lease(MembershipStatus status) => new()
    {
        Holds = status is { Phase: "standing", IsHeld: false },
        RenewedMs = (long?)status.LeaseAge?.TotalMilliseconds,
        RenewalMs = Math.Round(status.RenewalRoundTrip.TotalMilliseconds, 3),
        SelfStops = status.Counters.Holds,
        Moves = status.Counters.ShardsGained + status.Counters.ShardsLost,
    };

    private static IReadOnlyList<string> Words(Roles roles) =>
        [.. new[] { Roles.Edge, Roles.Core, Roles.Api, Roles.Views }.Where(role => roles.HasFlag(role)).Select(role => role.ToString().ToLowerInvariant())];

    private static ClusterOptions Options(ClusterRun run, IServiceProvider services) => new()
    {
        Types = CenterServices.Types,
        Center = services.GetRequiredService<PostgresCenter>(),
        Cluster = run.Cluster,
        Name = run.Node,
        Roles = run.Roles,
        Links = new LinkOptions
        {
            Listen = run.Links,
            Advertised = run.Advertise,
            Certificates = run.Tls is { } files ? new LinkCertificates(files.Certificate, files.Key, files.Authority) : null,
            AllowPlain = run.AllowPlain,
        },
        Loggers = services.GetRequiredService<ILoggerFactory>(),
    };
}
