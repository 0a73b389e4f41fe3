using System.Collections.Concurrent;

namespace CallCenter.Cluster.Hosting;

/// <summary>Where other threads leave things for a loop: the only way in. Taken by one loop; <see cref="Wait"/> sleeps without losing a post.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly Bell bell = new();
    private readonly Func<bool> isAwaited;
    private volatile bool isClosed;

    public Inbox() => isAwaited = () => posted.IsEmpty && !isClosed;

    public bool IsEmpty => posted.IsEmpty;

    /// <summary>Nobody takes any more. Looked at after a post: either the last taking saw that post, or its poster sees this.</summary>
    public bool IsClosed => isClosed;

    public void Post(Action input)
    {
        posted.Enqueue(input);
        bell.Ring();
    }

    public bool TryTake(out Action input) => posted.TryDequeue(out input!);

    /// <summary>Until something is posted, or this long.</summary>
    public void Wait(TimeSpan longest) => bell.Sleep(longest, isAwaited);

    public void Close()
    {
        isClosed = true;
        Interlocked.MemoryBarrier();
    }
}
