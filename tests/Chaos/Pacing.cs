using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Chaos;

/// <summary>How far a run is, how long it will take yet, and what else the machine did meanwhile.</summary>
internal sealed class Pacing(int turns, TimeSpan? most)
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset beganAt = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, (int Count, TimeSpan Length)> seen = [];
    private readonly List<double> loads = [];
    private int done;

    /// <summary>No time for another turn.</summary>
    public bool IsOver => most is { } bound && Stopwatch.GetElapsedTime(began) > bound;

    public void Took(string fault, TimeSpan length)
    {
        done++;
        var before = seen.GetValueOrDefault(fault);
        seen[fault] = (before.Count + 1, before.Length + length);
        loads.Add(Load());
    }

    /// <summary>For a person: turn n of N, and how long what is left will take, by what each fault took so far.</summary>
    public string Progress(IEnumerable<Turn> left)
    {
        var mean = seen.Count == 0 ? TimeSpan.Zero : seen.Values.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Length) / seen.Values.Sum(one => one.Count);
        var rest = left.Aggregate(TimeSpan.Zero, (sum, turn) => sum + (seen.TryGetValue(turn.Fault.Id, out var own) ? own.Length / own.Count : mean));
        var bounded = most is { } bound && bound - Stopwatch.GetElapsedTime(began) is var time && time < rest ? time : rest;
        return string.Create(CultureInfo.InvariantCulture, $"[{done} of {turns}, {Math.Max(0, bounded.TotalMinutes):0} min left]");
    }

    /// <summary>When it was, and beside what: figures of a busy machine tell more about the machine.</summary>
    public string Circumstances => string.Create(
        CultureInfo.InvariantCulture,
        $"{beganAt:yyyy-MM-dd HH:mm}-{TimeProvider.System.GetUtcNow():HH:mm} UTC, {Environment.ProcessorCount} processors, load {loads.DefaultIfEmpty(Load()).Min():0}-{loads.DefaultIfEmpty(Load()).Max():0}, mean {loads.DefaultIfEmpty(Load()).Average():0} (of the last minute, at each turn)");

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
