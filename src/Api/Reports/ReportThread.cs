using System.Runtime.InteropServices;

namespace CallCenter.Api.Reports;

/// <summary>
/// A report is made on a thread of its own that gives way to all others of this process: on Linux the nice value is the thread's
/// (setpriority(2), "C library/kernel differences"). Elsewhere it is a thread like any.
/// </summary>
internal static class ReportThread
{
    /// <summary>About a tenth of a usual thread's share; not the least there is, because a collection of garbage waits until this thread has stopped.</summary>
    private const int Nice = 10;

    private const int ThisThread = 0;

    public static Task<T> Run<T>(Func<T> work)
    {
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                _ = SetPriority(0, ThisThread, Nice);
            }

            try
            {
                made.SetResult(work());
            }
            catch (Exception failure)
            {
                made.SetException(failure);
            }
        })
        { IsBackground = true, Name = "report" }.Start();
        return made.Task;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
