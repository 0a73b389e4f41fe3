using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// One connection with a thread of its own, opened when it is wanted and again after it broke. While the database is away, calls fail at once
/// and one connecting is tried in each pause, which doubles up to its bound: no storm when it comes back.
/// </summary>
internal sealed partial class PostgresSession : IDisposable
{
    private readonly string use;
    private readonly NpgsqlDataSource source;
    private readonly TimeSpan turnMax;
    private readonly PostgresOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly WorkThread thread;
    private NpgsqlConnection? connection;
    private string? shownAs;
    private TimeSpan pause;
    private long pausedSince;
    private volatile string applicationName;

    /// <param name="use">What for: in names of the thread and of the session.</param>
    /// <param name="source">Makes its connection.</param>
    /// <param name="turnMax">A call that waited longer behind others is not made: what it says may not be true any more.</param>
    /// <param name="options">Pauses between attempts to connect.</param>
    /// <param name="time">For those and for turns.</param>
    /// <param name="log">Of the database.</param>
    public PostgresSession(string use, NpgsqlDataSource source, TimeSpan turnMax, PostgresOptions options, TimeProvider time, ILogger log)
    {
        this.use = use;
        this.source = source;
        this.turnMax = turnMax;
        this.options = options;
        this.time = time;
        this.log = log;
        applicationName = PostgresConnections.ApplicationName(use, options.Process, 0);
        thread = new WorkThread($"postgres-{use}", () => connection?.Dispose());
    }

    /// <summary>Notices that came with statements of this session, by their severity (INFO, NOTICE, WARNING); on its thread.</summary>
    public event Action<PostgresNotice>? Noticed;

    /// <summary>Shown to the database's operator from the next call on.</summary>
    public void ShowIncarnation(long incarnation) => applicationName = PostgresConnections.ApplicationName(use, options.Process, incarnation);

    public Task<T> Do<T>(Func<NpgsqlConnection, T> job, CancellationToken stop) => thread.Do(InTurn(job), stop);

    /// <summary>Whoever waits goes on at once on this session's thread, so must be short.</summary>
    public Task<T> DoInline<T>(Func<NpgsqlConnection, T> job, CancellationToken stop) => thread.DoInline(InTurn(job), stop);

    /// <summary>Finishes what was given, then closes the connection.</summary>
    public void Dispose() => thread.Dispose();

    private Func<T> InTurn<T>(Func<NpgsqlConnection, T> job)
    {
        var given = time.GetTimestamp();
        return () => time.GetElapsedTime(given) <= turnMax
            ? Run(job)
            : throw new TimeoutException($"the database was busy with earlier calls for longer than {turnMax.TotalSeconds} s; this one was not made");
    }

    private T Run<T>(Func<NpgsqlConnection, T> job)
    {
        var open = Opened();
        try
        {
            Introduce(open);
            return job(open);
        }
        catch (Exception failure) when (!PostgresCodes.LeavesSessionWhole(failure))
        {
            log.SessionBroke(use, failure.Message);
            Drop();
            throw;
        }
    }

    private NpgsqlConnection Opened()
    {
        if (connection is { State: System.Data.ConnectionState.Open })
        {
            return connection;
        }

        Drop();
        if (pause > TimeSpan.Zero && time.GetElapsedTime(pausedSince) < pause)
        {
            throw new NpgsqlException($"the database could not be reached; the next attempt is less than {pause.TotalMilliseconds} ms away");
        }

        try
        {
            var opened = source.OpenConnection();
            opened.Notice += (_, notice) => Noticed?.Invoke(notice.Notice);
            pause = TimeSpan.Zero;
            return connection = opened;
        }
        catch (Exception)
        {
            pause = pause == TimeSpan.Zero ? options.ReconnectPause : pause * 2 < options.ReconnectPauseMax ? pause * 2 : options.ReconnectPauseMax;
            pausedSince = time.GetTimestamp();
            throw;
        }
    }

    private void Introduce(NpgsqlConnection open)
    {
        if (shownAs == applicationName)
        {
            return;
        }

        shownAs = applicationName;
        using var command = new NpgsqlCommand("select set_config('application_name', $1, false)", open);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shownAs });
        command.ExecuteNonQuery();
    }

    private void Drop()
    {
        connection?.Dispose();
        connection = null;
        shownAs = null;
    }
}

internal static partial class PostgresLog
{
    [LoggerMessage(LogEvents.SessionBroke, LogLevel.Warning, "The connection to the database for {Use} broke ({Why}); the next call opens it again")]
    public static partial void SessionBroke(this ILogger log, string use, string why);

    [LoggerMessage(LogEvents.SchemaMigrated, LogLevel.Information, "The database's schema was brought from version {From} to {To}")]
    public static partial void SchemaMigrated(this ILogger log, int from, int to);

    [LoggerMessage(LogEvents.DatabaseAwaited, LogLevel.Warning, "The database cannot be reached yet ({Why}); it is tried again")]
    public static partial void DatabaseAwaited(this ILogger log, string why);
}
