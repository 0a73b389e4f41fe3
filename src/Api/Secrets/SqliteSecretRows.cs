using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Secrets;

/// <summary>The secrets of one process in a file that only its owner may read. What is awaited is known to this process alone.</summary>
internal sealed class SqliteSecretRows : ISecretRows
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

    private readonly SqliteConnection connection;
    private readonly HashSet<(string Tenant, string Phone, long Version)> awaited = [];

    public SqliteSecretRows(string file)
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

        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var schema = connection.CreateCommand();
        schema.CommandText = Schema;
        schema.ExecuteNonQuery();
    }

    public bool IsShared => false;

    public IReadOnlyList<SecretRow> Load()
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT tenant, phone, version, sealed FROM secret";
        using var reader = select.ExecuteReader();
        var rows = new List<SecretRow>();
        while (reader.Read())
        {
            rows.Add(new SecretRow(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3)));
        }

        return rows;
    }

    public bool TryStage(IReadOnlyCollection<SecretRow> rows)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var row in rows)
        {
            using var insert = Command(transaction, "INSERT INTO secret(tenant, phone, version, sealed) VALUES ($tenant, $phone, $version, $sealed)", row);
            insert.Parameters.AddWithValue("$sealed", row.Sealed);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        awaited.UnionWith(rows.Select(KeyOf));
        return true;
    }

    public void Settle(string tenant, long document, IReadOnlyDictionary<string, long> named)
    {
        var rows = Load().Where(row => row.Tenant == tenant).ToList();
        awaited.RemoveWhere(row => row.Tenant == tenant && row.Version <= named.GetValueOrDefault(row.Phone));
        using var transaction = connection.BeginTransaction();
        foreach (var row in rows.Where(row => row.Version != named.GetValueOrDefault(row.Phone) && !awaited.Contains(KeyOf(row))))
        {
            using var delete = Command(transaction, "DELETE FROM secret WHERE tenant = $tenant AND phone = $phone AND version = $version", row);
            delete.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public byte[]? Fingerprint(string name)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT fingerprint FROM remembered WHERE name = $name";
        select.Parameters.AddWithValue("$name", name);
        return (byte[]?)select.ExecuteScalar();
    }

    public void SetFingerprint(string name, byte[] fingerprint)
    {
        using var upsert = connection.CreateCommand();
        upsert.CommandText = "INSERT INTO remembered(name, fingerprint) VALUES ($name, $fingerprint) ON CONFLICT(name) DO UPDATE SET fingerprint = excluded.fingerprint";
        upsert.Parameters.AddWithValue("$name", name);
        upsert.Parameters.AddWithValue("$fingerprint", fingerprint);
        upsert.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    private static (string, string, long) KeyOf(SecretRow row) => (row.Tenant, row.Phone, row.Version);

    private static SqliteCommand Command(SqliteTransaction transaction, string sql, SecretRow row)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$tenant", row.Tenant);
        command.Parameters.AddWithValue("$phone", row.Phone);
        command.Parameters.AddWithValue("$version", row.Version);
        return command;
    }
}
