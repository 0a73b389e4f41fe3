using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>What an instance is told of one session: who is there, who is let through to whom, and what is played to whom.</summary>
internal sealed record SessionTold(MediaPeer? Caller, MediaPeer? Other, bool CallerPasses, bool OtherPasses, Played? ToCaller, Played? ToOther)
{
    public bool Passes(MediaSide from) => from == MediaSide.Caller ? CallerPasses : OtherPasses;

    /// <summary>Only to a phone that takes them.</summary>
    public bool PassesDigits(MediaSide from) => Passes(from) && Peer(from == MediaSide.Caller ? MediaSide.Other : MediaSide.Caller) is { TelephoneEvent: not null };

    public Played? To(MediaSide side) => side == MediaSide.Caller ? ToCaller : ToOther;

    public MediaPeer? Peer(MediaSide side) => side == MediaSide.Caller ? Caller : Other;

    public bool IsSameCast(SessionTold before) => Caller == before.Caller && Other == before.Other;

    /// <summary>It plays on as it is: to the same phone.</summary>
    public bool PlaysOn(MediaSide to, SessionTold before) => To(to) == before.To(to) && Peer(to) == before.Peer(to);

    /// <summary>What is desired while, or after, something is announced; a phone that wants to hear nothing is played nothing.</summary>
    public static SessionTold Of(MediaDesired desired, Destination? caller, Destination? other, Played? announcedToCaller, Played? announcedToOther)
    {
        var toCaller = caller is { Hears: true } ? announcedToCaller ?? Music(desired.CallerHears) : null;
        var toOther = other is { Hears: true } ? announcedToOther ?? Music(desired.OtherHears) : null;
        return new SessionTold(
            Reachable(caller),
            Reachable(other),
            caller is { MaySend: true } && other is { Hears: true } && toOther is null && desired.OtherHears.Source == HeardSource.OtherSide,
            other is { MaySend: true } && caller is { Hears: true } && toCaller is null && desired.CallerHears.Source == HeardSource.OtherSide,
            toCaller,
            toOther);
    }

    private static Played? Music(Heard heard) => heard.Source == HeardSource.Music ? new Played(heard.Music, null) : null;

    /// <summary>Direction is ours to keep (<see cref="Destination.Hears"/>), and an address that means "send nothing" is none to describe.</summary>
    private static MediaPeer? Reachable(Destination? destination) =>
        destination is null || (destination.Peer.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly && !destination.Hears)
            ? null
            : destination.Peer with { Direction = MediaDirection.SendReceive };
}

/// <summary>A music by its name (null: the house's), or an announcement.</summary>
internal sealed record Played(string? Music, Heard? Announcement);
