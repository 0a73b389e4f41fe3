using CallCenter.Cluster.Lane;

namespace CallCenter.Cluster.Storage;

/// <summary>
/// A place where a test makes the process stop. Named by CALLCENTER_FAILPOINT: <c>PLACE:freeze:WHEN</c> or <c>PLACE:die:WHEN</c>; <c>@FILE</c> reads that
/// from a file as soon as it is there, so that a process which runs already can be stopped. PLACE is
/// <c>before-commit</c> (SQLite: written, not committed), <c>before-append</c> and <c>after-append</c> (PostgreSQL: not sent, and committed without
/// anybody knowing), <c>mid-release</c> (the first entry of a durable batch has left, the others have not), or <c>before-acquire</c>, <c>after-acquire</c>,
/// <c>before-hand-over</c> and <c>after-hand-over</c> (the same of the register). WHEN is the tag of an event in the batch (<c>call_arrived</c>), or how
/// many times the place is reached. Freezing stops the thread for ever; dying is a kill -9. Absent from Release builds.
/// </summary>
internal static class Failpoint
{
#if PLANTED
    private static readonly string Named = Environment.GetEnvironmentVariable("CALLCENTER_FAILPOINT") ?? "";
    private static volatile string[]? plan = Named.StartsWith('@') ? null : Named.Split(':');
    private static int reached;
#endif

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeCommit(AppendBatch batch) => Reached("before-commit", batch.Events);

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeAppend(AppendBatch batch) => Reached("before-append", batch.Events);

    [System.Diagnostics.Conditional("PLANTED")]
    public static void AfterAppend(AppendBatch batch) => Reached("after-append", batch.Events);

    [System.Diagnostics.Conditional("PLANTED")]
    public static void MidRelease(IReadOnlyList<LaneEntry> batch, LaneEntry released)
    {
        if (batch.Count > 1 && released == batch[0])
        {
            Reached("mid-release", batch.SelectMany(entry => entry.Events));
        }
    }

    /// <summary>At a call of the register; <paramref name="call"/> is <c>before-acquire</c> and so on.</summary>
    [System.Diagnostics.Conditional("PLANTED")]
    public static void Register(string call) => Stop(call, "");

    [System.Diagnostics.Conditional("PLANTED")]
    private static void Reached(string place, IEnumerable<NewEvent> events)
    {
#if PLANTED
        if (Plan is [var planned, _, var when] && planned == place && events.Any())
        {
            Stop(place, events.Any(item => item.Tag == when) ? when : "");
        }
#endif
    }

    [System.Diagnostics.Conditional("PLANTED")]
    private static void Stop(string place, string tag)
    {
#if PLANTED
        if (Plan is not [var planned, var what, var when] || planned != place || (when != tag && when != Interlocked.Increment(ref reached).ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            return;
        }

        Console.Error.WriteLine($"failpoint: {what} {place.Replace('-', ' ')} {when}");
        if (what == "die")
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }

        Thread.Sleep(Timeout.Infinite);
#endif
    }

#if PLANTED
    private static string[] Plan => plan ?? (File.Exists(Named[1..]) ? plan = File.ReadAllText(Named[1..]).Trim().Split(':') : []);
#endif
}
