using CallCenter.Api.Postgres;
using Npgsql;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Audit;

/// <summary>The chains that all processes of a cluster share: each number is given once, whoever is first has it.</summary>
internal sealed class PostgresAuditRows(SharedDatabase database) : IAuditRows
{
    private const int AttemptsMax = 50;

    public AuditRow Append(string tenant, AuditRecord record)
    {
        for (var attempt = 1; ; attempt++)
        {
            var last = Newest(tenant, long.MaxValue, 1).SingleOrDefault();
            var row = AuditRow.After(tenant, last?.Number ?? 0, last?.Hash ?? AuditRow.Beginning, record);
            try
            {
                database.Run(Statement("INSERT INTO api_audit VALUES ($1, $2, $3, $4)", tenant, row.Number, row.Body, row.Hash));
                return row;
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation && attempt < AttemptsMax)
            {
                // Another process was first with this number: behind it, then.
            }
        }
    }

    public IReadOnlyList<AuditRow> Read(string tenant, long after, int max) => Rows(
        Statement("SELECT tenant, number, body, hash FROM api_audit WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3", tenant, after, max));

    public IReadOnlyList<AuditRow> Newest(string tenant, long before, int max) => Rows(
        Statement("SELECT tenant, number, body, hash FROM api_audit WHERE tenant = $1 AND number < $2 ORDER BY number DESC LIMIT $3", tenant, before, max));

    public IReadOnlyList<string> Chains() => database.Rows(Statement("SELECT DISTINCT tenant FROM api_audit ORDER BY tenant"), row => row.GetString(0));

    public void Dispose()
    {
    }

    private List<AuditRow> Rows(NpgsqlBatchCommand command) => database.Rows(
        command, row => new AuditRow(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)));
}
