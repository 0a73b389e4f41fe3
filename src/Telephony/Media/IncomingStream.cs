using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media;

/// <summary>
/// What one far end says: only from its proven source and in its agreed payload types. Passes it to the other side and notices digits. Its
/// socket calls it, one datagram at a time.
/// </summary>
internal sealed class IncomingStream(MediaSlot slot, MediaSide side, RtpClock clock, Action<MediaNotice> notice)
{
    private DigitReader digits;
    private Destination? from;
    private OutgoingStream? to;
    private long heardAt = -1;
    private long accepted;
    private long strange;
    private long unreadable;
    private long pressed;

    /// <summary>The counts of what came in; Out and Unsent are the outgoing stream's.</summary>
    public SideCounts Counts => new(Volatile.Read(ref accepted), 0, Volatile.Read(ref strange), Volatile.Read(ref unreadable), 0, Volatile.Read(ref pressed));

    public TimeSpan? SilentFor => Volatile.Read(ref heardAt) is >= 0 and var at ? RtpClock.Span(clock.Samples - at) : null;

    public void Become(Destination? source, OutgoingStream? heardBy)
    {
        Volatile.Write(ref from, source);
        Volatile.Write(ref to, heardBy);
    }

    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (Volatile.Read(ref from) is not { } source)
            return;

        if (!RtpPacket.TryRead(datagram, out var packet) || !IsAgreed(packet, source.Peer))
        {
            unreadable++;
            return;
        }

        if (!source.Latch.Accepts(sender))
        {
            strange++;
            return;
        }

        accepted++;
        Volatile.Write(ref heardAt, clock.Samples);
        if (source.MaySend)
            Pass(packet, packet.Payload(datagram), source.Peer);
    }

    private void Pass(in RtpPacket packet, ReadOnlySpan<byte> payload, MediaPeer peer)
    {
        var heardBy = Volatile.Read(ref to);
        if (packet.PayloadType != peer.TelephoneEvent)
        {
            heardBy?.Relay(packet, payload, (Law)packet.PayloadType);
            return;
        }

        if (!TelephoneEvent.TryRead(payload, out var read))
            return;

        heardBy?.RelayEvent(packet, payload[..TelephoneEvent.Length]);
        if (digits.Read(packet, read) is { } digit)
        {
            pressed++;
            notice(new MediaNotice.DigitPressed(slot, side, digit));
        }
    }

    // Both laws are static payload types that every offer of ours names, so a far end may use either at any time (RFC 3264 section 5.1).
    private static bool IsAgreed(in RtpPacket packet, MediaPeer peer) =>
        packet.PayloadType is (int)Law.Mu or (int)Law.A || packet.PayloadType == peer.TelephoneEvent;
}
