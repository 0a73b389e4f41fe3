namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// Digits as telephone events, beat by beat of 20 ms: each key is down for 100 ms, its end is sent three times (RFC 4733 section 2.5.1.4), and 80 ms
/// later the next one follows. Pure; one thread at a time.
/// </summary>
internal sealed class KeyPresses
{
    private const int BeatSamples = 160;
    private const int DownBeats = 5;
    private const int EndPackets = 3;
    private const int RestBeats = 4;
    private const int KeyBeats = DownBeats + EndPackets + RestBeats;

    private readonly byte[] events;
    private int beat;

    private KeyPresses(byte[] events) => this.events = events;

    public bool IsOver => beat >= events.Length * KeyBeats;

    /// <summary>What is no digit is left out; null: nothing is left.</summary>
    public static KeyPresses? Of(string digits)
    {
        var events = digits.Select(TelephoneEvent.Of).OfType<byte>().ToArray();
        return events.Length == 0 ? null : new KeyPresses(events);
    }

    /// <summary>The packet of the next beat; null: none, between two keys.</summary>
    public KeyPacket? Next()
    {
        if (IsOver)
        {
            return null;
        }

        var (key, at) = (events[beat / KeyBeats], beat % KeyBeats);
        beat++;
        return at switch
        {
            < DownBeats => new KeyPacket(new TelephoneEvent(key, false, (ushort)((at + 1) * BeatSamples)), at == 0),
            < DownBeats + EndPackets => new KeyPacket(new TelephoneEvent(key, true, DownBeats * BeatSamples), false),
            _ => null,
        };
    }
}

/// <summary>A packet of a key's event; the first of it has a timestamp of its own.</summary>
internal readonly record struct KeyPacket(TelephoneEvent Event, bool IsFirst);
