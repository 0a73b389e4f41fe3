using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;
using CallCenter.Telephony.Media.Sounds;

namespace CallCenter.Telephony.Media;

/// <summary>
/// What one far end hears: an announcement once, then silence, music, or the other side; one RTP source of our own whatever feeds it.
/// Fed by the pacer and by the other side's receiving thread; its lock keeps their packets in order.
/// </summary>
internal sealed class OutgoingStream(RtpSocket socket, RtpClock clock, SoundLibrary sounds, Speaker speaker, Random random)
{
    /// <summary>After a refused send the network is left alone for this long (samples: 1 s).</summary>
    private const int RetryAfter = 8_000;

    private readonly Lock gate = new();
    private readonly uint ssrc = (uint)random.NextInt64(1L << 32);
    private Continuity numbers = Continuity.From((ushort)random.Next(1 << 15), (uint)random.NextInt64(1L << 32));
    private Destination? to;
    private Heard heard = Heard.Silence;
    private KeyPresses? keys;
    private int pressed;
    private Utterance? announcement;
    private Sound? music;
    private int musicFrame;
    private long pausedUntil;
    private long sent;
    private long unsent;

    /// <summary>Guarded by the lock of the pacer's phase.</summary>
    public bool IsPaced { get; set; }

    public int Phase { get; set; } = -1;

    public long Sent => Volatile.Read(ref sent);

    public long Unsent => Volatile.Read(ref unsent);

    /// <summary>Makes it be as desired. True when there is something to play at the pacer's beat.</summary>
    public bool Become(Destination? destination, Heard wanted)
    {
        lock (gate)
        {
            to = destination is { Hears: true } ? destination : null;
            if (wanted != heard)
                Hear(wanted);
            return Plays;
        }
    }

    /// <summary>The pacer's beat: sends the next 20 ms. False when there is nothing to play any more.</summary>
    public bool PlayNext(long now)
    {
        lock (gate)
        {
            if (!Plays)
                return false;

            if (keys is not null)
            {
                PressNext(now);
                return Plays;
            }

            var frame = announcement is not null ? announcement.Frame(to!.Law) : music!.Frame(musicFrame, to!.Law);
            Send((int)to.Law, numbers.Play(Sound.FrameSamples, now), frame, to.Law, now);
            Advance();
            return Plays;
        }
    }

    /// <summary>A packet of the other side's sound, when this side is to hear it.</summary>
    public void Relay(in RtpPacket packet, ReadOnlySpan<byte> payload, Law law)
    {
        lock (gate)
        {
            if (!HearsOther)
                return;

            var now = clock.Samples;
            if (numbers.Relay(packet, payload.Length, now) is { } stamp)
                Send((int)to!.Law, stamp, payload, law, now);
        }
    }

    /// <summary>A packet of an event of the other side, as this side numbers it (RFC 4733); dropped when it takes none.</summary>
    public void RelayEvent(in RtpPacket packet, ReadOnlySpan<byte> payload)
    {
        lock (gate)
        {
            if (!HearsOther || to!.Peer.TelephoneEvent is not { } payloadType)
                return;

            var now = clock.Samples;
            if (numbers.Relay(packet, Sound.FrameSamples, now) is { } stamp)
                Send(payloadType, stamp, payload, to.Law, now);
        }
    }

    private bool Plays => to is not null && (keys is not null || announcement is not null || music is not null);

    private bool HearsOther => to is not null && keys is null && announcement is null && heard.Source == HeardSource.OtherSide;

    private void Hear(Heard wanted)
    {
        if ((wanted.Announcement, wanted.Number) != (heard.Announcement, heard.Number))
        {
            if (announcement is not null)
                speaker.Cut();
            announcement = speaker.Begin(wanted);
        }

        Press(wanted.Pressed);
        var next = wanted.Source == HeardSource.Music ? sounds.Music(wanted.Music) : null;
        if (next is not null && next != music)
            musicFrame = 0;

        (music, heard) = (next, wanted);
        numbers.Switch();
    }

    /// <summary>Each order once, and none that is late: after a restart nothing is pressed that was pressed.</summary>
    private void Press(Pressed? order)
    {
        if (order is null || order.Number <= pressed)
        {
            return;
        }

        pressed = order.Number;
        keys = speaker.MayPress(order) ? KeyPresses.Of(order.Digits) : keys;
    }

    /// <summary>The next 20 ms of the keys: a packet of an event, or the silence between two. A far end that takes no events hears nothing of them.</summary>
    private void PressNext(long now)
    {
        if (keys!.Next() is { } key && to!.Peer.TelephoneEvent is { } payloadType)
        {
            Span<byte> payload = stackalloc byte[TelephoneEvent.Length];
            key.Event.Write(payload);
            var stamp = key.IsFirst ? numbers.BeginEvent(now) : numbers.ContinueEvent(now);
            Send(payloadType, stamp, payload, to.Law, now);
        }

        if (keys.IsOver)
        {
            keys = null;
            numbers.Switch();
        }
    }

    private void Advance()
    {
        if (announcement is null)
        {
            musicFrame = (musicFrame + 1) % music!.Frames;
        }
        else
        {
            announcement.Advance();
            if (!announcement.IsOver)
                return;
            announcement = null;
            numbers.Switch();
        }
    }

    private void Send(int payloadType, Stamp stamp, ReadOnlySpan<byte> payload, Law law, long now)
    {
        if (now < pausedUntil)
        {
            unsent++;
            return;
        }

        Span<byte> datagram = stackalloc byte[RtpSocket.DatagramMax];
        RtpPacket.WriteHeader(datagram, payloadType, ssrc, stamp);
        G711.Transcode(payload, law, datagram[RtpPacket.HeaderLength..], to!.Law);
        if (socket.Send(datagram[..(RtpPacket.HeaderLength + payload.Length)], to.Address()))
        {
            sent++;
            return;
        }

        unsent++;
        pausedUntil = now + RetryAfter;
    }
}
