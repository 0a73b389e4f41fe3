using CallCenter.Actors;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>The table of snapshots, over the connections for reads: no append waits for it.</summary>
internal sealed class PostgresSnapshots(NpgsqlDataSource source) : ISnapshots
{
    public async Task<FoundSnapshot> Read(ActorId stream, CancellationToken stop)
    {
        await using var command = source.CreateCommand("select version, contract, last_time, hash, body from snapshot where stream = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.ToString() });
        await using var row = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
        return new FoundSnapshot(await row.ReadAsync(stop).ConfigureAwait(false)
            ? new Snapshot(stream, row.GetInt64(0), row.GetInt32(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4))
            : null);
    }

    public async Task Write(Snapshot snapshot, CancellationToken stop)
    {
        const string Sql = """
            insert into snapshot as kept (stream, version, contract, last_time, hash, body) values ($1, $2, $3, $4, $5, $6)
            on conflict (stream) do update set
                version = excluded.version, contract = excluded.contract, last_time = excluded.last_time, hash = excluded.hash, body = excluded.body
            where (excluded.version, excluded.contract) > (kept.version, kept.contract)
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = snapshot.Stream.ToString() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Version });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = snapshot.Contract });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.LastTime.UtcTicks });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = snapshot.Hash });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = snapshot.Body });
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
    }
}
