using System.Globalization;

namespace CallCenter.Chaos.Lab;

/// <summary>
/// The clocks that one process sees, by libfaketime before the C library: the machine's own are not touched. A wall clock is set while the process
/// runs; a rate, which holds for the monotonic clocks too, when it starts.
/// </summary>
internal static class Clocks
{
    private const string Preload = "LD_PRELOAD";

    /// <summary>How often a process looks for a new time, in seconds: at each reading of a clock would make another program of it.</summary>
    public const int LookEvery = 1;

    /// <summary>Null: it is not installed.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>A wall clock that <see cref="Set"/> moves; the monotonic clocks are the machine's.</summary>
    public static IReadOnlyDictionary<string, string> Settable(string folder) => new Dictionary<string, string>
    {
        [Preload] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = FileIn(folder),
        ["FAKETIME_CACHE_DURATION"] = LookEvery.ToString(CultureInfo.InvariantCulture),
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

        // Else timed waits on the monotonic clock end at once.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        ["NO_FAKE_STAT"] = "1",
    };

    /// <summary>All clocks run so many times as fast as the machine's.</summary>
    public static IReadOnlyDictionary<string, string> Running(double rate, string folder)
    {
        // What a program looks up in the C library by name would pass the preloaded one by: it finds it under that name first.
        var names = Directory.CreateDirectory(Path.Combine(folder, "clocks")).FullName;
        File.Delete(Path.Combine(names, "libc.so"));
        File.CreateSymbolicLink(Path.Combine(names, "libc.so"), Library!);
        return new Dictionary<string, string>
        {
            [Preload] = Library!,
            ["LD_LIBRARY_PATH"] = names,
            ["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"+0 x{rate:0.00}"),
            ["NO_FAKE_STAT"] = "1",
        };
    }

    /// <summary>From within a second on, the wall clock of the process with this folder is that far from the machine's.</summary>
    public static void Set(string folder, TimeSpan ahead)
    {
        var next = FileIn(folder) + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(next, FileIn(folder), overwrite: true);
    }

    private static string FileIn(string folder) => Path.Combine(folder, "clock");
}
