using System.Collections.Immutable;
using System.Text;
using CallCenter.Actors.Configuration;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Secrets;

/// <summary>
/// Phones' credentials as sealed digest hashes in <c>secrets.db</c>, each under (tenant, phone, version). Documents and events hold the version
/// only, so staging a credential changes nothing until a document that names it is accepted. Safe for many threads.
/// </summary>
public sealed class SecretStore : IDisposable
{
    public const string StoreFile = "secrets.db";
    public const string KeyFile = "secrets.key";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly SecretKey key;

    /// <summary>Staged for a document that is not known to be in force yet.</summary>
    private readonly HashSet<(string Tenant, string Phone, long Version)> awaited = [];

    private ImmutableDictionary<(string Tenant, string Phone), ImmutableSortedDictionary<long, byte[]>> rows;

    private SecretStore(SqliteConnection connection, SecretKey key)
    {
        this.connection = connection;
        this.key = key;
        rows = SecretRows.Load(connection);
    }

    /// <exception cref="InvalidDataException">The key file does not fit.</exception>
    public static SecretStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, StoreFile);
        var key = SecretKey.LoadOrMake(Path.Combine(folder, KeyFile), File.Exists(file));
        return new SecretStore(SecretRows.Open(file), key);
    }

    /// <summary>
    /// Gives each phone that came with a password the version of its credential: the one it has when the password is the same, else a new one.
    /// Repeating it gives the same versions.
    /// </summary>
    public TenantDocument Stage(TenantDocument document, IReadOnlyDictionary<string, string> passwords)
    {
        lock (gate)
        {
            var staged = rows;
            var phones = document.Phones.ToBuilder();
            using var transaction = connection.BeginTransaction();
            foreach (var (phone, password) in passwords)
            {
                var secret = PhoneSecret.Of(document.Tenant, phone, password);
                var known = staged.GetValueOrDefault((document.Tenant, phone), NoVersions);
                var version = VersionOf(secret, phone, phones[phone].CredentialVersion, known);
                if (!known.ContainsKey(version))
                {
                    var sealedSecret = key.Seal(Name(document.Tenant, phone, version), Encoding.ASCII.GetBytes($"{secret.Md5}:{secret.Sha256}"));
                    SecretRows.Insert(transaction, document.Tenant, phone, version, sealedSecret);
                    staged = staged.SetItem((document.Tenant, phone), known.Add(version, sealedSecret));
                    awaited.Add((document.Tenant, phone, version));
                }

                phones[phone] = phones[phone] with { CredentialVersion = version };
            }

            transaction.Commit();
            rows = staged;
            return document with { Phones = phones.ToImmutable() };
        }
    }

    /// <summary>Null when there is none of this version.</summary>
    public PhoneSecret? Find(string tenant, string phone, long version)
    {
        if (!Volatile.Read(ref rows).TryGetValue((tenant, phone), out var versions) || !versions.TryGetValue(version, out var sealedSecret))
        {
            return null;
        }

        var hashes = Encoding.ASCII.GetString(key.Open(Name(tenant, phone, version), sealedSecret)).Split(':');
        return new PhoneSecret(tenant, hashes[0], hashes[1]);
    }

    /// <summary>
    /// Once a document is in force: what it no longer names is forgotten, but for what a later document, on its way, was given.
    /// </summary>
    public void ForgetOthers(TenantDocument inForce)
    {
        lock (gate)
        {
            var kept = rows;
            using var transaction = connection.BeginTransaction();
            foreach (var ((tenant, phone), versions) in rows.Where(row => row.Key.Tenant == inForce.Tenant))
            {
                var current = inForce.Phones.GetValueOrDefault(phone)?.CredentialVersion ?? 0;
                awaited.RemoveWhere(row => row.Tenant == tenant && row.Phone == phone && row.Version <= current);
                foreach (var version in versions.Keys.Where(version => version != current && !awaited.Contains((tenant, phone, version))))
                {
                    SecretRows.Delete(transaction, tenant, phone, version);
                    kept = kept.SetItem((tenant, phone), kept[(tenant, phone)].Remove(version));
                }
            }

            transaction.Commit();
            rows = kept;
        }
    }

    /// <summary>Whether exactly this content was remembered last under this name (<see cref="Remember"/>).</summary>
    public bool Remembers(string name, ReadOnlySpan<byte> content)
    {
        lock (gate)
        {
            return SecretRows.Fingerprint(connection, name) is { } known && known.AsSpan().SequenceEqual(key.Fingerprint(content));
        }
    }

    public void Remember(string name, ReadOnlySpan<byte> content)
    {
        lock (gate)
        {
            SecretRows.SetFingerprint(connection, name, key.Fingerprint(content));
        }
    }

    /// <summary>A secret of its own for this purpose, the same as long as the key file is.</summary>
    public byte[] Derived(string purpose) => key.Fingerprint(Encoding.UTF8.GetBytes(purpose));

    public void Dispose() => connection.Dispose();

    private static readonly ImmutableSortedDictionary<long, byte[]> NoVersions = ImmutableSortedDictionary<long, byte[]>.Empty;

    /// <summary>The version in force first, then a later one that was staged, then the next number: never one that may be forgotten.</summary>
    private long VersionOf(PhoneSecret secret, string phone, long current, ImmutableSortedDictionary<long, byte[]> known)
    {
        bool Has(long version) => Find(secret.Realm, phone, version)?.IsSame(secret) == true;
        return Has(current) ? current
            : known.Keys.Where(version => version > current && Has(version)).Select(version => (long?)version).LastOrDefault()
            ?? Math.Max(current, known.Keys.DefaultIfEmpty(0).Max()) + 1;
    }

    private static string Name(string tenant, string phone, long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tenant}/{phone}/{version}");
}
