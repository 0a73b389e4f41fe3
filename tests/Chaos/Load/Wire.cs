using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>
/// What the peers' side of the wire shows, as it happens: tcpdump's capture of all SIP, read from its output without a file, so that a run may
/// last for hours.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int FileHeaderBytes = 24;
    private const int RecordHeaderBytes = 16;
    private const int RecordBytesMax = 65_536;
    private const int EthernetHeaderBytes = 14;

    private readonly Process tcpdump;
    private readonly Task reading;
    private readonly Lock gate = new();
    private readonly List<(Func<Datagram, bool> Matches, TaskCompletionSource Seen)> waits = [];

    private Wire(Process tcpdump)
    {
        this.tcpdump = tcpdump;
        reading = Read(tcpdump.StandardOutput.BaseStream);
    }

    public EarlyDialogs Offers { get; } = new();

    /// <summary>Listens at the host where <paramref name="command"/> starts, to whatever <paramref name="filter"/> lets through.</summary>
    public static async Task<Wire> Start(IReadOnlyList<string> on, string @interface, string filter)
    {
        IReadOnlyList<string> command =
            [.. on, "tcpdump", "-i", @interface, "-U", "--immediate-mode", "-B", "32768", "-s", "2048", "-w", "-", .. filter.Split(' ')];
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
        return new Wire(process);
    }

    /// <summary>The next message that matches.</summary>
    public Task Next(Func<Datagram, bool> matches)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waits.Add((matches, seen));
        }

        return seen.Task;
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
                var length = BinaryPrimitives.ReadInt32LittleEndian(record.Span[8..]);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(length, RecordBytesMax);
                var frame = new byte[length];
                await pcap.ReadExactlyAsync(frame);
                if (Udp(frame) is { } datagram)
                {
                    Take(datagram);
                }
            }
        }
        catch (EndOfStreamException)
        {
            // tcpdump was ended.
        }
    }

    private void Take(Datagram datagram)
    {
        Offers.Take(datagram);
        lock (gate)
        {
            foreach (var wait in waits.Where(wait => wait.Matches(datagram)).ToList())
            {
                waits.Remove(wait);
                wait.Seen.TrySetResult();
            }
        }
    }

    /// <summary>Null for anything but UDP over IPv4 in Ethernet.</summary>
    private static Datagram? Udp(byte[] frame)
    {
        if (frame.Length < EthernetHeaderBytes + 28 || frame[12] != 8 || frame[13] != 0 || frame[23] != 17)
        {
            return null;
        }

        var udp = EthernetHeaderBytes + ((frame[14] & 15) * 4);
        return new Datagram(
            TimeProvider.System.GetUtcNow(),
            new IPEndPoint(new IPAddress(frame.AsSpan(26, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp))),
            new IPEndPoint(new IPAddress(frame.AsSpan(30, 4)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(udp + 2))),
            frame[(udp + 8)..]);
    }
}
