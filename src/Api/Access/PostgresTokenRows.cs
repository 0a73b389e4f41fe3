using CallCenter.Api.Postgres;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Access;

/// <summary>The tokens that all processes of a cluster share.</summary>
internal sealed class PostgresTokenRows(SharedDatabase database) : ITokenRows
{
    private const string Changed = "UPDATE api_token_revision SET revision = revision + 1";

    public long Revision() => database.Rows(Statement("SELECT revision FROM api_token_revision"), row => row.GetInt64(0)).Single();

    public IReadOnlyList<(byte[] Hash, Token Token)> Load() => database.Rows(
        Statement("SELECT hash, id, name, tenants, created, role, agent, expires, scopes, masked, teams, user_id, is_admin FROM api_token"),
        row => (row.GetFieldValue<byte[]>(0), new Token(row.GetString(1), row.GetString(2), row.GetBoolean(12), row.GetFieldValue<string[]>(3), new DateTimeOffset(row.GetDateTime(4)))
        {
            Role = (TokenRole)row.GetInt32(5),
            Agent = row.IsDBNull(6) ? null : row.GetString(6),
            Expires = row.IsDBNull(7) ? null : new DateTimeOffset(row.GetDateTime(7)),
            Scopes = row.IsDBNull(8) ? null : [.. row.GetFieldValue<int[]>(8).Select(scope => (TokenScope)scope)],
            SeesNumbers = !row.GetBoolean(9),
            Teams = row.IsDBNull(10) ? null : row.GetFieldValue<string[]>(10),
            User = row.IsDBNull(11) ? null : row.GetString(11),
        }));

    public string? Add(Token token, byte[] hash, string? requestKey)
    {
        database.Run(
            Statement(
                """
                INSERT INTO api_token (id, hash, name, tenants, created, request_key, role, agent, expires, scopes, masked, teams, user_id, is_admin)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::integer[], $11, $12::text[], $13, $14) ON CONFLICT (request_key) DO NOTHING
                """,
                token.Id, hash, token.Name, token.Tenants.ToArray(), token.Created.UtcDateTime, requestKey, (int)token.Role, token.Agent,
                token.Expires?.UtcDateTime, token.Scopes?.Select(scope => (int)scope).ToArray(), !token.SeesNumbers, token.Teams?.ToArray(), token.User, token.IsAdmin),
            Statement(Changed));
        var kept = requestKey is null
            ? token.Id
            : database.Rows(Statement("SELECT id FROM api_token WHERE request_key = $1", requestKey), row => row.GetString(0)).SingleOrDefault() ?? token.Id;
        return kept == token.Id ? null : kept;
    }

    public void Delete(string id) => database.Run(Statement("DELETE FROM api_token WHERE id = $1", id), Statement(Changed));

    public void DeleteOf(string tenant, string user) =>
        database.Run(Statement("DELETE FROM api_token WHERE user_id = $2 AND tenants = $1", Tenants(tenant), user), Statement(Changed));

    public void DeleteExpired(DateTimeOffset now) => database.Run(Statement("DELETE FROM api_token WHERE user_id IS NOT NULL AND expires <= $1", now.UtcDateTime), Statement(Changed));

    public byte[]? AdminHash(byte[]? made)
    {
        if (made is not null)
        {
            database.Run(Statement("INSERT INTO api_admin VALUES (1, $1) ON CONFLICT DO NOTHING", made));
        }

        return database.Rows(Statement("SELECT hash FROM api_admin"), row => row.GetFieldValue<byte[]>(0)).SingleOrDefault();
    }

    public void Dispose()
    {
    }

    private static string[] Tenants(string tenant) => tenant.Length == 0 ? [] : [tenant];
}
