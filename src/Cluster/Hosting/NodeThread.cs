namespace CallCenter.Cluster.Hosting;

/// <summary>Drives a node in production: its loop on a thread of its own, asleep when there is nothing to do.</summary>
internal sealed class NodeThread
{
    /// <summary>Longest sleep; a bound on how late a change of the wall clock could ever be noticed.</summary>
    private static readonly TimeSpan SleepMax = TimeSpan.FromSeconds(1);

    private readonly Node node;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isStopping;

    public NodeThread(Node node)
    {
        this.node = node;
        thread = new Thread(Loop) { IsBackground = true, Name = "node" };
    }

    /// <summary>Completes when the loop has ended; fails when a bug of the engine ended it.</summary>
    public Task Ended => ended.Task;

    public void Start() => thread.Start();

    /// <summary>The loop ends after its round.</summary>
    public Task Stop()
    {
        isStopping = true;
        node.Post(() => { });
        return Ended;
    }

    private void Loop()
    {
        try
        {
            while (!isStopping)
            {
                if (!node.RunOnce())
                {
                    node.Inbox.Wait(Pause());
                }
            }

            node.GiveUp();
            ended.SetResult();
        }
        catch (Exception bug)
        {
            node.Log.LoopFailed(bug);
            node.Inbox.Close();
            ended.SetException(bug);
        }
    }

    private TimeSpan Pause()
    {
        if (node.NextDue is not { } due)
        {
            return SleepMax;
        }

        // Whole milliseconds, rounded up: waking before the time would only mean to turn once more for nothing.
        var pause = TimeSpan.FromMilliseconds(Math.Ceiling((due - node.Clock.Now).TotalMilliseconds));
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause < SleepMax ? pause : SleepMax;
    }
}
