using System.Diagnostics;
using System.Runtime.InteropServices;
using CallCenter.Benchmarks.Measures;
using Microsoft.Win32.SafeHandles;

namespace CallCenter.Benchmarks.Disk;

/// <summary>The least that a durable commit costs: one page written behind the last and flushed, as a write-ahead log does it.</summary>
internal static partial class Flush
{
    private const int PageBytes = 4096;
    private const int PreparedPages = 4096;

    /// <summary>Flushes of <paramref name="pages"/> pages each, one after the other, for about this long.</summary>
    public static Latencies Measure(TimeSpan length, int pages = 1)
    {
        using var scratch = new Scratch();
        using var file = File.OpenHandle(scratch.File("flush"), FileMode.Create, FileAccess.Write);
        var page = new byte[PageBytes * pages];
        Random.Shared.NextBytes(page);
        for (var index = 0; index < PreparedPages; index += pages)
        {
            RandomAccess.Write(file, page, (long)index * PageBytes);
        }

        Check(Sync(file));
        var times = new Latencies();
        var began = Stopwatch.GetTimestamp();
        for (var index = 0; Stopwatch.GetElapsedTime(began) < length; index = (index + pages) % (PreparedPages - pages))
        {
            var start = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, (long)index * PageBytes);
            Check(Sync(file));
            times.Add(Stopwatch.GetTimestamp() - start);
        }

        return times;
    }

    /// <summary>One line to stand beside figures of the same run.</summary>
    public static string Beside() => $"fdatasync of one page in this run: {Measure(TimeSpan.FromSeconds(2))} ms (p50 / p99)";

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
