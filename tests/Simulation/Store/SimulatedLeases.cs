using CallCenter.Cluster.Membership;

namespace CallCenter.Simulation.Store;

/// <summary>The register of one process, through its own connection: a take-over holds the shards' locks alone, so it waits for appends in flight.</summary>
internal sealed class SimulatedLeases(SimulatedConnection connection, SimulatedRegister register) : ILeases
{
    private readonly (int, LockMode)[] rows = [(connection.Server.RegisterLock, LockMode.Exclusive)];

    public Task<JoinResult> Join(JoinRequest request, CancellationToken stop) => Write(rows, () => register.Join(request));

    public Task<Renewed?> Renew(long incarnation, MemberState state, TimeSpan lease, bool stoodStill, CancellationToken stop) =>
        Write(rows, () => register.Renew(incarnation, state, lease, stoodStill));

    public Task<IReadOnlyDictionary<int, long>> Acquire(long incarnation, IReadOnlyList<int> shards, CancellationToken stop) =>
        Write(Alone(shards), () => register.Acquire(incarnation, shards));

    public Task<IReadOnlyDictionary<int, long>> HandOver(long incarnation, IReadOnlyDictionary<int, long> epochs, long successor, CancellationToken stop) =>
        Write(Alone(epochs.Keys), () => register.HandOver(incarnation, epochs, successor));

    public Task Suspect(long by, long suspect, Suspicion why, CancellationToken stop) => Write(rows, () =>
    {
        register.Suspect(by, suspect, why);
        return true;
    });

    public Task<bool> Evict(long suspect, CancellationToken stop) => Write(rows, () => register.Evict(suspect));

    public Task Leave(long incarnation, CancellationToken stop) => Write(rows, () =>
    {
        register.Leave(incarnation);
        return true;
    });

    /// <summary>With all its locks held until the commit, a statement can as well be judged at its commit.</summary>
    private Task<T> Write<T>(IReadOnlyList<(int, LockMode)> locks, Func<T> statement) => connection.Run<T>(locks, () => (default!, statement));

    private static List<(int, LockMode)> Alone(IEnumerable<int> shards) => [.. shards.Order().Select(shard => (shard, LockMode.Exclusive))];
}
