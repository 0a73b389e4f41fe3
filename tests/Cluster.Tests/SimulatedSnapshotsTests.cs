using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests;

public sealed class SimulatedSnapshotsTests : SnapshotsContract
{
    private readonly SimulatedDatabase database = new(TimeProvider.System);

    public override void Dispose()
    {
    }

    protected override ISnapshots Open() => new SimulatedEventStore(database);
}

/// <summary>The simulated PostgreSQL's way.</summary>
public sealed class SimulatedPostgresSnapshotsTests : SnapshotsContract
{
    private readonly SimulatedServer server = new(new SimulatedDatabase(TimeProvider.System), TimeProvider.System);

    public override void Dispose()
    {
    }

    protected override ISnapshots Open() =>
        new SimulatedPostgresStore(new SimulatedConnection(server, new SimulatedWire(), ClientProcess.Immediate, TimeSpan.FromSeconds(1), TimeProvider.System));
}
