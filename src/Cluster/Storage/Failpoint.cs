namespace CallCenter.Cluster.Storage;

/// <summary>
/// A place where a test makes the process stop around the writing of a batch. Named by CALLCENTER_FAILPOINT: <c>PLACE:freeze:WHEN</c> or
/// <c>PLACE:die:WHEN</c>. PLACE is <c>before-commit</c> (SQLite: written, not committed) or <c>before-append</c> and <c>after-append</c>
/// (PostgreSQL: not sent, and committed without anybody knowing). WHEN is the tag of an event in the batch (<c>call_arrived</c>), or the number
/// of the batch with events since the start. Freezing stops the writer for ever; dying is a kill -9. Absent from Release builds.
/// </summary>
internal static class Failpoint
{
#if PLANTED
    private static readonly string[] Plan = (Environment.GetEnvironmentVariable("CALLCENTER_FAILPOINT") ?? "").Split(':');
    private static int batches;
#endif

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeCommit(AppendBatch batch) => Reached("before-commit", batch);

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeAppend(AppendBatch batch) => Reached("before-append", batch);

    [System.Diagnostics.Conditional("PLANTED")]
    public static void AfterAppend(AppendBatch batch) => Reached("after-append", batch);

    [System.Diagnostics.Conditional("PLANTED")]
    private static void Reached(string place, AppendBatch batch)
    {
#if PLANTED
        if (Plan is not [var planned, var what, var when] || planned != place || batch.Events.Count == 0)
        {
            return;
        }

        batches++;
        if (!IsNumber(when) && !batch.Events.Any(item => item.Tag == when))
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
    private static bool IsNumber(string when) => int.TryParse(when, System.Globalization.CultureInfo.InvariantCulture, out var number) && number == batches;
#endif
}
