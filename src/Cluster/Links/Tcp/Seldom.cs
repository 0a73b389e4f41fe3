namespace CallCenter.Cluster.Links.Tcp;

/// <summary>Keeps what repeats itself out of the log: the same words again only after a while.</summary>
internal sealed class Seldom(TimeProvider clock)
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private string? last;
    private long lastAt;

    public bool IsNews(string words)
    {
        lock (gate)
        {
            if (words == last && clock.GetElapsedTime(lastAt) < RepeatAfter)
            {
                return false;
            }

            (last, lastAt) = (words, clock.GetTimestamp());
            return true;
        }
    }
}
