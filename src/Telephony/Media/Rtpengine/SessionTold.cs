using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>What an instance is told of one session: who is there, which two are joined, who is let through, and what is played to whom.</summary>
internal sealed record SessionTold(SideTold Caller, SideTold Other, SideTold Third, MediaSide First, MediaSide Second)
{
    public static readonly MediaSide[] Sides = [MediaSide.Caller, MediaSide.Other, MediaSide.Third];

    public SideTold this[MediaSide side] => side switch
    {
        MediaSide.Caller => Caller,
        MediaSide.Third => Third,
        _ => Other,
    };

    public bool IsJoined(MediaSide side) => side == First || side == Second;

    /// <summary>Whom a joined side talks to; null: it is not joined.</summary>
    public MediaSide? PartnerOf(MediaSide side) => side == First ? Second : side == Second ? First : null;

    public bool Passes(MediaSide from) => this[from].Passes;

    /// <summary>Only to a phone that takes them.</summary>
    public bool PassesDigits(MediaSide from) => Passes(from) && PartnerOf(from) is { } to && this[to].Peer is { TelephoneEvent: not null };

    public Played? To(MediaSide side) => this[side].Hears;

    public bool IsSameCast(SessionTold before) => (First, Second) == (before.First, before.Second) && Sides.All(side => this[side].Peer == before[side].Peer);

    /// <summary>It plays on as it is: to the same phone.</summary>
    public bool PlaysOn(MediaSide to, SessionTold before) => To(to) == before.To(to) && this[to].Peer == before[to].Peer;

    /// <summary>What is desired while, or after, something is announced; a phone that wants to hear nothing is played nothing.</summary>
    public static SessionTold Of(MediaDesired desired, Func<MediaSide, Destination?> at, Func<MediaSide, Played?> announced)
    {
        var (first, second) = Pair(desired);
        return new SessionTold(Side(MediaSide.Caller), Side(MediaSide.Other), Side(MediaSide.Third), first, second);

        SideTold Side(MediaSide side) => new(Reachable(at(side)), Sides.Any(listener => listener != side && IsHeard(side, listener)), Playing(side));

        Played? Playing(MediaSide side) => at(side) is not { Hears: true } ? null
            : announced(side) ?? (HeardBy(desired, side) is { Source: HeardSource.Music } music ? new Played(music.Music, null) : null);

        bool IsHeard(MediaSide side, MediaSide by) =>
            at(side) is { MaySend: true } && at(by) is { Hears: true } && Playing(by) is null && HeardBy(desired, by).SideFor(by) == side;
    }

    public static Heard HeardBy(MediaDesired desired, MediaSide side) => side switch
    {
        MediaSide.Caller => desired.CallerHears,
        MediaSide.Third => desired.ThirdHears ?? Heard.Silence,
        _ => desired.OtherHears,
    };

    public static MediaPeer? PeerOf(MediaDesired desired, MediaSide side) => side switch
    {
        MediaSide.Caller => desired.Caller,
        MediaSide.Third => desired.Third,
        _ => desired.Other,
    };

    /// <summary>Of three sides two talk to each other at most; where none do, the caller and the other are meant.</summary>
    private static (MediaSide First, MediaSide Second) Pair(MediaDesired desired)
    {
        foreach (var listener in Sides)
        {
            if (PeerOf(desired, listener) is not null && HeardBy(desired, listener).SideFor(listener) is { } heard && PeerOf(desired, heard) is not null)
                return listener < heard ? (listener, heard) : (heard, listener);
        }

        return (MediaSide.Caller, MediaSide.Other);
    }

    /// <summary>Direction is ours to keep (<see cref="Destination.Hears"/>), and an address that means "send nothing" is none to describe.</summary>
    private static MediaPeer? Reachable(Destination? destination) =>
        destination is null || (destination.Peer.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly && !destination.Hears)
            ? null
            : destination.Peer with { Direction = MediaDirection.SendReceive };
}

/// <summary>One side: who is there, whether it is let through to the one it is joined with, and what is played to it.</summary>
internal sealed record SideTold(MediaPeer? Peer, bool Passes, Played? Hears);

/// <summary>A music by its name (null: the house's), or an announcement.</summary>
internal sealed record Played(string? Music, Heard? Announcement);
