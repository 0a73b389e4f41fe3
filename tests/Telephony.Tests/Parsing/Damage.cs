namespace CallCenter.Telephony.Tests.Parsing;

/// <summary>The ways in which a message is damaged: octets changed, lost, doubled, moved, cut, and pieces that mean something put in between.</summary>
internal static class Damage
{
    private const int PiecesMax = 5;

    private static readonly byte[][] Meaningful =
    [
        .. new[] { "\r\n", "\r\n\r\n", "\r", "\n", "\r\n ", ":", ";", ",", "<", ">", "\"", "\\", "@", "%", "%0", "%00", "[", "]", "=", "?", "*", " ", "\t", "\0", "sip:", "SIP/2.0" }
            .Select(System.Text.Encoding.ASCII.GetBytes),
        [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x80],
    ];

    public static byte[] Done(byte[] message, byte[] other, Random random)
    {
        var octets = message.ToList();
        for (var pieces = random.Next(1, PiecesMax + 1); pieces > 0 && octets.Count > 0; pieces--)
        {
            One(octets, other, random);
        }

        return [.. octets];
    }

    private static void One(List<byte> octets, byte[] other, Random random)
    {
        var at = random.Next(octets.Count);
        var length = Math.Min(random.Next(1, 64), octets.Count - at);
        switch (random.Next(7))
        {
            case 0:
                octets[at] = (byte)random.Next(256);
                break;
            case 1:
                octets.RemoveRange(at, length);
                break;
            case 2:
                octets.InsertRange(random.Next(octets.Count), octets.GetRange(at, length));
                break;
            case 3:
                octets.RemoveRange(at, octets.Count - at);
                break;
            case 4:
                octets.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(1, 200)));
                break;
            case 5:
                octets.InsertRange(at, Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, 5_000)));
                break;
            default:
                octets.InsertRange(at, Meaningful[random.Next(Meaningful.Length)]);
                break;
        }
    }
}
