using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media;

/// <summary>The session of one slot: up to three sides, each with a socket as long as it has a peer, and who hears what.</summary>
internal sealed class MediaSession(MediaSlot slot, SessionSurroundings around)
{
    private readonly Lock gate = new();
    private MediaDesired? applied;
    private SessionSide? caller;
    private SessionSide? other;
    private SessionSide? third;
    private SideCounts gone;
    private bool closed;

    public bool Apply(MediaDesired desired)
    {
        lock (gate)
        {
            if (closed || applied is not null && desired.Version <= applied.Version)
                return true;
            if (!TryOpen(MediaSide.Caller, desired.Caller, ref caller) || !TryOpen(MediaSide.Other, desired.Other, ref other) || !TryOpen(MediaSide.Third, desired.Third, ref third))
                return false;

            caller?.Become(desired.CallerHears, ListenerTo(MediaSide.Caller, desired));
            other?.Become(desired.OtherHears, ListenerTo(MediaSide.Other, desired));
            third?.Become(desired.ThirdHears ?? Heard.Silence, ListenerTo(MediaSide.Third, desired));
            applied = desired;
            return true;
        }
    }

    /// <summary>Idempotent. Afterwards the ports are free.</summary>
    public SideCounts Close()
    {
        lock (gate)
        {
            closed = true;
            Shut(ref caller);
            Shut(ref other);
            Shut(ref third);
            return gone;
        }
    }

    public SessionReport Report()
    {
        lock (gate)
        {
            return new SessionReport(slot, caller?.Report(), other?.Report()) { Third = third?.Report() };
        }
    }

    public SideCounts Counts()
    {
        lock (gate)
        {
            return gone + (caller?.Counts ?? default) + (other?.Counts ?? default) + (third?.Counts ?? default);
        }
    }

    // Of three sides two talk to each other, and each is heard by one at most.
    private OutgoingStream? ListenerTo(MediaSide side, MediaDesired desired) =>
        desired.CallerHears.SideFor(MediaSide.Caller) == side ? caller?.Outgoing
        : desired.OtherHears.SideFor(MediaSide.Other) == side ? other?.Outgoing
        : desired.ThirdHears?.SideFor(MediaSide.Third) == side ? third?.Outgoing
        : null;

    // A side without a peer has no socket: a caller who waits costs one port, and an agent's late packets meet nobody.
    private bool TryOpen(MediaSide side, MediaPeer? peer, ref SessionSide? current)
    {
        if (peer is null)
        {
            Shut(ref current);
            return true;
        }

        if (current?.Peer == peer)
            return true;
        if (Destination.Of(peer, around.Local.AddressFamily, around.SymmetricRtp) is not { } destination)
            return false;

        current ??= SessionSide.Open(slot, side, around);
        current?.Meet(destination);
        return current is not null;
    }

    private void Shut(ref SessionSide? side)
    {
        if (side is null)
            return;

        side.Dispose();
        gone += side.Counts;
        side = null;
    }
}

/// <summary>What all sessions share.</summary>
internal sealed record SessionSurroundings(
    IPAddress Local, int SocketBufferBytes, bool SymmetricRtp, RtpClock Clock, Sounds.SoundLibrary Sounds, Sounds.Speaker Speaker, Receiver Receiver, Pacer Pacer, Random Random, Action<MediaNotice> Notice);
