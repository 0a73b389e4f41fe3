using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>The statements of appends on one connection, prepared once: each batch fills their parameters anew.</summary>
internal sealed class AppendStatements
{
    private const string AppendSql = "select stored_at, fenced from append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    /// <summary>
    /// What is only read needs no lock: the statement sees the owners of one moment, at which nobody else had taken over, and nobody else can have
    /// written by then. Rows that are written need one, since they would come after that moment.
    /// </summary>
    private const string FenceSql = """
        select greatest(clock_timestamp(), $3), (
            select array_agg(f.shard order by f.shard) from unnest($1, $2) as f (shard, epoch)
            where not exists (select from shard_lease l where l.shard = f.shard and l.epoch = f.epoch))
        """;

    /// <summary>The same of one shard, at a fifth of the price: while little is asked, most batches have one.</summary>
    private const string FenceOneSql = """
        select greatest(clock_timestamp(), $3), case when exists (select from shard_lease where shard = $1 and epoch = $2) then null else array[$1] end
        """;

    private readonly NpgsqlCommand append;
    private readonly NpgsqlCommand fence;
    private readonly NpgsqlCommand fenceOne;

    public AppendStatements(NpgsqlConnection connection)
    {
        Connection = connection;
        append = Prepared(
            connection,
            AppendSql,
            Values<int>(), Values<long>(),
            Values<int>(), Values<long>(), Values<long>(), Values<string>(), Values<long>(), Values<string>(), Values<ReadOnlyMemory<byte>>(NpgsqlDbType.Array | NpgsqlDbType.Bytea),
            Values<int>(), Values<string>(), Values<int>(), Values<string>(),
            new NpgsqlParameter<DateTimeOffset>());
        fence = Prepared(connection, FenceSql, Values<int>(), Values<long>(), new NpgsqlParameter<DateTimeOffset>());
        fenceOne = Prepared(connection, FenceOneSql, new NpgsqlParameter<int>(), new NpgsqlParameter<long>(), new NpgsqlParameter<DateTimeOffset>());
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Writes it, under the fence.</summary>
    public NpgsqlCommand Append(AppendBatch batch, DateTimeOffset floor)
    {
        var events = batch.Events;
        FillFences(append, batch);
        Fill(append, 2, Column(events, item => item.Shard));
        Fill(append, 3, Column(events, item => item.Position));
        Fill(append, 4, Column(events, item => batch.Epochs[item.Shard]));
        Fill(append, 5, Column(events, item => item.Stream.ToString()));
        Fill(append, 6, Column(events, item => item.Version));
        Fill(append, 7, Column(events, item => item.Tag));
        Fill(append, 8, Column(events, item => item.Body));
        FillLive(append, 9, batch.Live);
        Fill(append, 13, floor);
        return append;
    }

    /// <summary>Of a batch that writes nothing: are its shards still ours?</summary>
    public NpgsqlCommand Fence(AppendBatch batch, DateTimeOffset floor)
    {
        if (batch.Epochs.Count == 1)
        {
            var (shard, epoch) = batch.Epochs.First();
            Fill(fenceOne, 0, shard);
            Fill(fenceOne, 1, epoch);
            Fill(fenceOne, 2, floor);
            return fenceOne;
        }

        FillFences(fence, batch);
        Fill(fence, 2, floor);
        return fence;
    }

    private static NpgsqlCommand Prepared(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        command.Prepare();
        return command;
    }

    private static NpgsqlParameter<T[]> Values<T>() => new() { TypedValue = [] };

    private static NpgsqlParameter<T[]> Values<T>(NpgsqlDbType type) => new() { TypedValue = [], NpgsqlDbType = type };

    private static void FillFences(NpgsqlCommand command, AppendBatch batch)
    {
        var shards = new int[batch.Epochs.Count];
        var epochs = new long[shards.Length];
        var index = 0;
        foreach (var (shard, epoch) in batch.Epochs)
        {
            (shards[index], epochs[index]) = (shard, epoch);
            index++;
        }

        Array.Sort(shards, epochs);
        Fill(command, 0, shards);
        Fill(command, 1, epochs);
    }

    /// <summary>What the last word on each stream is.</summary>
    private static void FillLive(NpgsqlCommand command, int at, IReadOnlyList<LiveChange> changes)
    {
        var last = new Dictionary<string, LiveChange>(changes.Count, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            last[change.Stream.ToString()] = change;
        }

        foreach (var hasDuties in new[] { true, false })
        {
            var chosen = last.Where(item => item.Value.HasDuties == hasDuties).OrderBy(item => item.Key, StringComparer.Ordinal).ToArray();
            Fill(command, at++, Array.ConvertAll(chosen, item => item.Value.Shard));
            Fill(command, at++, Array.ConvertAll(chosen, item => item.Key));
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

    private static void Fill<T>(NpgsqlCommand command, int parameter, T value) => ((NpgsqlParameter<T>)command.Parameters[parameter]).TypedValue = value;
}
