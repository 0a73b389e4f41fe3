using System.Buffers.Binary;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>The header of a received RTP packet (RFC 3550 section 5.1) and where its payload lies in the datagram.</summary>
internal readonly record struct RtpPacket(int PayloadType, bool Marker, ushort Sequence, uint Timestamp, uint Ssrc, int PayloadStart, int PayloadLength)
{
    public const int HeaderLength = 12;

    /// <summary>Reads a datagram from outside: false for all that is not a whole RTP packet of version 2.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < HeaderLength || datagram[0] >> 6 != 2)
            return false;

        var start = HeaderLength + 4 * (datagram[0] & 0x0F);
        if ((datagram[0] & 0x10) != 0 && !TrySkipExtension(datagram, ref start))
            return false;

        var end = datagram.Length;
        if ((datagram[0] & 0x20) != 0)
        {
            // "The last octet of the padding contains a count of how many padding octets should be ignored, including itself."
            var padding = datagram[^1];
            if (padding == 0)
                return false;
            end -= padding;
        }

        if (start > end)
            return false;

        packet = new RtpPacket(
            datagram[1] & 0x7F,
            (datagram[1] & 0x80) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            start,
            end - start);
        return true;
    }

    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> datagram) => datagram.Slice(PayloadStart, PayloadLength);

    /// <summary>Writes a header without CSRC, extension and padding.</summary>
    public static void WriteHeader(Span<byte> datagram, int payloadType, uint ssrc, Stamp stamp)
    {
        datagram[0] = 0x80;
        datagram[1] = (byte)(payloadType | (stamp.Marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], stamp.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], stamp.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[8..], ssrc);
    }

    // RFC 3550 section 5.3.1: profile (16 bits), length in 32-bit words (16 bits), then the words.
    private static bool TrySkipExtension(ReadOnlySpan<byte> datagram, ref int start)
    {
        if (start + 4 > datagram.Length)
            return false;

        start += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(start + 2)..]);
        return start <= datagram.Length;
    }
}

/// <summary>What distinguishes one packet of an outgoing stream from the one before.</summary>
internal readonly record struct Stamp(ushort Sequence, uint Timestamp, bool Marker);
