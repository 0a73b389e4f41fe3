namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>Where the center's database is (PostgreSQL 14 or newer), and how long anything there may take.</summary>
public sealed record PostgresOptions
{
    /// <summary>As Npgsql reads it (npgsql.org/doc/connection-string-parameters.html); several hosts may be named: the primary of them is used.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>What the operator calls this process: shown in pg_stat_activity beside its incarnation.</summary>
    public string Process { get; init; } = "";

    /// <summary>Shards of the center: of a new one <see cref="ShardsOfNew"/> if not said; an existing one with another number is refused.</summary>
    public int? Shards { get; init; }

    public const int ShardsOfNew = 256;

    /// <summary>The schema of the database that holds the tables; made when it is not there.</summary>
    public string Schema { get; init; } = "callcenter";

    /// <summary>How long an opening waits for a database that cannot be reached yet.</summary>
    public TimeSpan OpenWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until a new connection has to stand. Whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An append that took longer is unknown. Whole seconds.</summary>
    public TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An append waits at most so long for a take-over that is under way, or for an earlier attempt of the same batch.</summary>
    public TimeSpan AppendLockWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A call to the register that took longer is unknown; one that waited longer for its turn is not made. Whole seconds.</summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A take-over waits so long for appends in flight, ends their sessions, and waits once more.</summary>
    public TimeSpan LeaseLockWait { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Whole seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public int ReadConnectionsMax { get; init; } = 4;

    /// <summary>After a failed connecting, the next waits so long; doubles up to <see cref="ReconnectPauseMax"/>. Calls meanwhile fail at once.</summary>
    public TimeSpan ReconnectPause { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan ReconnectPauseMax { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>What a peer that vanished without a word costs the server, or us: unanswered bytes end the connection after it.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without the connection string: it may hold a password.</summary>
    public override string ToString() => $"PostgreSQL, schema {Schema}";
}
