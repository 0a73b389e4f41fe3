using CallCenter.Actors;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>The table of snapshots in the journal's file.</summary>
internal static class SqliteSnapshots
{
    public static FoundSnapshot Read(SqliteConnection connection, ActorId stream)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "select version, contract, last_time, hash, body from snapshot where stream = $stream";
        select.Parameters.AddWithValue("$stream", stream.ToString());
        using var row = select.ExecuteReader();
        return new FoundSnapshot(row.Read()
            ? new Snapshot(stream, row.GetInt64(0), row.GetInt32(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4))
            : null);
    }

    public static bool Write(SqliteConnection connection, Snapshot snapshot)
    {
        using var upsert = connection.CreateCommand();
        upsert.CommandText = """
            insert into snapshot (stream, version, contract, last_time, hash, body) values ($stream, $version, $contract, $last_time, $hash, $body)
            on conflict (stream) do update set
                version = excluded.version, contract = excluded.contract, last_time = excluded.last_time, hash = excluded.hash, body = excluded.body
            where (excluded.version, excluded.contract) > (snapshot.version, snapshot.contract)
            """;
        upsert.Parameters.AddWithValue("$stream", snapshot.Stream.ToString());
        upsert.Parameters.AddWithValue("$version", snapshot.Version);
        upsert.Parameters.AddWithValue("$contract", snapshot.Contract);
        upsert.Parameters.AddWithValue("$last_time", snapshot.LastTime.UtcTicks);
        upsert.Parameters.AddWithValue("$hash", snapshot.Hash.ToArray());
        upsert.Parameters.AddWithValue("$body", snapshot.Body.ToArray());
        return upsert.ExecuteNonQuery() > 0;
    }
}
