namespace CallCenter.Api.Lookups;

/// <summary>
/// Stops asking somebody who does not answer: after <see cref="FailuresMax"/> failures in a row nobody asks for <see cref="PauseFor"/>; then one asks,
/// and what comes of that decides for all. Safe for many threads.
/// </summary>
internal sealed class Breaker(TimeProvider time)
{
    public const int FailuresMax = 5;

    public static readonly TimeSpan PauseFor = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private int failures;
    private long since;
    private bool isTrying;

    /// <summary>Whether to ask now. Whoever may has to say what came of it.</summary>
    public bool MayAsk()
    {
        lock (gate)
        {
            if (failures < FailuresMax)
            {
                return true;
            }

            if (isTrying || time.GetElapsedTime(since) < PauseFor)
            {
                return false;
            }

            isTrying = true;
            return true;
        }
    }

    public void RecordAnswer()
    {
        lock (gate)
        {
            (failures, isTrying) = (0, false);
        }
    }

    public void RecordFailure()
    {
        lock (gate)
        {
            failures = Math.Min(failures + 1, FailuresMax);
            (since, isTrying) = (time.GetTimestamp(), false);
        }
    }
}
