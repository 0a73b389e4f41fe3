using System.Collections.Concurrent;

namespace CallCenter.Cluster.Hosting;

/// <summary>Where other threads leave things for a loop: the only way in. Taken by one loop; <see cref="Wait"/> sleeps without losing a post.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly object bell = new();
    private int isSleeping;
    private volatile bool isClosed;

    public bool IsEmpty => posted.IsEmpty;

    /// <summary>Nobody takes any more. Looked at after a post: either the last taking saw that post, or its poster sees this.</summary>
    public bool IsClosed => isClosed;

    public void Post(Action input)
    {
        posted.Enqueue(input);
        Ring();
    }

    public bool TryTake(out Action input) => posted.TryDequeue(out input!);

    /// <summary>Until something is posted, or this long.</summary>
    public void Wait(TimeSpan longest)
    {
        lock (bell)
        {
            Interlocked.Exchange(ref isSleeping, 1);
            if (posted.IsEmpty && !isClosed)
            {
                Monitor.Wait(bell, longest);
            }

            Volatile.Write(ref isSleeping, 0);
        }
    }

    private void Ring()
    {
        // A full fence orders the enqueue before this read, as the exchange in Wait orders its write before looking at the queue.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref isSleeping) == 1)
        {
            lock (bell)
            {
                Monitor.Pulse(bell);
            }
        }
    }

    public void Close()
    {
        isClosed = true;
        Interlocked.MemoryBarrier();
    }
}
