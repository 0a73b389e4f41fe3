using System.Security.Cryptography;
using CallCenter.Api.Postgres;
using CallCenter.Api.Secrets;
using CallCenter.Api.Tests.Configuration;

namespace CallCenter.Api.Tests.Secrets;

/// <summary>Secrets that all processes of a cluster share.</summary>
public sealed class SharedSecretStoreTests : SecretStoreContract, IDisposable
{
    private readonly Folder folder = new();
    private readonly SharedDatabase database;

    public SharedSecretStoreTests(Tests.Postgres postgres) => database = SharedDatabase.Open(postgres.NewDatabase(), "test");

    internal override SecretStore Open() => SecretStore.OpenShared(database, folder.File("cluster.key"));

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_one_process_stages_another_finds_once_it_looks()
    {
        using var one = Open();
        using var other = Open();
        one.Stage(Demo, Passwords(("6001", "secret")));

        Assert.Null(other.Find("demo", "6001", 1));
        other.Refresh();
        Assert.True(other.Find("demo", "6001", 1)!.IsSame(one.Find("demo", "6001", 1)!));
    }

    [Fact]
    public void Two_processes_never_give_two_credentials_one_version()
    {
        using var one = Open();
        using var other = Open();

        var first = one.Stage(Demo, Passwords(("6001", "of one")));
        var second = other.Stage(Demo, Passwords(("6001", "of the other")));

        Assert.Equal((1, 2), (first.Phones["6001"].CredentialVersion, second.Phones["6001"].CredentialVersion));
    }

    [Fact]
    public async Task Processes_that_stage_at_once_all_succeed()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();
        var versions = await Task.WhenAll(stores.Select((store, n) => Task.Run(() => store.Stage(Demo, Passwords(("6001", $"of {n}"))).Phones["6001"].CredentialVersion)));

        Assert.Equal([1L, 2, 3, 4], versions.Order());
    }

    [Fact]
    public void What_a_document_of_another_process_was_given_is_not_forgotten()
    {
        using var one = Open();
        using var other = Open();
        var first = one.Stage(Demo, Passwords(("6001", "secret")));
        one.ForgetOthers(first, 1);
        var second = other.Stage(first, Passwords(("6001", "changed")));

        one.ForgetOthers(first, 1);
        other.Refresh();
        Assert.NotNull(other.Find("demo", "6001", second.Phones["6001"].CredentialVersion));
    }

    [Fact]
    public void A_process_that_is_late_forgets_nothing()
    {
        using var one = Open();
        using var other = Open();
        var first = one.Stage(Demo, Passwords(("6001", "secret")));
        var second = other.Stage(first, Passwords(("6001", "changed")));
        other.ForgetOthers(second, 2);

        one.ForgetOthers(first, 1);
        other.Refresh();
        Assert.NotNull(other.Find("demo", "6001", 2));
    }

    [Fact]
    public void The_key_of_another_cluster_is_refused()
    {
        Open().Dispose();
        File.WriteAllBytes(folder.File("other.key"), RandomNumberGenerator.GetBytes(32));

        Assert.Contains("not the key of this cluster", Assert.Throws<InvalidDataException>(() => SecretStore.OpenShared(database, folder.File("other.key"))).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", Assert.Throws<InvalidDataException>(() => SecretStore.OpenShared(database, folder.File("none.key"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_that_start_together_agree_on_one_key()
    {
        File.WriteAllBytes(folder.File("a.key"), RandomNumberGenerator.GetBytes(32));
        File.WriteAllBytes(folder.File("b.key"), RandomNumberGenerator.GetBytes(32));

        SecretStore.OpenShared(database, folder.File("a.key")).Dispose();
        Assert.Throws<InvalidDataException>(() => SecretStore.OpenShared(database, folder.File("b.key")));
        SecretStore.OpenShared(database, folder.File("a.key")).Dispose();
    }
}
