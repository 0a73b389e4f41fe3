using System.Runtime.InteropServices;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// Two clocks that only ever go forward. Leases are measured on the one that counts suspension of the machine; where the two drift apart, the
/// machine slept (RELIABILITY 3.1).
/// </summary>
internal interface IBootClock
{
    /// <summary>Counts the time asleep too. From any thread.</summary>
    TimeSpan SinceBoot { get; }

    /// <summary>Stands still while the machine sleeps.</summary>
    TimeSpan Awake { get; }
}

/// <summary>CLOCK_BOOTTIME and CLOCK_MONOTONIC. Elsewhere than on Linux both are the runtime's, and a suspension is seen by the next renewal only.</summary>
internal sealed class BootClock : IBootClock
{
    public static readonly BootClock Instance = new();

    private const int ClockMonotonic = 1;
    private const int ClockBoottime = 7;
    private static readonly long Started = TimeProvider.System.GetTimestamp();

    private BootClock()
    {
    }

    public TimeSpan SinceBoot => Read(ClockBoottime);

    public TimeSpan Awake => Read(ClockMonotonic);

    private static TimeSpan Read(int clock)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return TimeProvider.System.GetElapsedTime(Started);
        }

        return clock_gettime(clock, out var read) == 0
            ? new TimeSpan((read.Seconds * TimeSpan.TicksPerSecond) + (read.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : throw new InvalidOperationException($"clock_gettime refuses clock {clock}");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec read);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
