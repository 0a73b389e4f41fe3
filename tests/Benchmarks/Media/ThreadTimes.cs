using System.Globalization;

namespace CallCenter.Benchmarks.Media;

/// <summary>CPU time of those of our threads whose name begins so, as Linux tells in /proc.</summary>
internal static class ThreadTimes
{
    private const int TicksPerSecond = 100;

    public static TimeSpan Of(string name)
    {
        long ticks = 0;
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // proc(5): the name in parentheses, then state and so on; utime and stime are the 12th and 13th field after it.
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            var open = stat.IndexOf('(', StringComparison.Ordinal);
            var close = stat.LastIndexOf(')');
            if (!stat.AsSpan(open + 1).StartsWith(name, StringComparison.Ordinal))
                continue;

            var fields = stat[(close + 2)..].Split(' ');
            ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
    }
}
