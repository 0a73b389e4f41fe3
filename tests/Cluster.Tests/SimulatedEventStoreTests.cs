using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests;

/// <summary>The simulator's database keeps the same contract as the real one; otherwise a simulation would prove nothing.</summary>
public sealed class SimulatedEventStoreTests : EventStoreContract
{
    private readonly SimulatedDatabase database = new(TimeProvider.System);

    public override void Dispose()
    {
    }

    protected override (IEventStore Store, long Epoch) TakeOver() => (new SimulatedEventStore(database), database.TakeOver()[0]);
}
