using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace CallCenter.Chaos.Lab;

/// <summary>The cluster's database: a server on host <c>db</c>, a place for another on host <c>standby</c>, and one address that clients know.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly Network network;
    private readonly Server[] servers;
    private readonly string disk;
    private int primary;

    private Database(Network network, string folder)
    {
        this.network = network;
        disk = Path.Combine(folder, "disk");
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        servers = [new Server(network, "db", Path.Combine(disk, "a"), password), new Server(network, "standby", Path.Combine(disk, "b"), password)];
        Connection = servers[0].ConnectionOfNodes(network.FloatingAddress);
        Source = NpgsqlDataSource.Create(servers[0].Connection(network.FloatingAddress));
    }

    /// <summary>What nodes are given. Holds the password.</summary>
    public string Connection { get; }

    /// <summary>To look at the journal and the leases past the product.</summary>
    public NpgsqlDataSource Source { get; }

    public Server Primary => servers[primary];

    /// <summary>Where the servers' folders are.</summary>
    public string Disk => disk;

    /// <param name="network">Where.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="diskMegabytes">The data lie on a disk of this size, which a fault can fill; 0: on the machine's.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<Database> Start(Network network, string folder, int diskMegabytes, CancellationToken stop)
    {
        var database = new Database(network, folder);
        Directory.CreateDirectory(database.disk);
        if (diskMegabytes > 0)
        {
            await Tool.Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={diskMegabytes}m,mode=0755"), "none", database.disk);
        }

        if (network.CanCut)
        {
            // A fail-over on an earlier cluster of this run may have left the address with the standby.
            await network.Float(database.Primary.Host);
        }

        await database.Primary.Make();
        await database.Primary.Start(stop);
        return database;
    }

    /// <summary>A second server follows the first from now on, and no commit is told before both have it.</summary>
    public async Task AddStandby(CancellationToken stop)
    {
        var standby = servers[1 - primary];
        await standby.Copy(Primary);
        await standby.Start(stop);
        await using var source = Primary.Direct();
        await Execute(source, "alter system set synchronous_standby_names = '*'", stop);
        await Execute(source, "select pg_reload_conf()", stop);
        var follows = await Pace.Until(
            async () => await Scalar<long>(source, "select count(*) from pg_stat_replication where sync_state = 'sync'", stop) == 1, Server.StartMax, stop);
        if (!follows)
        {
            throw new TimeoutException("the standby does not follow");
        }
    }

    /// <summary>The primary dies; the standby becomes primary and takes its address over.</summary>
    public async Task FailOver()
    {
        await Primary.Stop("-KILL");
        primary = 1 - primary;
        await Primary.Promote();
        await network.Float(Primary.Host);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await Tool.Try("umount", "--quiet", disk);
    }

    public async Task<T> Scalar<T>(string sql, CancellationToken stop) => await Scalar<T>(Source, sql, stop);

    private static async Task<T> Scalar<T>(NpgsqlDataSource source, string sql, CancellationToken stop)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, CancellationToken stop)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(stop);
    }
}
