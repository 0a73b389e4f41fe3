using System.Globalization;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// The ways to the database: one connection for appends, one for renewals, one for all else of the register, few for reads, so that none looks slow because another is. Every
/// session is bounded on the server too: no client that vanished holds anything there for long.
/// </summary>
internal sealed class PostgresConnections : IDisposable
{
    /// <summary>NAMEDATALEN of PostgreSQL, less its end.</summary>
    private const int ApplicationNameMax = 63;

    /// <summary>There is one good plan for each statement of an append, whatever its values: it is not looked for again each time.</summary>
    private const string PlannedOnce = " -c plan_cache_mode=force_generic_plan";

    public PostgresConnections(PostgresOptions options)
    {
        Appends = Single(options, "append", options.AppendTimeout, options.AppendLockWait, PlannedOnce);
        Renewals = Single(options, "renew", options.LeaseTimeout, options.LeaseLockWait);
        Leases = Single(options, "lease", options.LeaseTimeout, options.LeaseLockWait);
        Reads = Pool(options);
    }

    public NpgsqlDataSource Appends { get; }

    /// <summary>Of the lease itself: nothing else may be in front of it.</summary>
    public NpgsqlDataSource Renewals { get; }

    public NpgsqlDataSource Leases { get; }

    public NpgsqlDataSource Reads { get; }

    /// <summary>For the migration, which may take its time.</summary>
    public static NpgsqlDataSource ForSchema(PostgresOptions options)
    {
        var text = Settings(options, "schema", TimeSpan.Zero, TimeSpan.Zero);
        text.Pooling = false;
        return NpgsqlDataSource.Create(text);
    }

    /// <summary>What pg_stat_activity shows: <c>callcenter/append/17/node-a</c>. A long name of a process loses its end.</summary>
    public static string ApplicationName(string use, string process, long incarnation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"callcenter/{use}/{incarnation}/{process}");
        return name.Length <= ApplicationNameMax ? name : name[..ApplicationNameMax];
    }

    public void Dispose()
    {
        Appends.Dispose();
        Renewals.Dispose();
        Leases.Dispose();
        Reads.Dispose();
    }

    private static NpgsqlDataSource Single(PostgresOptions options, string use, TimeSpan call, TimeSpan lockWait, string more = "")
    {
        var text = Settings(options, use, call, lockWait);
        text.Options += more;
        text.Pooling = false;
        return NpgsqlDataSource.Create(text);
    }

    private static NpgsqlDataSource Pool(PostgresOptions options)
    {
        var text = Settings(options, "read", options.ReadTimeout, options.AppendLockWait);
        text.MaxPoolSize = options.ReadConnectionsMax;
        text.NoResetOnClose = true;
        return NpgsqlDataSource.Create(text);
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgresOptions options, string use, TimeSpan call, TimeSpan lockWait)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = ApplicationName(use, options.Process, 0),
            SearchPath = options.Schema,
            Timeout = Seconds(options.ConnectTimeout),
            CommandTimeout = call == TimeSpan.Zero ? 0 : Seconds(call),

            // Too late is broken: no second wait for a cancellation to arrive. The server ends the statement by its own bounds.
            CancellationTimeout = -1,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 1,
            TcpKeepAlive = true,
            TcpKeepAliveTime = Seconds(options.SilenceMax),
            TcpKeepAliveInterval = 1,
            Options = Bounds(options, call, lockWait),
        };
        if (text.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            text.TargetSessionAttributes = "primary";
        }

        return text;
    }

    /// <summary>
    /// A plan made while a table was empty must not read it as a whole when it has grown: sequential scans are off. Where there is nothing else they
    /// seem so dear then that PostgreSQL would compile the query: never worth it here.
    /// </summary>
    private static string Bounds(PostgresOptions options, TimeSpan call, TimeSpan lockWait)
    {
        (string Name, string Value)[] settings =
        [
            ("statement_timeout", Milliseconds(call)),
            ("lock_timeout", Milliseconds(lockWait)),
            ("idle_in_transaction_session_timeout", "1000"),
            ("default_transaction_isolation", "read\\ committed"),
            ("tcp_user_timeout", Milliseconds(options.SilenceMax)),
            ("tcp_keepalives_idle", Seconds(options.SilenceMax).ToString(CultureInfo.InvariantCulture)),
            ("tcp_keepalives_interval", "1"),
            ("tcp_keepalives_count", "3"),
            ("client_connection_check_interval", "1000"),
            ("enable_seqscan", "off"),
            ("jit", "off"),
        ];
        return string.Join(' ', settings.Select(setting => $"-c {setting.Name}={setting.Value}"));
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds);
}
