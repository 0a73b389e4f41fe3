using System.Buffers;
using System.Text;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// A message of rtpengine's ng protocol: a cookie, a space, a bencoded dictionary. An answer has the cookie of its question; the same cookie asked
/// again is answered again without being done again, so a question whose answer was lost is repeated as it was.
/// </summary>
internal sealed record NgMessage(string Cookie, NgValue.Table Content)
{
    public const int CookieLengthMax = 64;

    public ReadOnlyMemory<byte> Octets()
    {
        var octets = new ArrayBufferWriter<byte>(1_024);
        octets.Write(Encoding.ASCII.GetBytes(Cookie));
        octets.Write(" "u8);
        BencodeWriter.Write(Content, octets);
        return octets.WrittenMemory;
    }

    public static BencodeReading Read(ReadOnlyMemory<byte> octets, out NgMessage? message, out int length)
    {
        (message, length) = (null, 0);
        var cookie = octets.Span[..Math.Min(octets.Length, CookieLengthMax + 1)].IndexOf((byte)' ');
        if (cookie < 0)
            return octets.Length > CookieLengthMax ? BencodeReading.Malformed : BencodeReading.Partial;

        var reading = BencodeReader.Read(octets[(cookie + 1)..], out var value, out var read);
        if (reading != BencodeReading.Whole)
            return reading;
        if (value is not NgValue.Table content)
            return BencodeReading.Malformed;

        message = new NgMessage(Encoding.ASCII.GetString(octets.Span[..cookie]), content);
        length = cookie + 1 + read;
        return BencodeReading.Whole;
    }
}

/// <summary>What an instance answered.</summary>
internal sealed record NgReply(NgValue.Table Content)
{
    public bool IsOk => Content.Text("result") is "ok" or "pong";

    /// <summary>The instance has no such call: it was never there, it was closed, or it ended with an instance that keeps none over a restart.</summary>
    public bool IsUnknownCall => Content.Text("error-reason") is { } reason && reason.StartsWith("Unknown call-id", StringComparison.OrdinalIgnoreCase);

    /// <summary>Nothing was played that could be stopped.</summary>
    public bool IsQuiet => Content.Text("error-reason") == "Not currently playing media";

    public string Why => Content.Text("error-reason") ?? Content.Text("result") ?? "no result";
}
