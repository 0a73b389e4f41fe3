using CallCenter.Actors.Configuration;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Tests.Secrets;

/// <summary>What every place for secrets keeps to.</summary>
public abstract class SecretStoreContract
{
    protected static readonly TenantDocument Demo = new TenantDocument { Tenant = "demo" } is var empty
        ? empty with { Phones = empty.Phones.Add("6001", new PhoneEntry(null, 0)).Add("6002", new PhoneEntry(null, 0)) }
        : throw new InvalidOperationException();

    /// <summary>The same store each time, as after a restart.</summary>
    internal abstract SecretStore Open();

    [Fact]
    public void A_credential_is_found_under_the_version_that_the_document_names()
    {
        using var store = Open();
        var staged = store.Stage(Demo, Passwords(("6001", "secret")));

        Assert.Equal((1, 0), (staged.Phones["6001"].CredentialVersion, staged.Phones["6002"].CredentialVersion));
        Assert.NotNull(store.Find("demo", "6001", 1));
        Assert.Null(store.Find("demo", "6001", 2));
        Assert.Null(store.Find("demo", "6002", 0));
        Assert.Null(store.Find("acme", "6001", 1));
    }

    [Fact]
    public void It_holds_the_hashes_that_digest_needs()
    {
        // RFC 7616 section 3.9.1: user Mufasa, realm http-auth@example.org, password "Circle of Life".
        var secret = PhoneSecret.Of("http-auth@example.org", "Mufasa", "Circle of Life");

        Assert.Equal("3d78807defe7de2157e2b0b6573a855f", secret.Md5);
        Assert.Equal("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232", secret.Sha256);
    }

    [Fact]
    public void It_survives_a_restart()
    {
        PhoneSecret before;
        using (var store = Open())
        {
            store.Stage(Demo, Passwords(("6001", "secret")));
            before = store.Find("demo", "6001", 1)!;
        }

        using var again = Open();
        Assert.True(again.Find("demo", "6001", 1)!.IsSame(before));
    }

    [Fact]
    public void The_same_password_keeps_its_version()
    {
        using var store = Open();
        var first = store.Stage(Demo, Passwords(("6001", "secret")));

        Assert.Equal(first, store.Stage(first, Passwords(("6001", "secret"))));
        Assert.Equal(first, store.Stage(Demo, Passwords(("6001", "secret"))));
    }

    [Fact]
    public void Another_password_has_another_version_and_the_old_one_stays_until_it_is_forgotten()
    {
        using var store = Open();
        var first = store.Stage(Demo, Passwords(("6001", "secret")));
        var second = store.Stage(first, Passwords(("6001", "changed")));

        Assert.Equal(2, second.Phones["6001"].CredentialVersion);
        Assert.NotNull(store.Find("demo", "6001", 1));

        store.ForgetOthers(second, 1);
        Assert.Null(store.Find("demo", "6001", 1));
        Assert.NotNull(store.Find("demo", "6001", 2));
    }

    [Fact]
    public void Without_a_password_nothing_changes()
    {
        using var store = Open();
        var first = store.Stage(Demo, Passwords(("6001", "secret")));

        Assert.Equal(first, store.Stage(first, Passwords()));
    }

    [Fact]
    public void What_a_document_on_its_way_was_given_is_not_forgotten()
    {
        using var store = Open();
        var first = store.Stage(Demo, Passwords(("6001", "secret")));
        var second = store.Stage(first, Passwords(("6001", "changed"), ("6002", "new")));

        store.ForgetOthers(first, 2);
        Assert.NotNull(store.Find("demo", "6001", 2));
        Assert.NotNull(store.Find("demo", "6002", 1));

        store.ForgetOthers(second, 3);
        Assert.Null(store.Find("demo", "6001", 1));
        Assert.NotNull(store.Find("demo", "6001", 2));
    }

    [Fact]
    public void A_password_that_comes_back_has_a_new_version()
    {
        using var store = Open();
        var first = store.Stage(Demo, Passwords(("6001", "secret")));
        var second = store.Stage(first, Passwords(("6001", "changed")));
        var third = store.Stage(second, Passwords(("6001", "secret")));
        store.ForgetOthers(second, 4);

        Assert.NotNull(store.Find("demo", "6001", third.Phones["6001"].CredentialVersion));
    }

    [Fact]
    public void What_is_forgotten_is_only_that_tenants()
    {
        using var store = Open();
        store.Stage(Demo, Passwords(("6001", "secret")));
        var acme = store.Stage(Demo with { Tenant = "acme" }, Passwords(("6001", "secret")));
        store.ForgetOthers(acme, 5);
        store.ForgetOthers(new TenantDocument { Tenant = "acme" }, 6);

        Assert.NotNull(store.Find("demo", "6001", 1));
        Assert.Null(store.Find("acme", "6001", 1));
    }

    [Fact]
    public void What_a_look_up_is_authorized_by_is_kept_beside_the_phones_and_never_taken_for_one()
    {
        using var store = Open();
        var document = Demo with { Lookups = Demo.Lookups.Add("6001", new LookupEntry("https://crm.example.com/", LookupMethod.Post, TimeSpan.FromSeconds(1), [], [], 0)) };
        var first = store.Stage(document, Passwords(("6001", "secret"), (Credentials.OfLookup("6001"), "Bearer abc:def")));
        var second = store.Stage(first, Passwords((Credentials.OfLookup("6001"), "Bearer other")));

        Assert.Equal((1, 1, 2), (first.Lookups["6001"].CredentialVersion, first.Phones["6001"].CredentialVersion, second.Lookups["6001"].CredentialVersion));
        Assert.Equal(("Bearer abc:def", "Bearer other"), (store.Authorization("demo", "6001", 1), store.Authorization("demo", "6001", 2)));
        Assert.Null(store.Find("demo", Credentials.OfLookup("6001"), 2));
        Assert.Equal(first, store.Stage(first, Passwords((Credentials.OfLookup("6001"), "Bearer abc:def"))));

        store.ForgetOthers(second, 1);
        Assert.Null(store.Authorization("demo", "6001", 1));
        Assert.Equal("Bearer other", store.Authorization("demo", "6001", 2));
        Assert.NotNull(store.Find("demo", "6001", 1));
    }

    [Fact]
    public void Ten_thousand_credentials_are_staged_at_once()
    {
        using var store = Open();
        var phones = Enumerable.Range(0, 10_000).Select(n => $"p{n}").ToArray();
        var document = Demo with { Phones = Demo.Phones.SetItems(phones.Select(phone => KeyValuePair.Create(phone, new PhoneEntry(null, 0)))) };

        var staged = store.Stage(document, phones.ToDictionary(phone => phone, phone => $"secret of {phone}"));

        Assert.All(phones, phone => Assert.Equal(1, staged.Phones[phone].CredentialVersion));
    }

    protected static Dictionary<string, string> Passwords(params ReadOnlySpan<(string Phone, string Password)> passwords) =>
        passwords.ToArray().ToDictionary(entry => entry.Phone, entry => entry.Password);
}
