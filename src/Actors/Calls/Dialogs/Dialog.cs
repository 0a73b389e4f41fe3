using System.Text.Json.Serialization;

namespace CallCenter.Actors.Calls.Dialogs;

/// <summary>How a message travels: the transport, the far address as <c>host:port</c>, and for a stream the connection at the edge.</summary>
public sealed record Flow(Transport Transport, string Remote, string? Connection = null);

/// <summary>Written in journals: append only.</summary>
public enum Transport
{
    Udp = 1,
    Tcp = 2,

    /// <summary>RFC 3261 section 26.2.</summary>
    Tls = 3,

    /// <summary>RFC 7118, without TLS.</summary>
    WebSocket = 4,

    /// <summary>RFC 7118, over TLS.</summary>
    SecureWebSocket = 5,
}

/// <summary>
/// What is needed to answer an INVITE that somebody else received (RFC 3261 section 8.2.6): header values as they came, bounded by the parser.
/// <see cref="To"/> has no tag yet. <see cref="Flow"/> is where the response goes (section 18.2.2).
/// </summary>
public sealed record InviteSeed
{
    public required EquatableArray<string> Vias { get; init; }

    public required string CallId { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required uint CSeq { get; init; }

    public required EquatableArray<string> RecordRoutes { get; init; }

    public required Flow Flow { get; init; }

    /// <summary>The session interval that is agreed on when it is answered (RFC 4028), in seconds; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint? SessionSeconds { get; init; }

    /// <summary>It requires provisional responses that are acknowledged (RFC 3262).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsReliable { get; init; }

    /// <summary>We refresh the session; else whoever sent the INVITE.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SessionIsOurs { get; init; }
}

/// <summary>
/// The state of a dialog (RFC 3261 section 12): everything a successor needs to go on with it. Local is our side.
/// <see cref="LocalParty"/> and <see cref="RemoteParty"/> are From/To values without their tags; <see cref="LocalCSeq"/> is the last one used.
/// </summary>
public sealed record Dialog
{
    public required string CallId { get; init; }

    public required string LocalTag { get; init; }

    /// <summary>Empty until the far side gave one.</summary>
    public string RemoteTag { get; init; } = "";

    public required string LocalParty { get; init; }

    public required string RemoteParty { get; init; }

    /// <summary>The far side's Contact: the Request-URI of what we send. Before an answer, the address that is called.</summary>
    public required string RemoteTarget { get; init; }

    public EquatableArray<string> RouteSet { get; init; } = [];

    public uint LocalCSeq { get; init; }

    public uint RemoteCSeq { get; init; }

    /// <summary>Null: resolve the next hop from the route set or the remote target.</summary>
    public Flow? Flow { get; init; }

    /// <summary>The user part of our Contact: names the call and the leg, not a node and not a tenant (<see cref="LegToken"/>).</summary>
    public required string Token { get; init; }

    /// <summary>The far side serves UPDATE, as it says in Allow.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesUpdate { get; init; }
}

/// <summary>What a 2xx to our INVITE says of the dialog it makes.</summary>
public sealed record DialogAnswer(string RemoteTag, string RemoteTarget, EquatableArray<string> RouteSet, MediaPeer? Media)
{
    /// <summary>The session interval that it asks for (RFC 4028), in seconds; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint? SessionSeconds { get; init; }

    /// <summary>We refresh the session; else the far end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SessionIsOurs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesUpdate { get; init; }
}
