using System.Buffers.Binary;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>The payload of a named telephone event (RFC 4733 section 2.3): event, end bit, duration so far in samples.</summary>
internal readonly record struct TelephoneEvent(byte Event, bool End, ushort Duration)
{
    public const int Length = 4;

    public const string Digits = "0123456789*#ABCD";

    /// <summary>−10 dBm0, as loud as a key is.</summary>
    private const byte Volume = 10;

    /// <summary>The digit of events 0–15 (RFC 4733 section 3.2), or null for others, such as flash.</summary>
    public char? Digit => Event < Digits.Length ? Digits[Event] : null;

    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent read)
    {
        read = payload.Length < Length ? default : new TelephoneEvent(payload[0], (payload[1] & 0x80) != 0, BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return payload.Length >= Length;
    }

    /// <summary>The event of a digit; null: it is none.</summary>
    public static byte? Of(char digit) => Digits.IndexOf(digit, StringComparison.Ordinal) is >= 0 and var number ? (byte)number : null;

    public void Write(Span<byte> payload)
    {
        payload[0] = Event;
        payload[1] = (byte)((End ? 0x80 : 0) | Volume);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}

/// <summary>
/// Notices each pressed digit once, at its end. All packets of an event carry the timestamp of its beginning, and the end is sent three
/// times (RFC 4733 section 2.5.1); if all three are lost, the beginning of the next event ends it.
/// </summary>
internal struct DigitReader
{
    private const int LongestEvent = ushort.MaxValue;
    private const int LateMax = 80_000;

    private TelephoneEvent last;
    private uint ssrc;
    private uint timestamp;
    private bool pending;
    private bool any;

    public char? Read(in RtpPacket packet, TelephoneEvent read)
    {
        var ahead = (int)(packet.Timestamp - timestamp);
        if (any && packet.Ssrc == ssrc && ahead is < 0 and > -LateMax)
            return null;

        var same = any && packet.Ssrc == ssrc && (ahead == 0 || Continues(read, ahead));
        var unfinished = !same && pending ? last.Digit : null;
        pending = same ? pending : true;
        (last, ssrc, timestamp, any) = (read, packet.Ssrc, packet.Timestamp, true);
        if (unfinished is not null || !pending || !read.End)
            return unfinished;

        pending = false;
        return read.Digit;
    }

    // RFC 4733 section 2.5.1.3: an event longer than the duration field can say goes on as a segment with a later timestamp.
    private readonly bool Continues(TelephoneEvent read, int ahead) =>
        pending && last.Duration == LongestEvent && ahead == LongestEvent && read.Event == last.Event;
}
