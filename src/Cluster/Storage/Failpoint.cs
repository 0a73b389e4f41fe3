namespace CallCenter.Cluster.Storage;

/// <summary>
/// A place where a test makes the process stop between writing a batch and committing it. Named by CALLCENTER_FAILPOINT:
/// <c>before-commit:freeze:WHEN</c> or <c>before-commit:die:WHEN</c>, where WHEN is the tag of an event in the batch (<c>call_arrived</c>), or
/// the number of the batch with events since the start. Freezing stops the writer for ever; dying is a kill -9. Absent from Release builds.
/// </summary>
internal static class Failpoint
{
#if PLANTED
    private static readonly string[] Plan = (Environment.GetEnvironmentVariable("CALLCENTER_FAILPOINT") ?? "").Split(':');
    private static int batches;
#endif

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeCommit(AppendBatch batch)
    {
#if PLANTED
        batches++;
        if (Plan is not ["before-commit", var what, var when] || !(IsNumber(when) || batch.Events.Any(item => item.Tag == when)))
        {
            return;
        }

        Console.Error.WriteLine($"failpoint: {what} before commit {when}");
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
