using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Safety;

/// <summary>The requests of one process in a file.</summary>
internal sealed class SqliteRequestRows : IRequestRows
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public SqliteRequestRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Safety.Requests.sql"));
        // Begun by a process that is no more: nobody answers them.
        Sql.Run(connection, "DELETE FROM request WHERE answer IS NULL");
    }

    public KnownRequest? Begin(RequestKey key, byte[] fingerprint, DateTimeOffset now, DateTimeOffset stale)
    {
        lock (gate)
        {
            var begun = Sql.Run(
                connection,
                """
                INSERT INTO request VALUES ($token, $tenant, $key, $fingerprint, $now, NULL)
                ON CONFLICT DO UPDATE SET begun = excluded.begun WHERE answer IS NULL AND begun < $stale AND fingerprint = excluded.fingerprint
                """,
                [.. Of(key), ("$fingerprint", fingerprint), ("$now", now.ToUnixTimeMilliseconds()), ("$stale", stale.ToUnixTimeMilliseconds())]);
            return begun == 1 ? null : Sql.Rows(
                connection, "SELECT fingerprint, answer FROM request WHERE token = $token AND tenant = $tenant AND key = $key",
                row => new KnownRequest((byte[])row.GetValue(0), row.IsDBNull(1) ? null : (byte[])row.GetValue(1)), Of(key)).Single();
        }
    }

    public void Complete(RequestKey key, byte[] answer)
    {
        lock (gate)
        {
            Sql.Run(connection, "UPDATE request SET answer = $answer WHERE token = $token AND tenant = $tenant AND key = $key", [.. Of(key), ("$answer", answer)]);
        }
    }

    public void Forget(RequestKey key)
    {
        lock (gate)
        {
            Sql.Run(connection, "DELETE FROM request WHERE token = $token AND tenant = $tenant AND key = $key", Of(key));
        }
    }

    public void Trim(DateTimeOffset before, int ofTokenMax)
    {
        lock (gate)
        {
            Sql.Run(connection, "DELETE FROM request WHERE begun < $before", ("$before", before.ToUnixTimeMilliseconds()));
            foreach (var token in Sql.Rows(connection, "SELECT token FROM request GROUP BY token HAVING count(*) > $max", row => row.GetString(0), ("$max", ofTokenMax)))
            {
                Sql.Run(
                    connection,
                    """
                    DELETE FROM request WHERE token = $token AND (tenant, key) NOT IN
                        (SELECT tenant, key FROM request WHERE token = $token ORDER BY begun DESC LIMIT $max)
                    """,
                    ("$token", token), ("$max", ofTokenMax));
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private static (string, object?)[] Of(RequestKey key) => [("$token", key.Token), ("$tenant", key.Tenant), ("$key", key.Key)];
}
