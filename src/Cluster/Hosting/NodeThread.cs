namespace CallCenter.Cluster.Hosting;

/// <summary>Drives a reactor in production: its loop on a thread of its own, asleep when there is nothing to do.</summary>
internal sealed class NodeThread
{
    /// <summary>Longest sleep; a bound on how late a change of the wall clock could ever be noticed.</summary>
    private static readonly TimeSpan SleepMax = TimeSpan.FromSeconds(1);

    private readonly IReactor reactor;
    private readonly Action roundOver;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isStopping;

    /// <param name="reactor">What it drives.</param>
    /// <param name="name">Of the thread.</param>
    /// <param name="roundOver">Called on the loop after each round: what the round sends can leave.</param>
    public NodeThread(IReactor reactor, string name = "node", Action? roundOver = null)
    {
        this.reactor = reactor;
        this.roundOver = roundOver ?? (() => { });
        thread = new Thread(Loop) { IsBackground = true, Name = name };
    }

    /// <summary>Completes when the loop has ended; fails when a bug of the engine ended it.</summary>
    public Task Ended => ended.Task;

    public void Start() => thread.Start();

    /// <summary>The loop ends after its round.</summary>
    public Task Stop()
    {
        isStopping = true;
        reactor.Inbox.Post(() => { });
        return Ended;
    }

    private void Loop()
    {
        try
        {
            while (!isStopping)
            {
                var isMore = reactor.RunOnce();
                roundOver();
                if (!isMore)
                {
                    reactor.Inbox.Wait(Pause());
                }
            }

            reactor.GiveUp();
            roundOver();
            ended.SetResult();
        }
        catch (Exception bug)
        {
            reactor.Log.LoopFailed(bug);
            reactor.Inbox.Close();
            ended.SetException(bug);
        }
    }

    private TimeSpan Pause()
    {
        if (reactor.DueIn is not { } due)
        {
            return SleepMax;
        }

        // Whole milliseconds, rounded up: waking before the time would only mean to turn once more for nothing.
        var pause = TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause < SleepMax ? pause : SleepMax;
    }
}
