using CallCenter.Api.Postgres;
using Npgsql;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Access.Users;

/// <summary>The users that all processes of a cluster share.</summary>
internal sealed class PostgresUserRows(SharedDatabase database) : IUserRows
{
    public User? Find(string tenant, string id) =>
        database.Rows(Statement("SELECT tenant, id, revision, body, password FROM api_user WHERE tenant = $1 AND id = $2", tenant, id), Read).SingleOrDefault();

    public IReadOnlyList<User> List(string tenant, string after, int max) =>
        database.Rows(Statement("SELECT tenant, id, revision, body, password FROM api_user WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3", tenant, after, max), Read);

    public int Count(string tenant) => (int)database.Rows(Statement("SELECT count(*) FROM api_user WHERE tenant = $1", tenant), row => row.GetInt64(0)).Single();

    public bool Add(User user) => database.Rows(
        Statement("INSERT INTO api_user VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING revision", user.Tenant, user.Id, user.Revision, UserBody.Of(user), user.Password), _ => true).Count == 1;

    public bool Replace(User user) => database.Rows(
        Statement(
            "UPDATE api_user SET revision = revision + 1, body = $4, password = $5 WHERE tenant = $1 AND id = $2 AND revision = $3 RETURNING revision",
            user.Tenant, user.Id, user.Revision, UserBody.Of(user), user.Password), _ => true).Count == 1;

    public void Delete(string tenant, string id) => database.Run(Statement("DELETE FROM api_user WHERE tenant = $1 AND id = $2", tenant, id));

    public void Dispose()
    {
    }

    private static User Read(NpgsqlDataReader row) => UserBody.Read(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4));
}
