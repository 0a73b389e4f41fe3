using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media;

/// <summary>Sums since the start over all sessions, live and closed, and how the ports are used.</summary>
public sealed record MediaTotals(int Slots, int SlotsInUse, int Sessions, int Playing, SideCounts Packets, AnnouncementCounts Announcements);

/// <summary>Said: begun in full words. Chimed: begun, with words missing. Cut: of those, ended before their time. Late: not begun any more.</summary>
public readonly record struct AnnouncementCounts(long Said, long Chimed, long Cut, long Late);

/// <summary>One live session; a side without a peer is null.</summary>
public sealed record SessionReport(MediaSlot Slot, SideReport? Caller, SideReport? Other)
{
    /// <summary>A second phone beside the other.</summary>
    public SideReport? Third { get; init; }

    /// <summary>Two sides are there, and one that may send has been silent though we send to it: somebody hears nothing.</summary>
    public bool IsOneWay => Caller is not null && (Other ?? Third) is not null && (Caller.IsMissed || Other is { IsMissed: true } || Third is { IsMissed: true });
}

/// <summary>
/// One side: packets since its socket was opened, and for how long its far end has been silent (null: never heard). One-way audio shows as
/// a side that may send, to which we send, and that stays silent.
/// </summary>
public sealed record SideReport(SideCounts Packets, TimeSpan? SilentFor, bool MaySend, bool SourceProven)
{
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(2);

    /// <summary>So many packets are sent to a side before its silence means something: two seconds of sound.</summary>
    public const int SentMin = 100;

    public bool IsMissed => MaySend && Packets.Out >= SentMin && (SilentFor is null || SilentFor > SilenceMax);
}

/// <summary>
/// In: accepted from the far end. Out: sent to it. Strange: from a source that is not the signalled one. Unreadable: no RTP, or of a payload
/// type that was not agreed. Unsent: the network refused. Digits: noticed presses.
/// </summary>
public readonly record struct SideCounts(long In, long Out, long Strange, long Unreadable, long Unsent, long Digits)
{
    public static SideCounts operator +(SideCounts left, SideCounts right) => new(
        left.In + right.In,
        left.Out + right.Out,
        left.Strange + right.Strange,
        left.Unreadable + right.Unreadable,
        left.Unsent + right.Unsent,
        left.Digits + right.Digits);

    public static SideCounts Add(SideCounts left, SideCounts right) => left + right;
}
