namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// Sequence numbers and timestamps of one outgoing stream. Whatever feeds it (music, the other side, another phone of the other
/// side), the far end sees one source: the next number, a timestamp that went on with the clock, and the marker bit where sound begins anew.
/// Within a relayed source, losses and reordering are passed on as they are. Pure: <c>now</c> is a clock in samples of 8 kHz.
/// </summary>
internal struct Continuity
{
    /// <summary>Sound we play may lag the clock by this much (samples) before the timestamp jumps; more than the pacer catches up.</summary>
    public const int LagMax = 1_600;

    // RFC 3550 appendix A.1: what a sequence number may jump before it counts as a new source.
    private const int DropoutMax = 3_000;
    private const int MisorderMax = 100;

    private ushort sequence;
    private uint timestamp;
    private int duration;
    private long sentAt;
    private bool began;

    private bool anchored;
    private long playedAt;
    private uint playedFrom;

    private uint relayedSsrc;
    private long relayedFirst;
    private long relayedHighest;
    private ushort sequenceOfFirst;
    private uint timestampShift;

    public static Continuity From(ushort sequence, uint timestamp) => new() { sequence = sequence, timestamp = timestamp };

    /// <summary>The next packet comes from another source.</summary>
    public void Switch() => anchored = false;

    /// <summary>The stamp of the next packet that we make ourselves, of <paramref name="samples"/> samples.</summary>
    public Stamp Play(int samples, long now)
    {
        var position = playedFrom + (uint)(now - playedAt);
        var next = timestamp + (uint)duration;
        var marker = !anchored || (int)(position - next) > LagMax;
        if (marker)
        {
            next = Resumed(now);
            playedAt = now;
            playedFrom = next;
            anchored = true;
        }

        return Sent(new Stamp((ushort)(sequence + 1), next, marker), samples, now);
    }

    /// <summary>The stamp of a packet passed on; null when it is older than the switch to this source.</summary>
    public Stamp? Relay(in RtpPacket packet, int samples, long now)
    {
        var step = (short)(packet.Sequence - (ushort)relayedHighest);
        if (!anchored || packet.Ssrc != relayedSsrc || step is > DropoutMax or < -MisorderMax)
        {
            Anchor(packet, now);
            return Sent(new Stamp(sequenceOfFirst, packet.Timestamp + timestampShift, Marker: true), samples, now);
        }

        var position = relayedHighest + step;
        if (position < relayedFirst)
            return null;

        var stamp = new Stamp((ushort)(sequenceOfFirst + (position - relayedFirst)), packet.Timestamp + timestampShift, packet.Marker);
        if (step <= 0)
            return stamp;

        relayedHighest = position;
        return Sent(stamp, samples, now);
    }

    /// <summary>
    /// The stamp of the first packet of a telephone event. "The RTP timestamp reflects the measurement point for the current packet … the event duration
    /// extends forwards from that time" (RFC 4733 section 2.2): all packets of the event have this one's.
    /// </summary>
    public Stamp BeginEvent(long now)
    {
        anchored = false;
        return Sent(new Stamp((ushort)(sequence + 1), Resumed(now), Marker: true), 0, now);
    }

    /// <summary>The stamp of a further packet of the event.</summary>
    public Stamp ContinueEvent(long now)
    {
        var begun = sentAt;
        var stamp = Sent(new Stamp((ushort)(sequence + 1), timestamp, Marker: false), 0, now);
        (sentAt, duration) = (begun, (int)(now - begun));
        return stamp;
    }

    private void Anchor(in RtpPacket packet, long now)
    {
        anchored = true;
        relayedSsrc = packet.Ssrc;
        relayedFirst = relayedHighest = packet.Sequence;
        sequenceOfFirst = (ushort)(sequence + 1);
        timestampShift = Resumed(now) - packet.Timestamp;
    }

    private readonly uint Resumed(long now) => began ? timestamp + (uint)Math.Max(now - sentAt, duration) : timestamp;

    private Stamp Sent(Stamp stamp, int samples, long now)
    {
        (sequence, timestamp, duration, sentAt, began) = (stamp.Sequence, stamp.Timestamp, samples, now, true);
        return stamp;
    }
}
