namespace CallCenter.Chaos.Lab;

/// <summary>Real time, where its length is the matter itself: how long a fault lasts, how often something is looked at.</summary>
internal static class Pace
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Timers know no shorter time.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>For what asks the database: each look is a new connection to it.</summary>
    public static readonly TimeSpan Seldom = TimeSpan.FromMilliseconds(250);

    public static async Task For(TimeSpan length, CancellationToken stop)
    {
        if (length < Shortest)
        {
            return;
        }

        using var timer = new PeriodicTimer(length);
        await timer.WaitForNextTickAsync(stop);
    }

    /// <summary>Until it is so, looked at every 50 ms. False when it was not within <paramref name="most"/>.</summary>
    public static async Task<bool> Until(Func<Task<bool>> isSo, TimeSpan most, CancellationToken stop, TimeSpan? every = null)
    {
        var end = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(every ?? LookAgain);
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(end) > most)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(stop);
        }

        return true;
    }

    public static Task<bool> Until(Func<bool> isSo, TimeSpan most, CancellationToken stop) => Until(() => Task.FromResult(isSo()), most, stop);
}
