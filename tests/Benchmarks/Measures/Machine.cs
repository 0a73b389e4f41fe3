using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Benchmarks.Measures;

/// <summary>What the machine is and how busy, as Linux tells in /proc.</summary>
internal static class Machine
{
    private const int TicksPerSecond = 100;

    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}, load average {LoadAverage()} before";

    /// <summary>Of the last minute.</summary>
    public static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    public static Span Watch() => new(Ticks());

    /// <summary>CPU time of a process, in seconds; of our own when no id is given.</summary>
    public static double CpuSeconds(int? process = null)
    {
        if (process is not { } id)
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime.TotalSeconds;
        }

        // After the command's name, which may contain anything: state is the first, utime and stime the 12th and 13th (proc(5)).
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / (double)TicksPerSecond;
    }

    /// <summary>Resident memory of a process in bytes.</summary>
    public static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    private static (long Busy, long All) Ticks()
    {
        // user nice system idle iowait irq softirq steal
        var parts = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToArray();
        return (parts.Sum() - parts[3] - parts[4], parts.Sum());
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>From a moment on.</summary>
    public sealed class Span((long Busy, long All) from)
    {
        public double BusyPercent()
        {
            var now = Ticks();
            return 100.0 * (now.Busy - from.Busy) / Math.Max(1, now.All - from.All);
        }
    }
}
