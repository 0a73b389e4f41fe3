using CallCenter.Api.Access;
using CallCenter.Api.Postgres;
using CallCenter.Api.Tests.Configuration;

namespace CallCenter.Api.Tests.Access;

/// <summary>Tokens in a file of one process.</summary>
public sealed class TokenStoreTests : TokenStoreContract, IDisposable
{
    private readonly Folder folder = new();

    internal override TokenStore Open(string? adminToken = null) => TokenStore.Open(folder.Path, adminToken);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

/// <summary>Tokens that all processes of a cluster share.</summary>
public sealed class SharedTokenStoreTests(Tests.Postgres postgres) : TokenStoreContract, IDisposable
{
    private readonly SharedDatabase database = SharedDatabase.Open(postgres.NewDatabase(), "test");

    internal override TokenStore Open(string? adminToken = null) => TokenStore.OpenShared(database, adminToken, mayMakeAdmin: true);

    public void Dispose() => database.Dispose();

    [Fact]
    public void What_another_process_did_holds_after_a_look()
    {
        using var one = Open("admin");
        using var other = Open("admin");
        var (token, text) = one.Make("wallboard", ["demo"], Now, null);

        other.Refresh();
        Assert.NotNull(other.Find(text!));

        one.Delete(token.Id);
        other.Refresh();
        Assert.Null(other.Find(text!));
    }

    [Fact]
    public void The_same_request_at_two_processes_makes_one_token()
    {
        using var one = Open("admin");
        using var other = Open("admin");

        Assert.Equal(one.Make("wallboard", ["demo"], Now, "key").Token.Id, other.Make("wallboard", ["demo"], Now, "key").Token.Id);
    }

    [Fact]
    public void Who_can_show_the_admin_token_to_nobody_makes_none()
    {
        using var core = TokenStore.OpenShared(database, null, mayMakeAdmin: false);
        using var api = Open();

        Assert.Null(core.MadeAdminToken);
        Assert.Null(core.Find(api.MadeAdminToken!));
        core.Refresh();
        Assert.True(core.Find(api.MadeAdminToken!)!.IsAdmin);
    }
}
