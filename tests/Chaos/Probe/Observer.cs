using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Chaos.Lab;
using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Chaos.Probe;

/// <summary>A member of the cluster without any role: it hosts nothing and carries nothing out, but asks every actor over the same links as the others do.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private const string Name = "prober";

    private readonly PostgresCenter center;
    private readonly ActorSystem system;

    private Observer(PostgresCenter center, ActorSystem system)
    {
        this.center = center;
        this.system = system;
    }

    public IActors Actors => system.Actors;

    public int Shards => center.Store.ShardCount;

    public static async Task<Observer> Join(Network network, Database database, CancellationToken stop)
    {
        var center = await PostgresCenter.Open(new PostgresOptions { ConnectionString = database.Connection, Process = Name }, TimeProvider.System, NullLogger.Instance, stop);
        var system = await ActorSystem.Open(
            new ClusterOptions
            {
                Types = [new ActorType<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(ActorKind.Agent)],
                Center = center,
                Cluster = Center.Name,
                Name = Name,
                Roles = Roles.None,
                Links = new LinkOptions { Listen = new IPEndPoint(IPAddress.Parse(network.Address("peers")), Center.LinksPort), AllowPlain = true },
            },
            stop);
        await system.Start(NoPorts.Instance, stop);
        await system.Recovered.WaitAsync(stop);
        return new Observer(center, system);
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        center.Dispose();
    }

    /// <summary>Nobody's duties come here: it is no edge.</summary>
    private sealed class NoPorts : IPerformer
    {
        public static readonly NoPorts Instance = new();

        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) => completed(PerformOutcome.Again);
    }
}
