namespace CallCenter.Benchmarks.Sip;

/// <summary>Letting time pass while others are measured: what a benchmark is for, and a test must not.</summary>
internal static class Pause
{
    public static async Task For(TimeSpan length)
    {
        using var timer = new PeriodicTimer(length);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>Looks now and then; false when it was not so in time.</summary>
    public static async Task<bool> Until(Func<Task<bool>> isSo, TimeSpan most)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(began) > most)
            {
                return false;
            }

            await For(TimeSpan.FromMilliseconds(100));
        }

        return true;
    }
}
