using CallCenter.Actors;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>The questions that are asked of the journal. Reading sees committed rows only.</summary>
internal static class SqliteReads
{
    /// <summary>Every new call waits for this one: prepared once, for <see cref="Stream"/>.</summary>
    public static SqliteCommand PrepareStream(SqliteConnection connection)
    {
        var select = connection.CreateCommand();
        select.CommandText = "select shard, pos, epoch, stream, version, tag, body, db_ts from event where stream = $stream and version >= $version order by version limit $max";
        select.Parameters.Add("$stream", SqliteType.Text);
        select.Parameters.Add("$version", SqliteType.Integer);
        select.Parameters.Add("$max", SqliteType.Integer);
        select.Prepare();
        return select;
    }

    public static IReadOnlyList<CommittedEvent> Stream(SqliteCommand select, ActorId stream, long fromVersion, int max)
    {
        select.Parameters[0].Value = stream.ToString();
        select.Parameters[1].Value = fromVersion;
        select.Parameters[2].Value = max;
        return Events(select, row => Event(row, stream));
    }

    public static IReadOnlyList<CommittedEvent> Shard(SqliteConnection connection, int shard, long position, int max)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "select shard, pos, epoch, stream, version, tag, body, db_ts from event where shard = $shard and pos > $pos order by pos limit $max";
        select.Parameters.AddWithValue("$shard", shard);
        select.Parameters.AddWithValue("$pos", position);
        select.Parameters.AddWithValue("$max", max);
        return Events(select, Event);
    }

    public static IReadOnlyDictionary<int, ShardHead> Heads(SqliteConnection connection)
    {
        // From shard to shard and to the end of each: a few steps in the index, not a scan of the journal.
        using var select = connection.CreateCommand();
        select.CommandText = """
            with recursive shard (number) as (select min(shard) from event union all select (select min(shard) from event where shard > number) from shard where number is not null)
            select number, (select max(pos) from event where shard = number), (select db_ts from event where shard = number order by pos desc limit 1) from shard where number is not null
            """;
        using var row = select.ExecuteReader();
        var heads = new Dictionary<int, ShardHead>();
        while (row.Read())
        {
            heads[row.GetInt32(0)] = new ShardHead(row.GetInt64(1), SqliteCenter.FromStamp(row.GetInt64(2)));
        }

        return heads;
    }

    public static IReadOnlyList<ShardStart> Starts(SqliteConnection connection, IReadOnlyList<int> shards)
    {
        var heads = Heads(connection);
        using var select = connection.CreateCommand();
        select.CommandText = "select stream from live where shard = $shard order by stream";
        var which = select.Parameters.Add("$shard", SqliteType.Integer);
        var starts = new List<ShardStart>(shards.Count);
        foreach (var shard in shards)
        {
            which.Value = shard;
            starts.Add(new ShardStart(heads.TryGetValue(shard, out var head) ? head : null, LiveSet(select)));
        }

        return starts;
    }

    private static List<ActorId> LiveSet(SqliteCommand select)
    {
        using var row = select.ExecuteReader();
        var streams = new List<ActorId>();
        while (row.Read())
        {
            streams.Add(Id(row.GetString(0)));
        }

        return streams;
    }

    public static CommittedEvent Event(SqliteDataReader row) => Event(row, Id(row.GetString(3)));

    private static CommittedEvent Event(SqliteDataReader row, ActorId stream) => new(
        row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), stream, row.GetInt64(4), row.GetString(5), row.GetFieldValue<byte[]>(6), SqliteCenter.FromStamp(row.GetInt64(7)));

    private static List<CommittedEvent> Events(SqliteCommand select, Func<SqliteDataReader, CommittedEvent> read)
    {
        using var row = select.ExecuteReader();
        var events = new List<CommittedEvent>();
        while (row.Read())
        {
            events.Add(read(row));
        }

        return events;
    }

    private static ActorId Id(string text) =>
        ActorId.TryParse(text, out var id) ? id : throw new InvalidDataException($"the journal names a stream '{text}'");
}
