using CallCenter.Api.Postgres;
using Npgsql;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Secrets;

/// <summary>The secrets that all processes of a cluster share.</summary>
internal sealed class PostgresSecretRows(SharedDatabase database) : ISecretRows
{
    /// <summary>A document that has not come in force this long after its credentials were staged will not: its process died on the way.</summary>
    private const string AwaitedMax = "10 minutes";

    public bool IsShared => true;

    public IReadOnlyList<SecretRow> Load() => database.Rows(
        Statement("SELECT tenant, phone, version, sealed FROM phone_secret"),
        row => new SecretRow(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3)));

    public bool TryStage(IReadOnlyCollection<SecretRow> rows)
    {
        if (rows.Count == 0)
        {
            return true;
        }

        try
        {
            database.Run(Statement(
                "INSERT INTO phone_secret SELECT r.*, clock_timestamp() FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[]) AS r",
                rows.Select(row => row.Tenant).ToArray(), rows.Select(row => row.Phone).ToArray(), rows.Select(row => row.Version).ToArray(), rows.Select(row => row.Sealed).ToArray()));
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    public void Settle(string tenant, long document, IReadOnlyDictionary<string, long> named)
    {
        var (phones, versions) = (named.Keys.ToArray(), named.Values.ToArray());
        database.Run(
            Statement(
                "INSERT INTO phone_secret_settled VALUES ($1, $2) ON CONFLICT (tenant) DO UPDATE SET document = GREATEST(phone_secret_settled.document, excluded.document)",
                tenant, document),
            Statement(
                """
                UPDATE phone_secret s SET staged_at = NULL FROM unnest($3::text[], $4::bigint[]) AS n(phone, version)
                WHERE s.tenant = $1 AND s.phone = n.phone AND s.version <= n.version AND s.staged_at IS NOT NULL
                  AND $2 = (SELECT document FROM phone_secret_settled WHERE tenant = $1)
                """,
                tenant, document, phones, versions),
            Statement(
                $"""
                DELETE FROM phone_secret s
                WHERE s.tenant = $1 AND $2 = (SELECT document FROM phone_secret_settled WHERE tenant = $1)
                  AND (s.staged_at IS NULL OR s.staged_at < clock_timestamp() - interval '{AwaitedMax}')
                  AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::bigint[]) AS n(phone, version) WHERE n.phone = s.phone AND n.version = s.version)
                """,
                tenant, document, phones, versions));
    }

    public byte[]? Fingerprint(string name) =>
        database.Rows(Statement("SELECT fingerprint FROM remembered WHERE name = $1", name), row => row.GetFieldValue<byte[]>(0)).FirstOrDefault();

    public void SetFingerprint(string name, byte[] fingerprint) => database.Run(Statement(
        "INSERT INTO remembered VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint", name, fingerprint));

    /// <summary>The fingerprint that the first process of all gave under this name: this one, when it is the first.</summary>
    public byte[] FirstFingerprint(string name, byte[] fingerprint)
    {
        database.Run(Statement("INSERT INTO remembered VALUES ($1, $2) ON CONFLICT DO NOTHING", name, fingerprint));
        return Fingerprint(name)!;
    }

    public void Dispose()
    {
    }
}
