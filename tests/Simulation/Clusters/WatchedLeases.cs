using CallCenter.Cluster.Membership;
using CallCenter.Simulation.Machines;
using CallCenter.Simulation.Store;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Clusters;

/// <summary>
/// Remembers for the rules what one process was told of its lease: when its last successful renewal began, by its own clock, and whether it was
/// told that its incarnation stands no more.
/// </summary>
internal sealed class WatchedLeases(ILeases leases, SimulatedRegister register, Machine machine) : ILeases
{
    /// <summary>The start of the last renewal that succeeded, since boot; null: it knows that it has no lease.</summary>
    public TimeSpan? Renewed { get; private set; }

    public async Task<JoinResult> Join(JoinRequest request, CancellationToken stop)
    {
        var started = machine.Clock.SinceBoot;
        var result = await leases.Join(request, stop).ConfigureAwait(false);
        Renewed = result is JoinResult.Joined ? started : Renewed;
        return result;
    }

    public async Task<Renewed?> Renew(long incarnation, MemberState state, TimeSpan lease, bool stoodStill, CancellationToken stop)
    {
        var started = machine.Clock.SinceBoot;
        var result = await leases.Renew(incarnation, state, lease, stoodStill, stop).ConfigureAwait(false);
        Renewed = result is null ? null : started;
        Require(result is not null || !register.Stands(incarnation), "F14", $"{incarnation} stands, and its renewal was refused");
        return result;
    }

    public Task<IReadOnlyDictionary<int, long>> Acquire(long incarnation, IReadOnlyList<int> shards, CancellationToken stop) => leases.Acquire(incarnation, shards, stop);

    public Task<IReadOnlyDictionary<int, long>> HandOver(long incarnation, IReadOnlyDictionary<int, long> epochs, long successor, CancellationToken stop) =>
        leases.HandOver(incarnation, epochs, successor, stop);

    public Task Suspect(long by, long suspect, Suspicion why, CancellationToken stop) => leases.Suspect(by, suspect, why, stop);

    public Task<bool> Evict(long suspect, CancellationToken stop) => leases.Evict(suspect, stop);

    public Task Leave(long incarnation, CancellationToken stop) => leases.Leave(incarnation, stop);
}
