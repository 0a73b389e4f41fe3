using System.Globalization;
using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Access;

/// <summary>The tokens of one process in a file.</summary>
internal sealed class SqliteTokenRows : ITokenRows
{
    private readonly SqliteConnection connection;

    public SqliteTokenRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Access.Tokens.sql"));
        if (Sql.Number(connection, "SELECT count(*) FROM pragma_table_info('token') WHERE name = 'role'") == 0)
        {
            // Of a file that an older version made: its tokens may what they might.
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN role INTEGER NOT NULL DEFAULT 4");
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN agent TEXT");
        }

        if (Sql.Number(connection, "SELECT count(*) FROM pragma_table_info('token') WHERE name = 'expires'") == 0)
        {
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN expires INTEGER");
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN scopes TEXT");
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN masked INTEGER NOT NULL DEFAULT 0");
        }

        if (Sql.Number(connection, "SELECT count(*) FROM pragma_table_info('token') WHERE name = 'user_id'") == 0)
        {
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN teams TEXT");
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN user_id TEXT");
            Sql.Run(connection, "ALTER TABLE token ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0");
        }
    }

    public long Revision() => 0;

    public IReadOnlyList<(byte[] Hash, Token Token)> Load() => Sql.Rows(
        connection,
        "SELECT hash, id, name, tenants, created, role, agent, expires, scopes, masked, teams, user_id, is_admin FROM token",
        row => ((byte[])row.GetValue(0), new Token(
            row.GetString(1), row.GetString(2), row.GetInt32(12) != 0, JsonSerializer.Deserialize<string[]>(row.GetString(3)) ?? [],
            DateTimeOffset.Parse(row.GetString(4), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
        {
            Role = (TokenRole)row.GetInt32(5),
            Agent = row.IsDBNull(6) ? null : row.GetString(6),
            Expires = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            Scopes = row.IsDBNull(8) ? null : JsonSerializer.Deserialize<TokenScope[]>(row.GetString(8), ApiJson.Options),
            SeesNumbers = row.GetInt32(9) == 0,
            Teams = row.IsDBNull(10) ? null : JsonSerializer.Deserialize<string[]>(row.GetString(10)),
            User = row.IsDBNull(11) ? null : row.GetString(11),
        }));

    public string? Add(Token token, byte[] hash, string? requestKey)
    {
        if (requestKey is not null && Sql.Text(connection, "SELECT id FROM token WHERE request_key = $key", ("$key", requestKey)) is { } known)
        {
            return known;
        }

        Sql.Run(
            connection,
            """
            INSERT INTO token (id, hash, name, tenants, created, request_key, role, agent, expires, scopes, masked, teams, user_id, is_admin)
            VALUES ($id, $hash, $name, $tenants, $created, $key, $role, $agent, $expires, $scopes, $masked, $teams, $user, $admin)
            """,
            ("$id", token.Id), ("$hash", hash), ("$name", token.Name), ("$tenants", JsonSerializer.Serialize(token.Tenants)),
            ("$created", token.Created.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ("$key", requestKey), ("$role", (int)token.Role), ("$agent", token.Agent),
            ("$expires", token.Expires?.ToUnixTimeMilliseconds()), ("$scopes", token.Scopes is null ? null : JsonSerializer.Serialize(token.Scopes, ApiJson.Options)), ("$masked", token.SeesNumbers ? 0 : 1),
            ("$teams", token.Teams is null ? null : JsonSerializer.Serialize(token.Teams)), ("$user", token.User), ("$admin", token.IsAdmin ? 1 : 0));
        return null;
    }

    public void Delete(string id) => Sql.Run(connection, "DELETE FROM token WHERE id = $id", ("$id", id));

    public void DeleteOf(string tenant, string user) => Sql.Run(
        connection, "DELETE FROM token WHERE user_id = $user AND tenants = $tenants", ("$user", user), ("$tenants", JsonSerializer.Serialize(tenant.Length == 0 ? Array.Empty<string>() : [tenant])));

    public void DeleteExpired(DateTimeOffset now) =>
        Sql.Run(connection, "DELETE FROM token WHERE user_id IS NOT NULL AND expires <= $now", ("$now", now.ToUnixTimeMilliseconds()));

    public byte[]? AdminHash(byte[]? made)
    {
        if (made is not null)
        {
            Sql.Run(connection, "INSERT INTO admin VALUES (1, $hash) ON CONFLICT DO NOTHING", ("$hash", made));
        }

        return Sql.Rows(connection, "SELECT hash FROM admin", row => (byte[])row.GetValue(0)).SingleOrDefault();
    }

    public void Dispose() => connection.Dispose();
}
