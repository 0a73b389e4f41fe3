namespace CallCenter.Actors.Configuration;

/// <summary>
/// What of a document has a credential in the secret store, by the name it is kept under there: a phone under its own key, a look-up under
/// <c>lookup/{key}</c>, which no phone's key can be.
/// </summary>
public static class Credentials
{
    private const string LookupPrefix = "lookup/";

    public static string OfLookup(string key) => LookupPrefix + key;

    /// <summary>The look-up that this is the credential of; null: it is a phone's.</summary>
    public static string? LookupOf(string name) => name.StartsWith(LookupPrefix, StringComparison.Ordinal) ? name[LookupPrefix.Length..] : null;

    /// <summary>The version that the document names; 0: none.</summary>
    public static long CredentialVersion(this TenantDocument document, string name) => LookupOf(name) is { } lookup
        ? document.Lookups.GetValueOrDefault(lookup)?.CredentialVersion ?? 0
        : document.Phones.GetValueOrDefault(name)?.CredentialVersion ?? 0;

    public static TenantDocument WithCredentials(this TenantDocument document, IReadOnlyDictionary<string, long> versions)
    {
        var (phones, lookups) = (document.Phones.ToBuilder(), document.Lookups.ToBuilder());
        foreach (var (name, version) in versions)
        {
            if (LookupOf(name) is { } lookup)
            {
                lookups[lookup] = lookups[lookup] with { CredentialVersion = version };
            }
            else
            {
                phones[name] = phones[name] with { CredentialVersion = version };
            }
        }

        return document with { Phones = phones.ToImmutable(), Lookups = lookups.ToImmutable() };
    }

    /// <summary>All that it names, by name.</summary>
    public static Dictionary<string, long> NamedCredentials(this TenantDocument document) =>
        document.Phones.Select(phone => (Name: phone.Key, Version: phone.Value.CredentialVersion))
            .Concat(document.Lookups.Select(lookup => (Name: OfLookup(lookup.Key), Version: lookup.Value.CredentialVersion)))
            .Where(credential => credential.Version > 0)
            .ToDictionary(credential => credential.Name, credential => credential.Version, StringComparer.Ordinal);
}
