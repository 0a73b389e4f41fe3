using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace CallCenter.EndToEnd.Peers;

/// <summary>One UDP datagram as tcpdump saw it.</summary>
public sealed record Datagram(DateTimeOffset At, IPEndPoint From, IPEndPoint To, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public string FirstLine => Text.Split("\r\n")[0];

    public string Header(string name) => Text.Split("\r\n\r\n")[0].Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
}

/// <summary>tcpdump on loopback with a filter of the test's own addresses; read after it was stopped.</summary>
public sealed class Capture : IAsyncDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly Started tcpdump;

    private Capture(string filter) =>
        tcpdump = Started.Start("tcpdump", ["-i", "lo", "-U", "--immediate-mode", "-B", "65536", "-s", "2048", "-w", file, .. filter.Split(' ')]);

    public static async Task<Capture> Start(string filter)
    {
        var capture = new Capture(filter);
        await capture.tcpdump.Line(line => line.Contains("listening on", StringComparison.Ordinal));
        return capture;
    }

    /// <summary>Ends the capture and reads it.</summary>
    public async Task<IReadOnlyList<Datagram>> Stop()
    {
        await tcpdump.Interrupt();
        await tcpdump.Ended();
        return [.. Datagrams(await File.ReadAllBytesAsync(file))];
    }

    /// <summary>What there is by now; the last datagram may be cut off, and is then left out.</summary>
    public async Task<IReadOnlyList<Datagram>> SoFar()
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var pcap = new byte[open.Length];
        await open.ReadExactlyAsync(pcap);
        return [.. Datagrams(pcap)];
    }

    public async ValueTask DisposeAsync()
    {
        await tcpdump.DisposeAsync();
        File.Delete(file);
    }

    /// <summary>The classic pcap format, little endian, Ethernet link type (loopback), IPv4, UDP.</summary>
    private static IEnumerable<Datagram> Datagrams(byte[] pcap)
    {
        for (var at = 24; at + 16 <= pcap.Length;)
        {
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(pcap.AsSpan(at));
            var micros = BinaryPrimitives.ReadUInt32LittleEndian(pcap.AsSpan(at + 4));
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(pcap.AsSpan(at + 8));
            var frame = pcap.AsSpan(at + 16, Math.Min(length, pcap.Length - at - 16)).ToArray();
            at += 16 + length;
            if (frame.Length < 42 || frame[12] != 8 || frame[13] != 0 || frame[23] != 17)
            {
                continue;
            }

            var udp = 14 + ((frame[14] & 15) * 4);
            yield return new Datagram(
                DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(micros * 10),
                new IPEndPoint(new IPAddress(frame.AsSpan(26, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp))),
                new IPEndPoint(new IPAddress(frame.AsSpan(30, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp + 2))),
                frame[(udp + 8)..]);
        }
    }
}
