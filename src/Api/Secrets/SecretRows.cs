using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Secrets;

/// <summary>The SQL of the secret store.</summary>
internal static class SecretRows
{
    private const string Schema = """
        PRAGMA journal_mode = DELETE;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        CREATE TABLE IF NOT EXISTS secret(
          tenant TEXT NOT NULL, phone TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL,
          PRIMARY KEY (tenant, phone, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS remembered(name TEXT NOT NULL PRIMARY KEY, fingerprint BLOB NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Made so that only its owner may read it.</summary>
    public static SqliteConnection Open(string file)
    {
        if (!File.Exists(file) && !OperatingSystem.IsWindows())
        {
            using var made = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var schema = connection.CreateCommand();
        schema.CommandText = Schema;
        schema.ExecuteNonQuery();
        return connection;
    }

    public static ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> Load(SqliteConnection connection)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT tenant, phone, version, sealed FROM secret";
        using var reader = select.ExecuteReader();
        var rows = new List<((string, string) Phone, long Version, byte[] Sealed)>();
        while (reader.Read())
        {
            rows.Add(((reader.GetString(0), reader.GetString(1)), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3)));
        }

        return rows.GroupBy(row => row.Phone).ToImmutableDictionary(group => group.Key, group => group.ToImmutableSortedDictionary(row => row.Version, row => row.Sealed));
    }

    public static void Insert(SqliteTransaction transaction, string tenant, string phone, long version, byte[] sealedSecret)
    {
        using var insert = Command(transaction, "INSERT INTO secret(tenant, phone, version, sealed) VALUES ($tenant, $phone, $version, $sealed)", tenant, phone, version);
        insert.Parameters.AddWithValue("$sealed", sealedSecret);
        insert.ExecuteNonQuery();
    }

    public static void Delete(SqliteTransaction transaction, string tenant, string phone, long version)
    {
        using var delete = Command(transaction, "DELETE FROM secret WHERE tenant = $tenant AND phone = $phone AND version = $version", tenant, phone, version);
        delete.ExecuteNonQuery();
    }

    public static byte[]? Fingerprint(SqliteConnection connection, string name)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT fingerprint FROM remembered WHERE name = $name";
        select.Parameters.AddWithValue("$name", name);
        return (byte[]?)select.ExecuteScalar();
    }

    public static void SetFingerprint(SqliteConnection connection, string name, byte[] fingerprint)
    {
        using var upsert = connection.CreateCommand();
        upsert.CommandText = "INSERT INTO remembered(name, fingerprint) VALUES ($name, $fingerprint) ON CONFLICT(name) DO UPDATE SET fingerprint = excluded.fingerprint";
        upsert.Parameters.AddWithValue("$name", name);
        upsert.Parameters.AddWithValue("$fingerprint", fingerprint);
        upsert.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteTransaction transaction, string sql, string tenant, string phone, long version)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$tenant", tenant);
        command.Parameters.AddWithValue("$phone", phone);
        command.Parameters.AddWithValue("$version", version);
        return command;
    }
}
