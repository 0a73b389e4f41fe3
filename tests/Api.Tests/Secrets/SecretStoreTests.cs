using System.Runtime.Versioning;
using System.Security.Cryptography;
using CallCenter.Api.Secrets;
using CallCenter.Api.Tests.Configuration;

namespace CallCenter.Api.Tests.Secrets;

/// <summary>Secrets in a file of one process.</summary>
public sealed class SecretStoreTests : SecretStoreContract, IDisposable
{
    private readonly Folder folder = new();

    internal override SecretStore Open() => SecretStore.Open(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Neither_password_nor_hash_is_in_the_files()
    {
        PhoneSecret secret;
        using (var store = SecretStore.Open(folder.Path))
        {
            store.Stage(Demo, Passwords(("6001", "a very secret password")));
            secret = store.Find("demo", "6001", 1)!;
        }

        var files = string.Concat(Directory.GetFiles(folder.Path).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.All(new[] { "a very secret password", secret.Md5, secret.Sha256 }, text => Assert.DoesNotContain(text, files, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_may_read_the_files()
    {
        using var store = SecretStore.Open(folder.Path);

        Assert.All(
            [SecretStore.KeyFile, SecretStore.StoreFile],
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(file))));
    }

    [Fact]
    public void A_lost_key_is_not_made_anew()
    {
        SecretStore.Open(folder.Path).Dispose();
        File.Delete(folder.File(SecretStore.KeyFile));

        Assert.Contains("secrets.key is missing", Assert.Throws<InvalidDataException>(() => SecretStore.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        using (var store = SecretStore.Open(folder.Path))
        {
            store.Stage(Demo, Passwords(("6001", "secret")));
        }

        File.WriteAllBytes(folder.File(SecretStore.KeyFile), RandomNumberGenerator.GetBytes(32));
        using var other = SecretStore.Open(folder.Path);
        Assert.ThrowsAny<CryptographicException>(() => other.Find("demo", "6001", 1));
    }

    [Fact]
    public void A_row_cannot_be_passed_off_as_another()
    {
        var key = SecretKey.LoadOrMake(folder.File("a key"), storeExists: false);
        var row = key.Seal("demo/6001/1", "hashes"u8);

        Assert.Equal("hashes"u8, key.Open("demo/6001/1", row));
        Assert.ThrowsAny<CryptographicException>(() => key.Open("demo/6002/1", row));
        Assert.ThrowsAny<CryptographicException>(() => key.Open("demo/6001/1", [1, 2, 3]));
    }
}
