using CallCenter.Api.Composition.Trial;
using CallCenter.Benchmarks.Cluster;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CallCenter.Benchmarks.Disk;

/// <summary>The journal of a cluster: a PostgreSQL of our own on this disk and the loopback address, every commit flushed, every batch fenced.</summary>
internal static class PostgresJournalBench
{
    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var server = PrivatePostgres.Start(scratch.Folder, "127.0.0.1", Loopback.FreePort());
        using var center = await PostgresCenter.Open(new PostgresOptions { ConnectionString = server.ConnectionString() }, TimeProvider.System, NullLogger.Instance);
        var joined = (JoinResult.Joined)await center.Leases.Join(new JoinRequest("bench", "bench", "127.0.0.1:1", Roles.Core, 1, TimeSpan.FromHours(1)), CancellationToken.None);
        var epochs = await center.Leases.Acquire(joined.Incarnation, [.. Enumerable.Range(0, center.Store.ShardCount)], CancellationToken.None);
        await JournalTable.Fill(report, center.Store, epochs[0], $"PostgreSQL {Version(server)}, fsync on, fenced; CPU is this process's alone");
    }

    private static string Version(PrivatePostgres server)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString());
        connection.Open();
        return connection.PostgreSqlVersion.ToString();
    }
}
