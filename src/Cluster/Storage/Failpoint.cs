namespace CallCenter.Cluster.Storage;

/// <summary>
/// A place where a test makes the process stop between writing a batch and committing it. Named by CALLCENTER_FAILPOINT:
/// <c>before-commit:freeze:N</c> or <c>before-commit:die:N</c>, at the N-th batch with events after the start. Absent from Release builds.
/// </summary>
internal static class Failpoint
{
#if PLANTED
    private static readonly string[] Plan = (Environment.GetEnvironmentVariable("CALLCENTER_FAILPOINT") ?? "").Split(':');
    private static int batches;
#endif

    [System.Diagnostics.Conditional("PLANTED")]
    public static void BeforeCommit()
    {
#if PLANTED
        if (Plan is not ["before-commit", var what, var at] || ++batches != int.Parse(at, System.Globalization.CultureInfo.InvariantCulture))
        {
            return;
        }

        Console.Error.WriteLine($"failpoint: {what} before commit {at}");
        if (what == "die")
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }

        Thread.Sleep(Timeout.Infinite);
#endif
    }
}
