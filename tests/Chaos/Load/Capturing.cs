using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>tcpdump's capture, read from its output as it happens and without a file, so that a run may last for hours.</summary>
internal sealed class Capturing : IAsyncDisposable
{
    private const int FileHeaderBytes = 24;
    private const int RecordHeaderBytes = 16;
    private const int RecordBytesMax = 65_536;
    private const int EthernetHeaderBytes = 14;

    private readonly Process tcpdump;
    private readonly Action<Datagram> take;
    private readonly Task reading;

    private Capturing(Process tcpdump, Action<Datagram> take)
    {
        (this.tcpdump, this.take) = (tcpdump, take);
        reading = Read(tcpdump.StandardOutput.BaseStream);
    }

    /// <summary>Listens at the host where <paramref name="on"/> starts, to whatever <paramref name="filter"/> lets through, so many octets of each packet.</summary>
    public static async Task<Capturing> Start(IReadOnlyList<string> on, string @interface, string filter, int octets, Action<Datagram> take)
    {
        IReadOnlyList<string> command =
            [.. on, "tcpdump", "-i", @interface, "-U", "--immediate-mode", "-B", "32768", "-s", octets.ToString(System.Globalization.CultureInfo.InvariantCulture), "-w", "-", .. filter.Split(' ')];
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
            // Its words before it listens.
        }

        _ = process.StandardError.ReadToEndAsync();
        return new Capturing(process, take);
    }

    public async ValueTask DisposeAsync()
    {
        if (!tcpdump.HasExited)
        {
            tcpdump.Kill();
        }

        await tcpdump.WaitForExitAsync();
        await reading;
        tcpdump.Dispose();
    }

    private async Task Read(Stream pcap)
    {
        var header = new byte[FileHeaderBytes];
        try
        {
            await pcap.ReadExactlyAsync(header);
            while (true)
            {
                var record = header.AsMemory(0, RecordHeaderBytes);
                await pcap.ReadExactlyAsync(record);
                var at = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32LittleEndian(record.Span)).AddMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(record.Span[4..]));
                var length = BinaryPrimitives.ReadInt32LittleEndian(record.Span[8..]);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(length, RecordBytesMax);
                var frame = new byte[length];
                await pcap.ReadExactlyAsync(frame);
                if (Udp(frame, at) is { } datagram)
                {
                    take(datagram);
                }
            }
        }
        catch (EndOfStreamException)
        {
            // tcpdump was ended.
        }
    }

    /// <summary>Null for anything but UDP over IPv4 in Ethernet.</summary>
    private static Datagram? Udp(byte[] frame, DateTimeOffset at)
    {
        if (frame.Length < EthernetHeaderBytes + 28 || frame[12] != 8 || frame[13] != 0 || frame[23] != 17)
        {
            return null;
        }

        var udp = EthernetHeaderBytes + ((frame[14] & 15) * 4);
        return new Datagram(
            at,
            new IPEndPoint(new IPAddress(frame.AsSpan(26, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp))),
            new IPEndPoint(new IPAddress(frame.AsSpan(30, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp + 2))),
            frame[(udp + 8)..]);
    }
}
