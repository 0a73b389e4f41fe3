using System.IO.Pipelines;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// On which thread the writer of a pipe goes on. Who wakes it by <see cref="Of"/> is given its turn, to run it where no lock is held; when anybody
/// else wakes it (a cancellation), it goes on in the pool.
/// </summary>
internal sealed class WriterTurn : PipeScheduler
{
    private const int Nobody = 0;
    private volatile int waker;
    private Action? taken;

    /// <summary>What the writer has to do because of this; null when it is not waiting. One thread at a time.</summary>
    public Action? Of(Action wakes)
    {
        waker = Environment.CurrentManagedThreadId;
        wakes();
        waker = Nobody;
        var turn = taken;
        taken = null;
        return turn;
    }

    public static void OnPool(Action? turn)
    {
        if (turn is not null)
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(static turn => turn(), turn, preferLocal: false);
        }
    }

    public override void Schedule(Action<object?> action, object? state)
    {
        void Turn() => action(state);
        if (waker == Environment.CurrentManagedThreadId)
        {
            taken = Turn;
        }
        else
        {
            OnPool(Turn);
        }
    }
}
