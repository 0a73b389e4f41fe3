using CallCenter.Cluster.Hosting;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>Writes batches: one transaction each, statements prepared once. Lives on the writer's thread.</summary>
internal sealed class SqliteAppender
{
    private readonly NodeClock clock;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand rollback;
    private readonly SqliteCommand epoch;
    private readonly SqliteCommand find;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand list;
    private readonly SqliteCommand unlist;
    private long lastStamp;

    public SqliteAppender(SqliteConnection connection, NodeClock clock, SqliteCenter center)
    {
        this.clock = clock;
        lastStamp = SqliteCenter.ToStamp(center.StoredAt);
        begin = Prepare(connection, "begin immediate");
        commit = Prepare(connection, "commit");
        rollback = Prepare(connection, "rollback");
        epoch = Prepare(connection, "select epoch from center");
        find = Prepare(connection, "select shard, pos, epoch, stream, version, tag, body, db_ts from event where shard = $shard and pos = $pos", "$shard", "$pos");
        insert = Prepare(
            connection,
            "insert into event (shard, pos, epoch, stream, version, tag, body, db_ts) values ($shard, $pos, $epoch, $stream, $version, $tag, $body, $ts)",
            "$shard", "$pos", "$epoch", "$stream", "$version", "$tag", "$body", "$ts");
        list = Prepare(connection, "insert or ignore into live (shard, stream) values ($shard, $stream)", "$shard", "$stream");
        unlist = Prepare(connection, "delete from live where shard = $shard and stream = $stream", "$shard", "$stream");
    }

    /// <summary>Roughly what the last batch added to the write-ahead log.</summary>
    public int Pages { get; private set; }

    public AppendResult Append(AppendBatch batch)
    {
        Pages = 0;
        begin.ExecuteNonQuery();
        var isOpen = true;
        try
        {
            var result = Repeated(batch) ?? (AppendResult?)Fence(batch) ?? Write(batch);
            if (result is AppendResult.Appended && Pages > 0)
            {
                Failpoint.BeforeCommit(batch);
                commit.ExecuteNonQuery();
            }
            else
            {
                rollback.ExecuteNonQuery();
            }

            isOpen = false;
            return result;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SqliteCodes.Constraint)
        {
            return new AppendResult.Conflict(failure.Message);
        }
        finally
        {
            if (isOpen)
            {
                Abandon();
            }
        }
    }

    /// <summary>The batch may have been written before, and its answer lost: then all its rows are there. Asked before the fence.</summary>
    private AppendResult? Repeated(AppendBatch batch)
    {
        if (batch.Events.Count == 0 || Stored(batch.Events[0]) is not { } first)
        {
            return null;
        }

        return batch.Events.All(item => Stored(item) is { } found && IsSame(item, found, batch.Epochs[item.Shard]))
            ? new AppendResult.Appended(first.StoredAt)
            : new AppendResult.Conflict($"{first.Shard}:{first.Position} holds {first.Stream} {first.Version}");
    }

    private AppendResult.Fenced? Fence(AppendBatch batch)
    {
        var current = (long)epoch.ExecuteScalar()!;
        var stale = batch.Epochs.Where(owned => owned.Value != current).Select(owned => owned.Key).Order().ToList();
        return stale.Count == 0 ? null : new AppendResult.Fenced(stale);
    }

    private AppendResult.Appended Write(AppendBatch batch)
    {
        lastStamp = Math.Max(lastStamp, SqliteCenter.ToStamp(clock.Now));
        foreach (var item in batch.Events)
        {
            Set(insert, item.Shard, item.Position, batch.Epochs[item.Shard], item.Stream.ToString(), item.Version, item.Tag, Bytes(item.Body), lastStamp);
            insert.ExecuteNonQuery();
            Pages += 3;
        }

        foreach (var change in batch.Live)
        {
            var statement = change.HasDuties ? list : unlist;
            Set(statement, change.Shard, change.Stream.ToString());
            statement.ExecuteNonQuery();
            Pages++;
        }

        return new AppendResult.Appended(SqliteCenter.FromStamp(lastStamp));
    }

    private CommittedEvent? Stored(NewEvent item)
    {
        Set(find, item.Shard, item.Position);
        using var row = find.ExecuteReader();
        return row.Read() ? SqliteReads.Event(row) : null;
    }

    private static bool IsSame(NewEvent item, CommittedEvent found, long epoch) =>
        found.Stream == item.Stream && found.Version == item.Version && found.Epoch == epoch && found.Tag == item.Tag && found.Body.Span.SequenceEqual(item.Body.Span);

    private void Abandon()
    {
        try
        {
            rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite itself rolls back on some failures (full disk, I/O): then there is nothing left to roll back.
        }
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : body.ToArray();

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter(name, null));
        }

        command.Prepare();
        return command;
    }
}
