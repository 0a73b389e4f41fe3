using CallCenter.Actors;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>The questions that are asked of the journal, always of the primary.</summary>
internal sealed class PostgresReads(NpgsqlDataSource source)
{
    public Task<IReadOnlyList<CommittedEvent>> Stream(ActorId stream, long fromVersion, int max, CancellationToken stop) => Rows(
        "select shard, pos, epoch, stream, version, tag, body, db_ts from event where stream = $1 and version >= $2 order by version limit $3",
        command => Add(Add(Add(command, stream.ToString()), fromVersion), max), Event, stop);

    /// <summary>One round trip for all: what a recovery of many actors would otherwise wait for.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> Streams(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop)
    {
        const string Sql = """
            select e.shard, e.pos, e.epoch, s.number, e.version, e.tag, e.body, e.db_ts
            from unnest($1) with ordinality as s (stream, number)
            cross join lateral (select * from event where stream = s.stream order by version limit $2) as e
            order by s.number, e.version
            """;
        var rows = await Rows(Sql, command => Add(Add(command, streams.Select(stream => stream.ToString()).ToArray()), maxEach), Numbered, stop).ConfigureAwait(false);
        var stories = streams.Select(_ => new List<CommittedEvent>()).ToArray();
        foreach (var (number, item) in rows)
        {
            stories[number].Add(item);
        }

        return stories;

        (int Number, CommittedEvent Event) Numbered(NpgsqlDataReader row)
        {
            var number = (int)row.GetInt64(3) - 1;
            return (number, Event(row, streams[number]));
        }
    }

    public Task<IReadOnlyList<CommittedEvent>> Shard(int shard, long position, int max, CancellationToken stop) => Rows(
        "select shard, pos, epoch, stream, version, tag, body, db_ts from event where shard = $1 and pos > $2 order by pos limit $3",
        command => Add(Add(Add(command, shard), position), max), Event, stop);

    public async Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop)
    {
        var heads = await Rows(
            "select l.shard, e.pos, e.db_ts from shard_lease l cross join lateral (select pos, db_ts from event where shard = l.shard order by pos desc limit 1) e",
            command => command,
            row => (Shard: row.GetInt32(0), Head: new ShardHead(row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2))),
            stop);
        return heads.ToDictionary(item => item.Shard, item => item.Head);
    }

    /// <summary>One round trip for all: while it lasts nobody serves these shards.</summary>
    public async Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop)
    {
        const string Sql = """
            select s.number, e.pos, e.db_ts, l.stream
            from unnest($1) with ordinality as s (shard, number)
            left join lateral (select pos, db_ts from event where shard = s.shard order by pos desc limit 1) as e on true
            left join live as l on l.shard = s.shard
            order by s.number, l.stream
            """;
        var heads = new ShardHead?[shards.Count];
        var live = shards.Select(_ => new List<ActorId>()).ToArray();
        await Rows(Sql, command => Add(command, shards.ToArray()), Take, stop).ConfigureAwait(false);
        return [.. heads.Zip(live, (head, streams) => new ShardStart(head, streams))];

        int Take(NpgsqlDataReader row)
        {
            var number = (int)row.GetInt64(0) - 1;
            heads[number] = row.IsDBNull(1) ? null : new ShardHead(row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));
            if (!row.IsDBNull(3))
            {
                live[number].Add(Id(row.GetString(3)));
            }

            return number;
        }
    }

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, Func<NpgsqlCommand, NpgsqlCommand> fill, Func<NpgsqlDataReader, T> read, CancellationToken stop)
    {
        await using var command = fill(source.CreateCommand(sql));
        await using var row = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
        var rows = new List<T>();
        while (await row.ReadAsync(stop).ConfigureAwait(false))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private static CommittedEvent Event(NpgsqlDataReader row) => Event(row, Id(row.GetString(3)));

    private static CommittedEvent Event(NpgsqlDataReader row, ActorId stream) => new(
        row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), stream, row.GetInt64(4), row.GetString(5), row.GetFieldValue<byte[]>(6), row.GetFieldValue<DateTimeOffset>(7));

    private static NpgsqlCommand Add<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    private static ActorId Id(string text) =>
        ActorId.TryParse(text, out var id) ? id : throw new InvalidDataException($"the journal names a stream '{text}'");
}
