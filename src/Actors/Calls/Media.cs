using System.Text.Json.Serialization;

namespace CallCenter.Actors.Calls;

/// <summary>
/// The media session of a call, made by the edge at arrival for all sides: two ports from <see cref="Port"/> for the caller (RTP, RTCP), two for the
/// other side, and two for a third, of the instance that holds the sockets. Kept for the call's life, also over a restart.
/// <paramref name="Lease"/> names this use of the ports: a close that is repeated late cannot take them from the next call.
/// </summary>
public sealed record MediaSlot(string Instance, string Address, int Port, long Lease = 0)
{
    public const int PortsPerSlot = 4;

    /// <summary>The other side's RTP port where it does not follow the caller's two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? OtherPort { get; init; }

    /// <summary>The instance is a media server that every edge reaches; else it is the edge of its name, whose sockets they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShared { get; init; }

    /// <summary>The RTP port of a third side; null: there can be none, and no consultation in this session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? ThirdPort { get; init; }

    /// <summary>What browsers are told of this session; null: it serves none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WebSlot? Web { get; init; }

    public int PortOf(MediaSide side) => side switch
    {
        MediaSide.Caller => Port,
        MediaSide.Third when ThirdPort is { } third => third,
        _ => OtherPort ?? Port + 2,
    };
}

/// <summary>Written in journals: append only.</summary>
public enum MediaSide
{
    Caller = 1,
    Other = 2,

    /// <summary>A second phone beside the other: one of them has the caller, or asks the other.</summary>
    Third = 3,
}

/// <summary>The far end of one side: where it said it receives, with which payload types (RFC 3551: 0 = PCMU, 8 = PCMA), and its direction.</summary>
public sealed record MediaPeer(string Address, int Port, int Payload, int? TelephoneEvent, MediaDirection Direction = MediaDirection.SendReceive)
{
    /// <summary>It is a browser; null: plain RTP.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WebPeer? Web { get; init; }
}

/// <summary>Seen from the far end that says it (RFC 3264). Written in journals: append only.</summary>
public enum MediaDirection
{
    SendReceive = 1,
    SendOnly = 2,
    ReceiveOnly = 3,
    Inactive = 4,
}

/// <summary>
/// What one side should hear. An announcement is played once, first: the names of its sounds, one after another; those that are joined by + are played
/// whole or not at all, such parts are separated by spaces.
/// </summary>
public sealed record Heard(HeardSource Source, string? Music = null, string? Announcement = null)
{
    /// <summary>Sounds of one announcement.</summary>
    public const int AnnouncementSoundsMax = 16;

    /// <summary>An announcement that has not begun so long after it was decided is not news any more: after a restart nothing is said that was said.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromSeconds(5);

    /// <summary>Which announcement of this side it is: the same words under another number are said again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Number { get; init; }

    /// <summary>Later the announcement is not begun; null: it may always be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Digits that are pressed once, before anything else is heard; the same under another number are pressed again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Pressed? Pressed { get; init; }

    /// <summary>The sound that says that a far phone rings.</summary>
    public const string RingBack = "ring-back";

    /// <summary>Of the other sides that one; null: the caller, or for the caller itself <see cref="MediaSide.Other"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MediaSide? From { get; init; }

    public static readonly Heard Silence = new(HeardSource.Silence);

    public static readonly Heard OtherSide = new(HeardSource.OtherSide);

    /// <summary>What this listener hears of that side.</summary>
    public static Heard Of(MediaSide side, MediaSide listener) => side == OtherSide.SideFor(listener) ? OtherSide : OtherSide with { From = side };

    /// <summary>Which side this listener hears; null: none.</summary>
    public MediaSide? SideFor(MediaSide listener) => Source != HeardSource.OtherSide ? null : From ?? (listener == MediaSide.Caller ? MediaSide.Other : MediaSide.Caller);

    public static Heard MusicOnHold(string music) => new(HeardSource.Music, music);
}

/// <summary>Digits for a far end (RFC 4733). Later than <paramref name="Until"/> they are not begun any more.</summary>
public sealed record Pressed(string Digits, int Number, DateTimeOffset Until)
{
    /// <summary>Digits of one order.</summary>
    public const int DigitsMax = 32;
}

/// <summary>Written in journals: append only.</summary>
public enum HeardSource
{
    Silence = 1,
    Music = 2,
    OtherSide = 3,
}

/// <summary>
/// What the media port is asked for: the wanted state of the whole session, never a step. A higher version replaces a lower one; a side
/// without a peer is silent. The session is closed by <see cref="MediaClosed"/>.
/// </summary>
public sealed record MediaDesired(MediaSlot Slot, int Version, MediaPeer? Caller, Heard CallerHears, MediaPeer? Other, Heard OtherHears)
{
    /// <summary>The far end of the third side; null: there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MediaPeer? Third { get; init; }

    /// <summary>Null: silence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Heard? ThirdHears { get; init; }
}

/// <summary>The session is over: ports are free again. Idempotent.</summary>
public sealed record MediaClosed(MediaSlot Slot);

/// <summary>
/// The SDP that the edge builds for one side of a leg, byte-identical for equal values (RFC 4566, RFC 3264): session id and
/// version of the o= line, our port, payloads and direction.
/// </summary>
public sealed record SdpSpec(ulong SessionId, int Version, MediaSlot Slot, MediaSide Side, EquatableArray<int> Payloads, int? TelephoneEvent, MediaDirection Direction)
{
    /// <summary>For a browser: our part in DTLS. Null: plain RTP.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DtlsRole? Web { get; init; }
}
