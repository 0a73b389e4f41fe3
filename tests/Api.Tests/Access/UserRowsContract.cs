using CallCenter.Api.Access.Users;
using CallCenter.Api.Postgres;
using CallCenter.Api.Tests.Configuration;

namespace CallCenter.Api.Tests.Access;

/// <summary>What every place for users keeps to.</summary>
public abstract class UserRowsContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The same rows each time, as after a restart.</summary>
    internal abstract IUserRows Open();

    private static User Lead(string tenant = "demo", string id = "2001") => new(tenant, id)
    {
        Name = "李雷",
        Role = UserRole.TeamLeader,
        Teams = ["inbound", "vip"],
        IsMasked = true,
        IsDisabled = true,
        Created = Now,
        PasswordSince = Now.AddDays(1),
        Password = "hash",
    };

    [Fact]
    public void A_user_survives_a_restart_as_it_was()
    {
        using (var rows = Open())
        {
            Assert.True(rows.Add(Lead()));
        }

        using var again = Open();
        var found = again.Find("demo", "2001")!;
        Assert.Equal(Lead() with { Teams = found.Teams }, found);
        Assert.Equal(["inbound", "vip"], found.Teams!);
        Assert.Null(again.Find("other", "2001"));
        Assert.Null(again.Find("demo", "200"));
    }

    [Fact]
    public void An_id_is_given_once_in_a_tenant_and_again_in_another()
    {
        using var rows = Open();

        Assert.True(rows.Add(Lead()));
        Assert.False(rows.Add(Lead() with { Name = "other" }));
        Assert.True(rows.Add(Lead("other") with { Name = "other" }));
        Assert.Equal(("李雷", "other", 1, 1), (rows.Find("demo", "2001")!.Name, rows.Find("other", "2001")!.Name, rows.Count("demo"), rows.Count("other")));
    }

    [Fact]
    public void Of_two_who_change_the_same_revision_one_has_it()
    {
        using var rows = Open();
        rows.Add(Lead());
        var read = rows.Find("demo", "2001")!;

        Assert.True(rows.Replace(read with { Name = "first" }));
        Assert.False(rows.Replace(read with { Name = "second" }));
        Assert.Equal(("first", 2), (rows.Find("demo", "2001")!.Name, rows.Find("demo", "2001")!.Revision));
        Assert.False(rows.Replace(read with { Tenant = "other" }));
    }

    [Fact]
    public void Users_are_listed_by_id_and_gone_when_deleted()
    {
        using var rows = Open();
        foreach (var id in new[] { "b", "A", "a", "10", "9" })
        {
            rows.Add(Lead(id: id));
        }

        rows.Add(Lead("other", "0"));
        rows.Delete("demo", "A");
        rows.Delete("demo", "A");

        Assert.Equal(["10", "9", "a"], rows.List("demo", "", 3).Select(user => user.Id));
        Assert.Equal(["b"], rows.List("demo", "a", 3).Select(user => user.Id));
    }
}

/// <summary>Users in a file of one process.</summary>
public sealed class UserRowsTests : UserRowsContract, IDisposable
{
    private readonly Folder folder = new();

    internal override IUserRows Open() => new SqliteUserRows(Path.Combine(folder.Path, "access.db"));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

/// <summary>Users that all processes of a cluster share.</summary>
public sealed class SharedUserRowsTests(Tests.Postgres postgres) : UserRowsContract, IDisposable
{
    private readonly SharedDatabase database = SharedDatabase.Open(postgres.NewDatabase(), "test");

    internal override IUserRows Open() => new PostgresUserRows(database);

    public void Dispose() => database.Dispose();
}
