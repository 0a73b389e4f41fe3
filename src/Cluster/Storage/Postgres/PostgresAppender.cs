using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// Writes batches by the function <c>append</c> (Schema/0002_append.sql); those that write nothing only ask the fence. Lives on the thread of its
/// session. Whatever is not known for certain is <see cref="AppendResult.Unknown"/>: an outcome is one only if the server said so, and said nothing
/// else beside it.
/// </summary>
internal sealed class PostgresAppender
{
    private AppendStatements? statements;
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
        if (statements?.Connection != connection)
        {
            statements = new AppendStatements(connection);
        }

        var floor = new DateTimeOffset(Volatile.Read(ref floorTicks), TimeSpan.Zero);
        return batch is { Events.Count: 0, Live.Count: 0 } ? Run(statements.Fence(batch, floor)) : Write(statements.Append(batch, floor));
    }

    private static AppendResult Write(NpgsqlCommand command)
    {
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
}
