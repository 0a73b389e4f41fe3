using System.Globalization;
using CallCenter.EndToEnd.Peers;
using Npgsql;

namespace CallCenter.Chaos.Lab;

/// <summary>
/// One PostgreSQL server on one host: its folder and its postmaster, started in the foreground so that it can be stopped in each way that a server
/// can end. Runs as <c>postgres</c> when the run is root's.
/// </summary>
internal sealed class Server(Network network, string host, string folder, string password) : IAsyncDisposable
{
    public const int Port = 5432;
    public static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly bool IsRoot = Environment.UserName == "root";

    private Started? postmaster;

    public string Host => host;

    public bool IsRunning => postmaster is { HasEnded: false };

    private IReadOnlyList<string> AsPostgres => IsRoot
        ? [.. network.On(host), "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        : network.On(host);

    /// <summary>Empty, under the one password.</summary>
    public async Task Make()
    {
        await Empty();
        var secret = folder + ".pw";
        await File.WriteAllTextAsync(secret, password);
        await Own(secret);
        await Tool.Run([.. AsPostgres, Program("initdb"), "-D", folder, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"]);
        File.Delete(secret);
        await File.AppendAllTextAsync(Path.Combine(folder, "pg_hba.conf"), "host all all 0.0.0.0/0 scram-sha-256\nhost replication all 0.0.0.0/0 scram-sha-256\n");
        await File.AppendAllTextAsync(Path.Combine(folder, "postgresql.conf"), Settings);
    }

    /// <summary>A copy of the running <paramref name="primary"/> that follows it.</summary>
    public async Task Copy(Server primary)
    {
        await Empty();
        await Tool.Run([
            .. AsPostgres, "env", $"PGPASSWORD={password}", Program("pg_basebackup"), "-h", network.Address(primary.Host), "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-U", "postgres", "-D", folder, "-R", "-X", "stream", "-c", "fast", "--no-sync",
        ]);
    }

    public async Task Start(CancellationToken stop)
    {
        // What belongs to the place is not in the settings: a copy has those too. No socket in the file system: its lock would be copied.
        IReadOnlyList<string> command = [.. AsPostgres, Program("postgres"), "-D", folder, "-k", "", "-h", network.CanCut ? "*" : network.Address(host)];
        postmaster = Started.Start(command[0], command.Skip(1));
        if (!await Pace.Until(() => Answers(stop), StartMax, stop))
        {
            throw new TimeoutException($"PostgreSQL on {host} does not answer:\n{postmaster.Output}");
        }
    }

    /// <summary>By SIGTERM (wait for clients), SIGINT (fast), SIGQUIT (immediate: as a crash) or SIGKILL.</summary>
    public async Task Stop(string signal)
    {
        if (postmaster is { } running)
        {
            await running.Signal(signal);
            await running.Ended();
            await running.DisposeAsync();
            postmaster = null;
        }
    }

    public Task Promote() => Tool.Run([.. AsPostgres, Program("pg_ctl"), "promote", "-D", folder, "-w"]);

    public NpgsqlDataSource Direct() => NpgsqlDataSource.Create(Connection(network.Address(host)));

    /// <summary>As an operator writes it; everything else is the product's to choose.</summary>
    public string ConnectionOfNodes(string address) =>
        new NpgsqlConnectionStringBuilder { Host = address, Port = Port, Username = "postgres", Password = password, Database = "postgres" }.ConnectionString;

    /// <summary>To look past the product: a connection for each look, so that a restart leaves none that is dead.</summary>
    public string Connection(string address) => new NpgsqlConnectionStringBuilder
    {
        Host = address,
        Port = Port,
        Username = "postgres",
        Password = password,
        Database = "postgres",
        Timeout = 2,
        CommandTimeout = 30,
        Pooling = false,
        SearchPath = "callcenter, public",
    }.ConnectionString;

    public async ValueTask DisposeAsync() => await Stop("-QUIT");

    private async Task<bool> Answers(CancellationToken stop)
    {
        try
        {
            await using var source = Direct();
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(stop);
            return true;
        }
        catch (NpgsqlException)
        {
            return postmaster is { HasEnded: true } ? throw new InvalidOperationException($"PostgreSQL on {host} ended:\n{postmaster.Output}") : false;
        }
    }

    private async Task Empty()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await Tool.Run("chmod", "700", folder);
        await Own(folder);
    }

    private static Task Own(string path) => IsRoot ? Tool.Run("chown", "postgres:postgres", path) : Task.CompletedTask;

    private static string Settings => string.Create(CultureInfo.InvariantCulture, $"""
        port = {Port}
        max_connections = 100
        shared_buffers = 128MB
        max_wal_size = 512MB
        wal_retrieve_retry_interval = 200ms
        wal_receiver_timeout = 2s
        wal_sender_timeout = 2s
        logging_collector = off
        log_min_messages = warning

        """);

    private static string Program(string name) =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(version => version, StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin", name)).FirstOrDefault(File.Exists) is { } found ? found : name;
}
