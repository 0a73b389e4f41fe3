using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>What the journal says of its center, after counting this start.</summary>
internal sealed record SqliteCenter(int Shards, long Epoch, DateTimeOffset StoredAt)
{
    public static SqliteCenter Start(SqliteConnection connection, int shardsOfNew, DateTimeOffset now)
    {
        using var start = connection.CreateCommand();
        start.CommandText = """
            insert into center (one, shards, epoch) values (1, $shards, 1)
            on conflict (one) do update set epoch = epoch + 1
            returning shards, epoch, (select db_ts from event order by rowid desc limit 1)
            """;
        start.Parameters.AddWithValue("$shards", shardsOfNew);
        using var row = start.ExecuteReader();
        row.Read();
        return new SqliteCenter(row.GetInt32(0), row.GetInt64(1), row.IsDBNull(2) ? now : FromStamp(row.GetInt64(2)));
    }

    /// <summary>Microseconds since 1970, rounded up: what is stored is never before the decision it stamps.</summary>
    public static long ToStamp(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromStamp(long stamp) => DateTimeOffset.UnixEpoch.AddTicks(stamp * TimeSpan.TicksPerMicrosecond);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shards} shards, start {Epoch}");
}

/// <summary>Result codes of SQLite that mean something to us (sqlite.org/rescode.html).</summary>
internal static class SqliteCodes
{
    public const int Corrupt = 11;
    public const int Constraint = 19;
    public const int NotADatabase = 26;
}
