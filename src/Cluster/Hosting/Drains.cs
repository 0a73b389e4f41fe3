using CallCenter.Cluster.Lane;

namespace CallCenter.Cluster.Hosting;

/// <summary>Who waits until everything that was decided up to a moment is settled: durable, or dead.</summary>
internal sealed class Drains(CommitLane lane)
{
    private readonly Queue<(long Mark, Action Drained)> waiting = new();

    /// <summary>From this moment on nothing more is decided for what is drained.</summary>
    public void Add(Action drained) => waiting.Enqueue((lane.Head, drained));

    public void Look()
    {
        while (waiting.TryPeek(out var first) && lane.IsSettled(first.Mark))
        {
            waiting.Dequeue().Drained();
        }
    }
}
