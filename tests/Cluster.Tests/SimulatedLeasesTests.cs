using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests;

/// <summary>The simulator's register keeps the same contract as the real one; otherwise a simulation of the cluster would prove nothing.</summary>
public sealed class SimulatedLeasesTests : LeasesContract
{
    private readonly SimulatedCluster cluster = new(ShardCount);

    private protected override ILeases Open() => new SimulatedLeases(cluster.Connect(), cluster.Register);

    protected override IEventStore Store() => new SimulatedPostgresStore(cluster.Connect());

    protected override Task Pass(TimeSpan time)
    {
        cluster.Time.Move(time);
        return Task.CompletedTask;
    }
}

/// <summary>The journal of the simulated PostgreSQL keeps the contract of journals.</summary>
public sealed class SimulatedPostgresStoreTests : EventStoreContract
{
    private readonly SimulatedCluster cluster = new(8);

    public override void Dispose()
    {
    }

    protected override (IEventStore Store, long Epoch) TakeOver() => (new SimulatedPostgresStore(cluster.Connect()), cluster.Database.TakeOver()[0]);
}

/// <summary>One simulated PostgreSQL, at once and without faults.</summary>
internal sealed class SimulatedCluster
{
    public SimulatedCluster(int shards)
    {
        Database = new SimulatedDatabase(Time, shards);
        Server = new SimulatedServer(Database, Time);
        Register = new SimulatedRegister(Database);
    }

    public FakeClock Time { get; } = new();

    public SimulatedDatabase Database { get; }

    public SimulatedServer Server { get; }

    public SimulatedRegister Register { get; }

    public SimulatedConnection Connect() => new(Server, new SimulatedWire(), ClientProcess.Immediate, TimeSpan.FromSeconds(1), Time);
}
