using CallCenter.Cluster.Membership;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// The register in the database: each call is one call of a function (Schema/0003_leases.sql and later ones). The lease itself has a connection and a
/// thread of its own; a take-over that waits for appends in flight has others, so that it holds no renewal up (RELIABILITY 3.1). A task that fails says nothing about what happened.
/// </summary>
internal sealed class PostgresLeases : ILeases, IDisposable
{
    /// <summary>Among two members nobody else could say it too.</summary>
    private static readonly int[] OneWordIsEnough = [(int)Suspicion.LinkReset, (int)Suspicion.CannotRenew];

    private readonly PostgresSession renewals;
    private readonly PostgresSession owners;
    private readonly Action<long> joined;

    /// <param name="connections">The ways to the database.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">For pauses between attempts to connect.</param>
    /// <param name="log">Of the database.</param>
    /// <param name="joined">Told each incarnation under which this process joined.</param>
    public PostgresLeases(PostgresConnections connections, PostgresOptions options, TimeProvider time, ILogger log, Action<long> joined)
    {
        this.joined = joined;
        renewals = new PostgresSession("renew", connections.Renewals, options.LeaseTimeout, options, time, log);
        owners = new PostgresSession("lease", connections.Leases, options.LeaseTimeout, options, time, log);
    }

    public async Task<JoinResult> Join(JoinRequest request, CancellationToken stop)
    {
        var result = await Row(
            renewals,
            """
            select (j.now_is).*, j.outcome, j.incarnation, j.used_at, j.used_for_ms, j.cluster_named, j.floor_now
            from join_cluster($1, $2, $3, $4, $5, $6, $7, nullif($8, '00000000-0000-0000-0000-000000000000'::uuid)) j
            """,
            [
                Value(request.Cluster), Value(request.Name), Value(request.Address), Value((int)request.Roles), Value(request.Protocol), Milliseconds(request.Lease),
                Value(request.IsStart), Value(request.Start),
            ],
            RegisterRow.Join,
            stop).ConfigureAwait(false);
        if (result is JoinResult.Joined now)
        {
            renewals.ShowIncarnation(now.Incarnation);
            owners.ShowIncarnation(now.Incarnation);
            joined(now.Incarnation);
        }

        return result;
    }

    /// <summary>
    /// Not durable at once: a renewal waits for no flush of the log and for no standby, so a disk that is slow for everybody ends no lease. What a crash of
    /// the server may lose is a lease that ends earlier than its process believes; every write and every answer is fenced by the epoch, not by the lease.
    /// </summary>
    public Task<Renewed?> Renew(long incarnation, MemberState state, TimeSpan lease, bool stoodStill, CancellationToken stop) => Row(
        renewals,
        "select r.*, set_config('synchronous_commit', 'off', true) from renew($1, $2, $3, $4) r",
        [Value(incarnation), Value((int)state), Milliseconds(lease), Value(stoodStill)],
        RegisterRow.Renewed,
        stop);

    public Task<IReadOnlyDictionary<int, long>> Acquire(long incarnation, IReadOnlyList<int> shards, CancellationToken stop) =>
        Epochs("acquire", "select shard, epoch from acquire($1, $2)", [Value(incarnation), Value(shards.ToArray())], stop);

    public Task<IReadOnlyDictionary<int, long>> HandOver(long incarnation, IReadOnlyDictionary<int, long> epochs, long successor, CancellationToken stop) =>
        Epochs(
            "hand-over",
            "select shard, epoch from hand_over($1, $2, $3, $4)",
            [Value(incarnation), Value(epochs.Keys.ToArray()), Value(epochs.Values.ToArray()), Value(successor)],
            stop);

    public Task Suspect(long by, long suspect, Suspicion why, CancellationToken stop) =>
        Row(owners, "select suspect($1, $2, $3)", [Value(by), Value(suspect), Value((int)why)], _ => true, stop);

    public Task<bool> Evict(long suspect, CancellationToken stop) =>
        Row(owners, "select evict($1, $2, $3)", [Value(suspect), Milliseconds(ILeases.SuspicionLasts), Value(OneWordIsEnough)], row => row.GetBoolean(0), stop);

    public Task Leave(long incarnation, CancellationToken stop) => Row(renewals, "select leave($1)", [Value(incarnation)], _ => true, stop);

    public void Dispose()
    {
        renewals.Dispose();
        owners.Dispose();
    }

    private async Task<IReadOnlyDictionary<int, long>> Epochs(string call, string sql, NpgsqlParameter[] values, CancellationToken stop)
    {
        Failpoint.Register($"before-{call}");
        var epochs = await Ask(owners, sql, values, EpochsIn, stop).ConfigureAwait(false);
        Failpoint.Register($"after-{call}");
        return epochs;
    }

    private static IReadOnlyDictionary<int, long> EpochsIn(NpgsqlDataReader row)
    {
        var epochs = new Dictionary<int, long>();
        while (row.Read())
        {
            epochs.Add(row.GetInt32(0), row.GetInt64(1));
        }

        return epochs;
    }

    private static Task<T> Row<T>(PostgresSession session, string sql, NpgsqlParameter[] values, Func<NpgsqlDataReader, T> read, CancellationToken stop) => Ask(
        session,
        sql,
        values,
        row =>
        {
            row.Read();
            return read(row);
        },
        stop);

    /// <summary>Whoever asked goes on at once on the session's thread: on a busy machine the thread pool may be a second away, which is all the time that a renewal has (F-35).</summary>
    private static Task<T> Ask<T>(PostgresSession session, string sql, NpgsqlParameter[] values, Func<NpgsqlDataReader, T> read, CancellationToken stop) => session.DoInline(
        connection =>
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(values);
            using var row = command.ExecuteReader();
            return read(row);
        },
        stop);

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Milliseconds(TimeSpan time) => Value((long)time.TotalMilliseconds);
}
