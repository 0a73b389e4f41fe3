using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Postgres;

namespace CallCenter.Api.Secrets;

/// <summary>
/// Phones' credentials as sealed digest hashes, and what look-ups are authorized by, each under (tenant, name of <see cref="Credentials"/>, version):
/// in <c>secrets.db</c>, or in the cluster's database. Documents and
/// events hold the version only, so staging a credential changes nothing until a document that names it is accepted. Safe for many threads.
/// </summary>
public sealed class SecretStore : IDisposable
{
    public const string StoreFile = "secrets.db";
    public const string KeyFile = "secrets.key";

    /// <summary>Other processes that give the same phones new credentials at the same time.</summary>
    private const int AttemptsMax = 5;

    private const string KeyCheck = "key";
    private static readonly ImmutableSortedDictionary<long, byte[]> NoVersions = ImmutableSortedDictionary<long, byte[]>.Empty;

    private readonly Lock gate = new();
    private readonly ISecretRows rows;
    private readonly SecretKey key;
    private ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> known;

    private SecretStore(ISecretRows rows, SecretKey key)
    {
        this.rows = rows;
        this.key = key;
        known = Loaded();
    }

    /// <exception cref="InvalidDataException">The key file does not fit.</exception>
    public static SecretStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, StoreFile);
        var key = SecretKey.LoadOrMake(Path.Combine(folder, KeyFile), File.Exists(file));
        return new SecretStore(new SqliteSecretRows(file), key);
    }

    /// <summary>The cluster's store. Every process is given the same key; the first one of all makes it.</summary>
    /// <exception cref="InvalidDataException">The key file is not the one that the cluster's secrets are sealed with.</exception>
    public static SecretStore OpenShared(SharedDatabase database, string keyFile)
    {
        var rows = new PostgresSecretRows(database);
        var key = SecretKey.LoadOrMake(keyFile, storeExists: rows.Fingerprint(KeyCheck) is not null);
        var fingerprint = key.Fingerprint("the key of this cluster"u8);
        return CryptographicOperations.FixedTimeEquals(fingerprint, rows.FirstFingerprint(KeyCheck, fingerprint))
            ? new SecretStore(rows, key)
            : throw new InvalidDataException($"{keyFile} is not the key of this cluster's secrets: copy the key file of another node.");
    }

    /// <summary>
    /// Gives each that came with a password the version of its credential: the one it has when the password is the same, else a new one.
    /// Repeating it gives the same versions.
    /// </summary>
    public TenantDocument Stage(TenantDocument document, IReadOnlyDictionary<string, string> passwords)
    {
        lock (gate)
        {
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                if (rows.IsShared)
                {
                    Volatile.Write(ref known, Loaded());
                }

                var (staged, added) = Versioned(document, passwords);
                if (rows.TryStage(added))
                {
                    Volatile.Write(ref known, added.Aggregate(known, With));
                    return staged;
                }
            }
        }

        throw new InvalidOperationException($"{document.Tenant}: other processes keep giving its phones new credentials");
    }

    /// <summary>Null when there is none of this version.</summary>
    public PhoneSecret? Find(string tenant, string phone, long version) =>
        Opened(tenant, phone, version) is { } text && Encoding.ASCII.GetString(text).Split(':') is [var md5, var sha256] ? new PhoneSecret(tenant, md5, sha256) : null;

    /// <summary>What a look-up says in Authorization; null when there is nothing of this version.</summary>
    public string? Authorization(string tenant, string lookup, long version) =>
        Opened(tenant, Credentials.OfLookup(lookup), version) is { } text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>
    /// Once a document is in force, under its version: what it no longer names is forgotten, but for what a later document, on its way, was given.
    /// </summary>
    public void ForgetOthers(TenantDocument inForce, long version)
    {
        var named = inForce.NamedCredentials();
        lock (gate)
        {
            rows.Settle(inForce.Tenant, version, named);
            Volatile.Write(ref known, Loaded());
        }
    }

    /// <summary>Reads what other processes staged: before a document that another process accepted comes in force here.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            if (rows.IsShared)
            {
                Volatile.Write(ref known, Loaded());
            }
        }
    }

    /// <summary>Whether exactly this content was remembered last under this name (<see cref="Remember"/>).</summary>
    public bool Remembers(string name, ReadOnlySpan<byte> content)
    {
        lock (gate)
        {
            return rows.Fingerprint(name) is { } last && last.AsSpan().SequenceEqual(key.Fingerprint(content));
        }
    }

    public void Remember(string name, ReadOnlySpan<byte> content)
    {
        lock (gate)
        {
            rows.SetFingerprint(name, key.Fingerprint(content));
        }
    }

    /// <summary>A secret of its own for this purpose, the same as long as the key file is.</summary>
    public byte[] Derived(string purpose) => key.Fingerprint(Encoding.UTF8.GetBytes(purpose));

    /// <summary>Sealed with the key of this store, bound to a name: for others to keep. <see cref="Open(string, byte[])"/> opens it under that name.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> text) => key.Seal($"kept/{name}", text);

    /// <exception cref="CryptographicException">Not sealed with this key under this name.</exception>
    public byte[] Open(string name, byte[] sealedText) => key.Open($"kept/{name}", sealedText);

    public void Dispose() => rows.Dispose();

    private (TenantDocument Staged, List<SecretRow> Added) Versioned(TenantDocument document, IReadOnlyDictionary<string, string> passwords)
    {
        var given = new Dictionary<string, long>(StringComparer.Ordinal);
        var added = new List<SecretRow>();
        foreach (var (name, password) in passwords)
        {
            var secret = Text(document.Tenant, name, password);
            var versions = known.GetValueOrDefault((document.Tenant, name), NoVersions);
            var version = VersionOf(secret, (document.Tenant, name), document.CredentialVersion(name), versions);
            if (!versions.ContainsKey(version))
            {
                added.Add(new SecretRow(document.Tenant, name, version, key.Seal(Name(document.Tenant, name, version), secret)));
            }

            given[name] = version;
        }

        return (document.WithCredentials(given), added);
    }

    /// <summary>Of a phone the hashes that digest needs, and never its password; of a look-up what it has to say.</summary>
    private static byte[] Text(string tenant, string name, string password)
    {
        if (Credentials.LookupOf(name) is not null)
        {
            return Encoding.UTF8.GetBytes(password);
        }

        var hashes = PhoneSecret.Of(tenant, name, password);
        return Encoding.ASCII.GetBytes($"{hashes.Md5}:{hashes.Sha256}");
    }

    private byte[]? Opened(string tenant, string name, long version) =>
        Volatile.Read(ref known).TryGetValue((tenant, name), out var versions) && versions.TryGetValue(version, out var sealedSecret)
            ? key.Open(Name(tenant, name, version), sealedSecret)
            : null;

    /// <summary>The version in force first, then a later one that was staged, then the next number: never one that may be forgotten.</summary>
    private long VersionOf(byte[] secret, (string Tenant, string Name) of, long current, ImmutableSortedDictionary<long, byte[]> versions)
    {
        bool Has(long version) => Opened(of.Tenant, of.Name, version) is { } text && CryptographicOperations.FixedTimeEquals(text, secret);
        return Has(current) ? current
            : versions.Keys.Where(version => version > current && Has(version)).Select(version => (long?)version).LastOrDefault()
            ?? Math.Max(current, versions.Keys.DefaultIfEmpty(0).Max()) + 1;
    }

    private ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> Loaded() => rows.Load()
        .GroupBy(row => (row.Tenant, row.Phone))
        .ToImmutableDictionary(phone => phone.Key, phone => phone.ToImmutableSortedDictionary(row => row.Version, row => row.Sealed));

    private static ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> With(
        ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> before, SecretRow row) =>
        before.SetItem((row.Tenant, row.Phone), before.GetValueOrDefault((row.Tenant, row.Phone), NoVersions).SetItem(row.Version, row.Sealed));

    private static string Name(string tenant, string name, long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tenant}/{name}/{version}");
}
