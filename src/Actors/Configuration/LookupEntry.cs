using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Configuration;

/// <summary>A system of the tenant's that is asked about callers over HTTP. Its credential is in the secret store under this version; 0: it has none.</summary>
public sealed record LookupEntry(string Url, LookupMethod Method, TimeSpan TimeLimit, EquatableArray<TakenField> Take, EquatableArray<AttachedEntry> Otherwise, long CredentialVersion)
{
    /// <summary>Scheme, host and port: to whom a credential may be shown.</summary>
    public static string OriginOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : "";
}

/// <summary>A field of the answer, by the names that lead to it with dots between, and the key that its value is attached under.</summary>
public sealed record TakenField(string Key, string Field);

/// <summary>Written in journals: append only.</summary>
public enum LookupMethod
{
    /// <summary>The question is a JSON body.</summary>
    Post = 1,

    /// <summary>The question is in the query.</summary>
    Get = 2,
}
