using System.Net;

namespace CallCenter.Cluster.Links;

/// <summary>How a process is linked with the others of its cluster.</summary>
public sealed record LinkOptions
{
    /// <summary>Where links listen; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>HOST:PORT under which others reach <see cref="Listen"/>; needed when that is a wildcard. Port 0 stands for the one that is listened on.</summary>
    public string? Advertised { get; init; }

    /// <summary>Null: links are plain TCP, which is allowed on loopback only, unless <see cref="AllowPlain"/>.</summary>
    public LinkCertificates? Certificates { get; init; }

    /// <summary>Plain TCP between machines: everybody on that network can read calls and join the cluster.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>The lowest protocol that this process understands.</summary>
    public int ProtocolMin { get; init; } = 1;

    /// <summary>The largest frame, both ways.</summary>
    public int FrameBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>What waits to be sent to one peer.</summary>
    public int LinkBufferMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>The part of <see cref="LinkBufferMax"/> that bulk does not get: probes, replies and news of the cluster fit in yet.</summary>
    public int LinkBufferReserve { get; init; } = 1024 * 1024;

    /// <summary>Connections that have not said hello yet.</summary>
    public int GreetingsMax { get; init; } = 64;

    public TimeSpan ConnectTimeMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From connected to hello said by both, TLS included.</summary>
    public TimeSpan GreetingTimeMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two attempts to connect: the recovery of the cluster waits for it.</summary>
    public TimeSpan PauseMin { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long sent bytes may go without any acknowledgement before the link counts as dead (RFC 5482). A process that hangs is found by probes.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For the last frames of a link that is closed in an orderly way.</summary>
    public TimeSpan FarewellTimeMax { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>
/// Files in PEM; they are read again at each new link, so replacing them needs no restart. Both sides verify each other against the authority and
/// accept a certificate that names (as DNS name, or common name) the cluster or the member.
/// </summary>
/// <param name="CertificateFile">This process's certificate, followed by intermediate ones.</param>
/// <param name="KeyFile">Its private key.</param>
/// <param name="AuthorityFile">Who signs certificates of this cluster; several while one replaces the other.</param>
public sealed record LinkCertificates(string CertificateFile, string KeyFile, string AuthorityFile);
