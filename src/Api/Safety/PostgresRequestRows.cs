using CallCenter.Api.Postgres;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Safety;

/// <summary>The requests that all processes of a cluster share: a repeat may come to another process than the first.</summary>
internal sealed class PostgresRequestRows(SharedDatabase database) : IRequestRows
{
    public KnownRequest? Begin(RequestKey key, byte[] fingerprint, DateTimeOffset now, DateTimeOffset stale)
    {
        var begun = database.Rows(
            Statement(
                """
                INSERT INTO api_request VALUES ($1, $2, $3, $4, $5, NULL)
                ON CONFLICT (token, tenant, key) DO UPDATE SET begun = excluded.begun
                  WHERE api_request.answer IS NULL AND api_request.begun < $6 AND api_request.fingerprint = excluded.fingerprint
                RETURNING 1
                """,
                key.Token, key.Tenant, key.Key, fingerprint, now.UtcDateTime, stale.UtcDateTime),
            row => row.GetInt32(0));
        // Gone between the two: another process forgot it, and answers that it did not happen.
        return begun.Count == 1 ? null : database.Rows(
            Statement("SELECT fingerprint, answer FROM api_request WHERE token = $1 AND tenant = $2 AND key = $3", key.Token, key.Tenant, key.Key),
            row => new KnownRequest(row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1))).SingleOrDefault() ?? new KnownRequest(fingerprint, null);
    }

    public void Complete(RequestKey key, byte[] answer) => database.Run(Statement(
        "UPDATE api_request SET answer = $4 WHERE token = $1 AND tenant = $2 AND key = $3", key.Token, key.Tenant, key.Key, answer));

    public void Forget(RequestKey key) => database.Run(Statement(
        "DELETE FROM api_request WHERE token = $1 AND tenant = $2 AND key = $3", key.Token, key.Tenant, key.Key));

    public void Trim(DateTimeOffset before, int ofTokenMax) => database.Run(
        Statement("DELETE FROM api_request WHERE begun < $1", before.UtcDateTime),
        Statement(
            """
            DELETE FROM api_request r USING (SELECT token, tenant, key, row_number() OVER (PARTITION BY token ORDER BY begun DESC) AS n FROM api_request) o
            WHERE o.n > $1 AND r.token = o.token AND r.tenant = o.tenant AND r.key = o.key
            """,
            ofTokenMax));

    public void Dispose()
    {
    }
}
