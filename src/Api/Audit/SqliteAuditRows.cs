using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Audit;

/// <summary>The chains of one process in a file.</summary>
internal sealed class SqliteAuditRows : IAuditRows
{
    public const string FileName = "audit.db";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public SqliteAuditRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Audit.Audit.sql"));
    }

    public AuditRow Append(string tenant, AuditRecord record)
    {
        lock (gate)
        {
            var last = Newest(tenant, long.MaxValue, 1).SingleOrDefault();
            var row = AuditRow.After(tenant, last?.Number ?? 0, last?.Hash ?? AuditRow.Beginning, record);
            Sql.Run(connection, "INSERT INTO audit VALUES ($tenant, $number, $body, $hash)", ("$tenant", tenant), ("$number", row.Number), ("$body", row.Body), ("$hash", row.Hash));
            return row;
        }
    }

    public IReadOnlyList<AuditRow> Read(string tenant, long after, int max) =>
        Rows("SELECT tenant, number, body, hash FROM audit WHERE tenant = $tenant AND number > $number ORDER BY number LIMIT $max", tenant, after, max);

    public IReadOnlyList<AuditRow> Newest(string tenant, long before, int max) =>
        Rows("SELECT tenant, number, body, hash FROM audit WHERE tenant = $tenant AND number < $number ORDER BY number DESC LIMIT $max", tenant, before, max);

    public IReadOnlyList<string> Chains()
    {
        lock (gate)
        {
            return Sql.Rows(connection, "SELECT DISTINCT tenant FROM audit ORDER BY tenant", row => row.GetString(0));
        }
    }

    public void Dispose() => connection.Dispose();

    private List<AuditRow> Rows(string sql, string tenant, long number, int max)
    {
        lock (gate)
        {
            return Sql.Rows(
                connection, sql, row => new AuditRow(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)),
                ("$tenant", tenant), ("$number", number), ("$max", max));
        }
    }
}
