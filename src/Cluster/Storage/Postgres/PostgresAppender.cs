using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// Writes batches by the function <c>append</c> (Schema/0002_append.sql). Lives on the thread of its session. Whatever is not known for certain is
/// <see cref="AppendResult.Unknown"/>: an outcome is one only if the server said so, and said nothing else beside it.
/// </summary>
internal sealed class PostgresAppender
{
    private const string Statement = "select stored_at, fenced from append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    private string? warning;
    private long floorTicks = DateTimeOffset.UnixEpoch.UtcTicks;

    /// <summary>Stamps from now on are never below it.</summary>
    public void Raise(DateTimeOffset seen)
    {
        var floor = Volatile.Read(ref floorTicks);
        while (seen.UtcTicks > floor && Interlocked.CompareExchange(ref floorTicks, seen.UtcTicks, floor) is var found && found != floor)
        {
            floor = found;
        }
    }

    /// <summary>"The transaction has already committed locally, but might not have been replicated": a success with a warning is none.</summary>
    public void Noticed(PostgresNotice notice)
    {
        if (notice.InvariantSeverity == "WARNING")
        {
            warning = notice.MessageText;
        }
    }

    public AppendResult Append(NpgsqlConnection connection, AppendBatch batch)
    {
        warning = null;
        var result = Once(connection, batch);
        return warning is { } doubt ? new AppendResult.Unknown(doubt) : result;
    }

    private AppendResult Once(NpgsqlConnection connection, AppendBatch batch)
    {
        using var command = Command(connection, batch);
        try
        {
            return Run(command);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresCodes.UniqueViolation)
        {
            return Again(command, taken);
        }
    }

    /// <summary>An earlier attempt of this batch may have been under way on another connection, and have come first: then its rows are there now.</summary>
    private static AppendResult Again(NpgsqlCommand command, PostgresException first)
    {
        try
        {
            return Run(command);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresCodes.UniqueViolation)
        {
            return new AppendResult.Conflict(first.Detail ?? first.MessageText);
        }
    }

    private static AppendResult Run(NpgsqlCommand command)
    {
        using var row = command.ExecuteReader();
        row.Read();
        return row.IsDBNull(1)
            ? new AppendResult.Appended(row.GetFieldValue<DateTimeOffset>(0))
            : new AppendResult.Fenced(row.GetFieldValue<int[]>(1));
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, AppendBatch batch)
    {
        var fences = batch.Epochs.OrderBy(owned => owned.Key).ToArray();
        var events = batch.Events;
        var command = new NpgsqlCommand(Statement, connection);
        Add(command, Array.ConvertAll(fences, owned => owned.Key));
        Add(command, Array.ConvertAll(fences, owned => owned.Value));
        Add(command, Column(events, item => item.Shard));
        Add(command, Column(events, item => item.Position));
        Add(command, Column(events, item => batch.Epochs[item.Shard]));
        Add(command, Column(events, item => item.Stream.ToString()));
        Add(command, Column(events, item => item.Version));
        Add(command, Column(events, item => item.Tag));
        Add(command, Column(events, item => item.Body));
        AddLive(command, batch.Live);
        Add(command, new DateTimeOffset(Volatile.Read(ref floorTicks), TimeSpan.Zero));
        return command;
    }

    /// <summary>What the last word on each stream is.</summary>
    private static void AddLive(NpgsqlCommand command, IReadOnlyList<LiveChange> changes)
    {
        var last = new Dictionary<string, LiveChange>(changes.Count, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            last[change.Stream.ToString()] = change;
        }

        foreach (var hasDuties in new[] { true, false })
        {
            var chosen = last.Where(item => item.Value.HasDuties == hasDuties).OrderBy(item => item.Key, StringComparer.Ordinal).ToArray();
            Add(command, Array.ConvertAll(chosen, item => item.Value.Shard));
            Add(command, Array.ConvertAll(chosen, item => item.Key));
        }
    }

    private static T[] Column<T>(IReadOnlyList<NewEvent> events, Func<NewEvent, T> value)
    {
        var column = new T[events.Count];
        for (var index = 0; index < column.Length; index++)
        {
            column[index] = value(events[index]);
        }

        return column;
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
