using System.Net;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>How an edge listens and what it bears. Every bound that is reached answers 503 with Retry-After, before the 100.</summary>
public sealed record EdgeOptions
{
    /// <summary>Names this edge in arrivals and registrations; the same over restarts.</summary>
    public string Name { get; init; } = "edge";

    /// <summary>Where UDP and TCP listen, both on the same port; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 5060);

    /// <summary>TLS and WebSocket, where they listen.</summary>
    public StreamFaces Faces { get; init; } = StreamFaces.None;

    /// <summary>
    /// The host in Via and Contact, where others reach us; needed when <see cref="Listen"/> is any address. Edges behind one address, name or proxy say
    /// the same: then what one has begun another can go on with. Null: the address of Listen.
    /// </summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port that goes with <see cref="AdvertisedHost"/>; null: none is said, and it is looked up.</summary>
    public int? AdvertisedPort { get; init; }

    /// <summary>Addresses of our own proxies, which are believed where a request comes from (X-Source) and how a phone is reached (Path).</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>
    /// Offered in a challenge, in this order. MD5 alone unless told otherwise: sipp, baresip 1 and many desk phones give up on a challenge that
    /// names SHA-256, also beside MD5 (docs/decisions/0007).
    /// </summary>
    public IReadOnlyList<DigestAlgorithm> DigestAlgorithms { get; init; } = [DigestAlgorithm.Md5];

    /// <summary>Seals nonces. Kept over restarts, so that a phone's cached nonce is judged as old, not as a wrong proof; null: a new one each start.</summary>
    public byte[]? DigestSecret { get; init; }

    /// <summary>What Server and User-Agent say; nothing of versions.</summary>
    public string Product { get; init; } = "CallCenter.Actors";

    public TransactionTimes Times { get; init; } = TransactionTimes.Default;

    public TransportOptions Transports { get; init; } = new();

    /// <summary>All transactions together.</summary>
    public int TransactionsMax { get; init; } = 120_000;

    /// <summary>From this many transactions on new calls and registrations are refused: the rest is for what is within dialogs.</summary>
    public int TransactionsForNewMax { get; init; } = 100_000;

    /// <summary>
    /// Requests outside a dialog that one address may send in a second, trunks apart; more get 503 with Retry-After. A site of many phones behind one
    /// address must fit.
    /// </summary>
    public int SourcePerSecond { get; init; } = 100;

    /// <summary>The same at once, before that rate holds: a site that comes back after an outage.</summary>
    public int SourceBurst { get; init; } = 2_000;

    /// <summary>INVITEs that are held (100 Trying) until the core has answered. Each holds some kilobytes.</summary>
    public int ArrivalsMax { get; init; } = 5_000;

    /// <summary>How long an arrival waits to hear whom its caller spoke to last; then nobody knows.</summary>
    public TimeSpan CallerLookupMax { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Messages waiting for the loop from which on new calls are refused.</summary>
    public int BacklogMax { get; init; } = 2_000;

    /// <summary>INVITEs of ours and 2xx of ours that are not through yet, each.</summary>
    public int LegsMax { get; init; } = 20_000;

    /// <summary>Reports to the core under way, arrivals apart.</summary>
    public int TellsMax { get; init; } = 20_000;

    /// <summary>What Retry-After says, in seconds: long enough to let a burst pass.</summary>
    public int RetryAfterSeconds { get; init; } = 5;

    /// <summary>Shorter registrations get 423 with this as Min-Expires (RFC 3261 10.3). Seconds.</summary>
    public int RegisterExpiresMin { get; init; } = 60;

    /// <summary>Longer ones are shortened to this. Seconds.</summary>
    public int RegisterExpiresMax { get; init; } = 3600;

    /// <summary>Wrong credentials from one address within <see cref="DigestFailuresWindow"/>; after more it gets 503 until it is over.</summary>
    public int DigestFailuresMax { get; init; } = 20;

    public TimeSpan DigestFailuresWindow { get; init; } = TimeSpan.FromMinutes(1);
}
