using Npgsql;

namespace CallCenter.Chaos.Lab;

/// <summary>Who owns what, read from the database past the product.</summary>
internal static class Leases
{
    public static Task<IReadOnlyList<int>> OwnedBy(Database database, string member, CancellationToken stop) => Read(
        database, "select l.shard from shard_lease l join member m on m.incarnation = l.incarnation where m.name = $1", member, row => row.GetInt32(0), stop);

    /// <summary>Who owns the shard of this stream; null: nobody, or there is no such stream yet.</summary>
    public static async Task<string?> OwnerOf(Database database, string stream, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            select m.name from event e join shard_lease l on l.shard = e.shard join member m on m.incarnation = l.incarnation where e.stream like $1 and e.version = 1
            """);
        command.Parameters.AddWithValue(stream);
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>Somebody else who owns one of these shards now; null: nobody yet.</summary>
    public static async Task<string?> HeirOf(Database database, string dead, IReadOnlyList<int> shards, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(
            "select m.name from shard_lease l join member m on m.incarnation = l.incarnation where l.shard = any ($1) and m.name <> $2 limit 1");
        command.Parameters.AddWithValue(shards.ToArray());
        command.Parameters.AddWithValue(dead);
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>Those of these processes that are members in good standing.</summary>
    public static Task<IReadOnlyList<string>> Standing(Database database, IReadOnlyList<string> members, CancellationToken stop) => Names(
        database, "select m.name from member m where m.name = any ($1) and m.state = 1 and m.expires_at > clock_timestamp() order by m.name", members, stop);

    /// <summary>Those of them that own shards.</summary>
    public static Task<IReadOnlyList<string>> Owners(Database database, IReadOnlyList<string> members, CancellationToken stop) => Names(
        database, "select distinct m.name from member m join shard_lease l on l.incarnation = m.incarnation where m.name = any ($1) and m.state = 1 order by m.name", members, stop);

    /// <summary>How many epochs were begun so far: each is a shard that moved.</summary>
    public static Task<long> Moves(Database database, CancellationToken stop) => database.Scalar<long>("select count(*) from lease_audit", stop);

    public static async Task<bool> IsAppending(Database database, string member, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(
            "select exists (select from pg_stat_activity where state = 'active' and application_name like $1 and query like '%append(%')");
        command.Parameters.AddWithValue($"%{member}%");
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Nobody while the database does not answer.</summary>
    private static async Task<IReadOnlyList<string>> Names(Database database, string sql, IReadOnlyList<string> members, CancellationToken stop)
    {
        try
        {
            return await Read(database, sql, members.ToArray(), row => row.GetString(0), stop);
        }
        catch (NpgsqlException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<T>> Read<T>(Database database, string sql, object parameter, Func<NpgsqlDataReader, T> take, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<T> rows = [];
        while (await reader.ReadAsync(stop))
        {
            rows.Add(take(reader));
        }

        return rows;
    }
}
