using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CallCenter.Cluster.Tests.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSessionTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(1);
    private readonly FakeClock clock = new(DateTimeOffset.UnixEpoch);
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(server.Server.ConnectionString() + ";Pooling=false");

    public void Dispose() => source.Dispose();

    [Fact]
    public async Task A_call_that_waited_too_long_for_its_turn_is_not_made()
    {
        using var session = Session(source);
        using var isFree = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = session.Do(
            _ =>
            {
                begun.SetResult();
                return isFree.Wait(TimeSpan.FromMinutes(1));
            },
            default);
        await begun.Task;
        var wasMade = false;
        var second = session.Do(_ => wasMade = true, default);

        clock.Move(TurnMax * 2);
        isFree.Set();

        await first;
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        Assert.False(wasMade);
        Assert.True(await session.Do(_ => true, default));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again_by_the_next_call()
    {
        using var session = Session(source);
        var before = await session.Do(connection => connection.ProcessID, default);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.Do(connection => Ask(connection, "select pg_terminate_backend(pg_backend_pid())"), default));

        Assert.NotEqual(before, await session.Do(connection => connection.ProcessID, default));
    }

    [Fact]
    public async Task While_nobody_answers_one_connecting_is_tried_in_each_pause()
    {
        using var nobody = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.Server.ConnectionString()) { Port = PostgresServer.FreePort(), Pooling = false });
        using var session = Session(nobody);
        var refused = await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.Do(_ => true, default));

        var paused = await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.Do(_ => true, default));
        clock.Move(CenterDatabase.Patient.ReconnectPause);
        var refusedAgain = await Assert.ThrowsAnyAsync<NpgsqlException>(() => session.Do(_ => true, default));

        Assert.NotNull(refused.InnerException);
        Assert.Null(paused.InnerException);
        Assert.NotNull(refusedAgain.InnerException);
    }

    private PostgresSession Session(NpgsqlDataSource to) => new("append", to, TurnMax, CenterDatabase.Patient, clock, NullLogger.Instance);

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
