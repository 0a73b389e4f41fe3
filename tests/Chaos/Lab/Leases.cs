using Npgsql;

namespace CallCenter.Chaos.Lab;

/// <summary>Who owns what, read from the database past the product.</summary>
internal static class Leases
{
    public static Task<IReadOnlyList<int>> OwnedBy(Database database, string member, CancellationToken stop) => Shards(
        database, "select l.shard from shard_lease l join member m on m.incarnation = l.incarnation where m.name = $1", stop, member);

    /// <summary>Somebody else who owns one of these shards now; null: nobody yet.</summary>
    public static async Task<string?> HeirOf(Database database, string dead, IReadOnlyList<int> shards, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(
            "select m.name from shard_lease l join member m on m.incarnation = l.incarnation where l.shard = any ($1) and m.name <> $2 limit 1");
        command.Parameters.AddWithValue(shards.ToArray());
        command.Parameters.AddWithValue(dead);
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>Whether every one of these processes stands and owns shards: the cluster is as it was before anything happened.</summary>
    public static async Task<bool> AreSpread(Database database, IReadOnlyList<string> members, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            select count(distinct m.name) = cardinality($1) from member m
            where m.name = any ($1) and m.state = 1 and m.expires_at > clock_timestamp() and exists (select from shard_lease l where l.incarnation = m.incarnation)
            """);
        command.Parameters.AddWithValue(members.ToArray());
        try
        {
            return (bool)(await command.ExecuteScalarAsync(stop))!;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>How many epochs were begun so far: each is a shard that moved.</summary>
    public static Task<long> Moves(Database database, CancellationToken stop) => database.Scalar<long>("select count(*) from lease_audit", stop);

    public static async Task<bool> IsAppending(Database database, string member, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(
            "select exists (select from pg_stat_activity where state = 'active' and application_name like $1 and query like '%append(%')");
        command.Parameters.AddWithValue($"%{member}%");
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task<IReadOnlyList<int>> Shards(Database database, string sql, CancellationToken stop, string parameter)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<int> shards = [];
        while (await reader.ReadAsync(stop))
        {
            shards.Add(reader.GetInt32(0));
        }

        return shards;
    }
}
