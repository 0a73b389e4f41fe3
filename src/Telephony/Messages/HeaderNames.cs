using System.Collections.Frozen;

namespace CallCenter.Telephony.Messages;

/// <summary>Header names as we write them, and the compact forms (RFC 3261 7.3.3 and the registry) they may come in.</summary>
public static class HeaderNames
{
    public const string Accept = "Accept";
    public const string AcceptEncoding = "Accept-Encoding";
    public const string AlertInfo = "Alert-Info";
    public const string Allow = "Allow";
    public const string AllowEvents = "Allow-Events";
    public const string Authorization = "Authorization";
    public const string CallId = "Call-ID";
    public const string CallInfo = "Call-Info";
    public const string Contact = "Contact";
    public const string ContentEncoding = "Content-Encoding";
    public const string ContentDisposition = "Content-Disposition";
    public const string ContentLength = "Content-Length";
    public const string ContentType = "Content-Type";
    public const string CSeq = "CSeq";
    public const string Date = "Date";
    public const string Event = "Event";
    public const string Expires = "Expires";
    public const string From = "From";
    public const string MaxForwards = "Max-Forwards";
    public const string MinExpires = "Min-Expires";
    public const string MinSessionExpires = "Min-SE";
    public const string PAssertedIdentity = "P-Asserted-Identity";
    public const string Path = "Path";
    public const string Privacy = "Privacy";
    public const string ProxyAuthenticate = "Proxy-Authenticate";
    public const string ProxyAuthorization = "Proxy-Authorization";
    public const string ProxyRequire = "Proxy-Require";
    public const string RAck = "RAck";
    public const string Reason = "Reason";
    public const string RecordRoute = "Record-Route";
    public const string ReferTo = "Refer-To";
    public const string Require = "Require";
    public const string RetryAfter = "Retry-After";
    public const string Route = "Route";
    public const string RSeq = "RSeq";
    public const string Server = "Server";
    public const string SessionExpires = "Session-Expires";
    public const string SubscriptionState = "Subscription-State";
    public const string Supported = "Supported";
    public const string Timestamp = "Timestamp";
    public const string To = "To";
    public const string Unsupported = "Unsupported";
    public const string UserAgent = "User-Agent";
    public const string UserToUser = "User-to-User";
    public const string Via = "Via";
    public const string Warning = "Warning";
    public const string WwwAuthenticate = "WWW-Authenticate";

    /// <summary>Ours: the address that a request came from, as a proxy of ours says it. Read from those only, never sent.</summary>
    public const string XSource = "X-Source";

    private static readonly FrozenDictionary<string, string> Known = Build();
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The one spelling for every name that is known, long or compact, in any case; others as they came.</summary>
    public static string Canonical(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var known) ? known : name.ToString();

    private static FrozenDictionary<string, string> Build()
    {
        string[] names =
        [
            Accept, AcceptEncoding, AlertInfo, Allow, AllowEvents, Authorization, CallId, CallInfo, Contact, ContentEncoding, ContentDisposition, ContentLength,
            ContentType, CSeq, Date, Event, Expires, From, MaxForwards, MinExpires, MinSessionExpires, PAssertedIdentity, Path, Privacy, ProxyAuthenticate,
            ProxyAuthorization, ProxyRequire, RAck, Reason, RecordRoute, ReferTo, Require, RetryAfter, Route, RSeq, Server, SessionExpires,
            SubscriptionState, Supported, Timestamp, To, Unsupported, UserAgent, UserToUser, Via, Warning, WwwAuthenticate, XSource,
        ];
        (string Compact, string Name)[] compact =
        [
            ("i", CallId), ("m", Contact), ("e", ContentEncoding), ("l", ContentLength), ("c", ContentType), ("f", From), ("s", "Subject"),
            ("k", Supported), ("t", To), ("v", Via), ("u", AllowEvents), ("o", Event), ("r", ReferTo), ("b", "Referred-By"),
            ("x", SessionExpires), ("a", "Accept-Contact"), ("j", "Reject-Contact"), ("d", "Request-Disposition"), ("y", "Identity"),
        ];
        return names.Select(name => (Compact: name, Name: name)).Concat(compact)
            .ToFrozenDictionary(entry => entry.Compact, entry => entry.Name, StringComparer.OrdinalIgnoreCase);
    }
}
