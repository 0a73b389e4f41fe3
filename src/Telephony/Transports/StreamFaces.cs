using System.Net;

namespace CallCenter.Telephony.Transports;

/// <summary>Where an edge listens besides UDP and TCP, and how it proves who it is. Port 0 takes a free one.</summary>
public sealed record StreamFaces
{
    public static readonly StreamFaces None = new();

    /// <summary>SIP over TLS (RFC 3261 26.2); needs <see cref="Certificate"/>.</summary>
    public IPEndPoint? Tls { get; init; }

    /// <summary>WebSocket without TLS (RFC 7118): for tests, and behind a proxy that ends TLS.</summary>
    public IPEndPoint? WebSocket { get; init; }

    /// <summary>WebSocket over TLS; needs <see cref="Certificate"/>.</summary>
    public IPEndPoint? SecureWebSocket { get; init; }

    /// <summary>PEM files of our certificate (with its chain) and its key, read again when they have changed; null: none.</summary>
    public (string Certificate, string Key)? Certificate { get; init; }

    /// <summary>PEM file of the authorities that servers we connect to must be known by; null: those of the machine.</summary>
    public string? Authorities { get; init; }
}
