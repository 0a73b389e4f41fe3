using System.Net;

namespace CallCenter.EndToEnd.Peers;

/// <summary>What a sipp caller would have heard, from the RTP (PCMU) that a capture saw go to its address.</summary>
public static class HeardAudio
{
    private const int HeaderOctets = 12;
    private const int FrameOctets = 160;
    private const int WindowFrames = 5;

    /// <summary>
    /// The tones, each once however long it lasted: of each 100 ms the strongest of those that may be. Where one gives way to the next either is taken, so
    /// a tone has to last two windows at least.
    /// </summary>
    public static IReadOnlyList<int> Tones(IEnumerable<Datagram> capture, string address, params int[] hertz)
    {
        List<(int Hertz, int Windows)> runs = [];
        foreach (var window in Frames(capture, address).Chunk(WindowFrames))
        {
            var samples = window.SelectMany(frame => frame).ToArray();
            var strongest = hertz.MaxBy(tone => Tone.Amplitude(samples, tone));
            if (runs.Count > 0 && runs[^1].Hertz == strongest)
            {
                runs[^1] = (strongest, runs[^1].Windows + 1);
            }
            else
            {
                runs.Add((strongest, 1));
            }
        }

        return [.. runs.Where(run => run.Windows > 1).Select(run => run.Hertz)];
    }

    private static IEnumerable<short[]> Frames(IEnumerable<Datagram> capture, string address) => capture
        .Where(one => one.To.Address.Equals(IPAddress.Parse(address)) && one.Payload.Length == HeaderOctets + FrameOctets && (one.Payload[1] & 0x7F) == 0)
        .OrderBy(one => one.At).Select(one => Array.ConvertAll(one.Payload[HeaderOctets..], Sample));

    /// <summary>µ-law (ITU-T G.711): sign, three bits of exponent, four of mantissa, all inverted.</summary>
    private static short Sample(byte octet)
    {
        var bits = ~octet;
        var magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }
}
