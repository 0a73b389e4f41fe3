using System.Net;
using CallCenter.Actors;
using CallCenter.Cluster.Membership;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Media.Rtpengine;
using CallCenter.Telephony.Transports;

namespace CallCenter.Api.Composition;

/// <summary>What an operator says at the start.</summary>
public sealed record RunOptions
{
    public required string Data { get; init; }

    public required IPEndPoint Http { get; init; }

    public required IPEndPoint Sip { get; init; }

    /// <summary>Host and port that others are told instead of <see cref="Sip"/>; the same for all edges of a cluster. Null: that of <see cref="Sip"/>.</summary>
    public (string Host, int? Port)? SipAdvertised { get; init; }

    /// <summary>TLS and WebSocket of the edge, and its certificate.</summary>
    public StreamFaces SipFaces { get; init; } = StreamFaces.None;

    /// <summary>Requests a second from one address that is no trunk, and at once.</summary>
    public int SipSourcePerSecond { get; init; } = 100;

    public int SipSourceBurst { get; init; } = 2_000;

    /// <summary>Our own proxies, which say for whom they speak.</summary>
    public IReadOnlyList<IPNetwork> SipProxies { get; init; } = [];

    /// <summary>Applied at start when it changed since it was last taken; null: none.</summary>
    public string? Config { get; init; }

    /// <summary>Hashes offered to phones, in order.</summary>
    public IReadOnlyList<DigestAlgorithm> Digest { get; init; } = [DigestAlgorithm.Md5];

    public bool Demo { get; init; }

    /// <summary>First and last UDP port of the embedded media.</summary>
    public int MediaFirst { get; init; } = 20_000;

    public int MediaLast { get; init; } = 29_999;

    /// <summary>The address of this machine that media come from and go to; null: that of <see cref="Sip"/>.</summary>
    public IPAddress? MediaAddress { get; init; }

    /// <summary>A folder of WAV files for music and announcements; null: only our own music.</summary>
    public string? Sounds { get; init; }

    /// <summary>Where this process is: calls that come in here are of this site.</summary>
    public string Site { get; init; } = ActorId.MainSite;

    /// <summary>Networks that are not public and that look-ups of callers may reach all the same.</summary>
    public IReadOnlyList<IPNetwork> LookupNetworks { get; init; } = [];

    /// <summary>The media servers of calls; none: the embedded media.</summary>
    public IReadOnlyList<RtpengineAddress> Rtpengines { get; init; } = [];

    /// <summary><see cref="Sounds"/> as the rtpengines see that folder; null: sounds are sent to them.</summary>
    public string? RtpengineSounds { get; init; }

    /// <summary>Networks that are not public and that webhooks may reach all the same, also without TLS.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>Where reports are delivered as files; null: a folder in <see cref="Data"/>.</summary>
    public string? ReportFolder { get; init; }

    /// <summary>The file that says which OpenID Connect issuers are trusted; null: none.</summary>
    public string? Issuers { get; init; }

    /// <summary>One process of a cluster on PostgreSQL; null: the whole center in this process, on SQLite.</summary>
    public ClusterRun? Cluster { get; init; }

    /// <summary>Try a cluster on this machine: this many core processes, an edge and a PostgreSQL of its own; 0: no trial.</summary>
    public int TrialCores { get; init; }

    /// <summary>Whether this process does it; the one process of a center does everything.</summary>
    public bool Does(Roles role) => Cluster?.Has(role) ?? true;

    /// <summary>It takes part in what callers, agents and operators see; a core alone needs neither views nor secrets.</summary>
    public bool HasFace => Does(Roles.Edge | Roles.Api | Roles.Views);

    /// <summary>End when standard input does: with whoever started this process, however that one ends.</summary>
    public bool WithParent { get; init; }
}
