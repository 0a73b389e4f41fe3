using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Access.Users;

/// <summary>The users of one process in a file, beside its tokens.</summary>
internal sealed class SqliteUserRows : IUserRows
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public SqliteUserRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Access.Users.Users.sql"));
    }

    public User? Find(string tenant, string id)
    {
        lock (gate)
        {
            return Sql.Rows(
                connection, "SELECT tenant, id, revision, body, password FROM user WHERE tenant = $tenant AND id = $id", Read, ("$tenant", tenant), ("$id", id)).SingleOrDefault();
        }
    }

    public IReadOnlyList<User> List(string tenant, string after, int max)
    {
        lock (gate)
        {
            return Sql.Rows(
                connection, "SELECT tenant, id, revision, body, password FROM user WHERE tenant = $tenant AND id > $after ORDER BY id LIMIT $max", Read,
                ("$tenant", tenant), ("$after", after), ("$max", max));
        }
    }

    public int Count(string tenant)
    {
        lock (gate)
        {
            return (int)Sql.Number(connection, "SELECT count(*) FROM user WHERE tenant = $tenant", ("$tenant", tenant));
        }
    }

    public bool Add(User user)
    {
        lock (gate)
        {
            return Sql.Run(
                connection, "INSERT INTO user VALUES ($tenant, $id, $revision, $body, $password) ON CONFLICT DO NOTHING",
                ("$tenant", user.Tenant), ("$id", user.Id), ("$revision", user.Revision), ("$body", UserBody.Of(user)), ("$password", user.Password)) == 1;
        }
    }

    public bool Replace(User user)
    {
        lock (gate)
        {
            return Sql.Run(
                connection, "UPDATE user SET revision = revision + 1, body = $body, password = $password WHERE tenant = $tenant AND id = $id AND revision = $revision",
                ("$tenant", user.Tenant), ("$id", user.Id), ("$revision", user.Revision), ("$body", UserBody.Of(user)), ("$password", user.Password)) == 1;
        }
    }

    public void Delete(string tenant, string id)
    {
        lock (gate)
        {
            Sql.Run(connection, "DELETE FROM user WHERE tenant = $tenant AND id = $id", ("$tenant", tenant), ("$id", id));
        }
    }

    public void Dispose() => connection.Dispose();

    private static User Read(SqliteDataReader row) => UserBody.Read(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4));
}
