using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>
/// views.db: the rows, how far each shard is folded, and the latest events of the stream; all in one transaction a batch. One writer.
/// synchronous=NORMAL: a killed process loses nothing. A machine that went down may have lost the last commits, so its next start is a new
/// generation, and old tokens are told to read anew.
/// </summary>
internal sealed class ViewStore : IDisposable
{
    /// <summary>Events of the stream that are kept for those who come back.</summary>
    public const int StreamEventsMax = 200_000;

    private readonly SqliteConnection connection;
    private readonly ViewWriter writer;
    private readonly Statement call;
    private readonly Statement day;

    private ViewStore(SqliteConnection connection, bool isNew)
    {
        this.connection = connection;
        IsNew = isNew;
        Generation = Sql.Text(connection, "SELECT value FROM meta WHERE name = 'generation'")!;
        LastNumber = Sql.Number(connection, "SELECT coalesce(max(seq), 0) FROM stream_event");
        writer = new ViewWriter(connection);
        call = new Statement(connection, "SELECT row FROM call WHERE tenant = $1 AND id = $2", 2);
        day = new Statement(connection, "SELECT row FROM queue_day WHERE tenant = $1 AND queue = $2 AND day = $3", 3);
    }

    /// <summary>Changes when tokens given out before mean nothing any more.</summary>
    public string Generation { get; }

    /// <summary>Nothing was folded yet.</summary>
    public bool IsNew { get; }

    /// <summary>The number of the last event of the stream.</summary>
    public long LastNumber { get; private set; }

    public string ConnectionString => connection.ConnectionString;

    public static ViewStore Open(string file)
    {
        var store = TryOpen(file);
        if (store is not null)
        {
            return store;
        }

        SqliteConnection.ClearAllPools();
        foreach (var path in new[] { file, $"{file}-wal", $"{file}-shm" })
        {
            File.Delete(path);
        }

        return TryOpen(file) ?? throw new InvalidDataException($"{file} cannot be made anew");
    }

    /// <summary>Null when the file is of another version of the views: it has to be made anew from the journal.</summary>
    private static ViewStore? TryOpen(string file)
    {
        var connection = Sql.Open(file);
        var (version, boot) = (ViewContracts.Version.ToString(CultureInfo.InvariantCulture), MachineStart.Id);
        var isNew = Sql.Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'") == 0;
        if (isNew)
        {
            Sql.Run(connection, Sql.Resource("Views.Schema.sql"));
            Sql.Run(connection, "INSERT INTO meta VALUES ('version', $version)", ("$version", version));
        }

        if (Sql.Text(connection, "SELECT value FROM meta WHERE name = 'version'") != version)
        {
            connection.Dispose();
            return null;
        }

        if (Sql.Text(connection, "SELECT value FROM meta WHERE name = 'boot'") != boot)
        {
            var generation = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            Sql.Run(connection, "INSERT OR REPLACE INTO meta VALUES ('generation', $generation), ('boot', $boot)", ("$generation", generation), ("$boot", boot));
        }

        return new ViewStore(connection, Sql.Number(connection, "SELECT count(*) FROM checkpoint") == 0);
    }

    public void Commit(ViewBatch batch)
    {
        using var transaction = connection.BeginTransaction();
        writer.Write(batch, transaction);
        if (batch.Events.Count > 0)
        {
            writer.Forget(batch.Events[^1].Number - StreamEventsMax, transaction);
        }

        transaction.Commit();
        LastNumber = batch.Events.Count > 0 ? batch.Events[^1].Number : LastNumber;
    }

    public Dictionary<int, long> Checkpoints() =>
        Sql.Rows(connection, "SELECT shard, position FROM checkpoint", row => (row.GetInt32(0), row.GetInt64(1))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public CallRecord? LoadCall(string tenant, string id) =>
        call.Text(tenant, id) is { } row ? JsonSerializer.Deserialize(row, ViewContracts.Default.CallRecord) : null;

    public QueueDay? LoadDay(string tenant, string queue, DateOnly date) =>
        day.Text(tenant, queue, ViewWriter.Text(date)) is { } row ? JsonSerializer.Deserialize(row, ViewContracts.Default.QueueDay) : null;

    /// <summary>The boards as they were at the last commit.</summary>
    public Boards LoadBoards() => BoardLoad.From(connection);

    public void Dispose()
    {
        call.Dispose();
        day.Dispose();
        writer.Dispose();
        connection.Dispose();
    }
}
