using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// A single-threaded loop with an inbox and timers. Whoever drives it calls <see cref="RunOnce"/> while that returns true, and again when
/// something was posted or <see cref="DueIn"/> has passed: a thread in production (<see cref="NodeThread"/>), the simulator in its own time.
/// </summary>
internal interface IReactor
{
    Inbox Inbox { get; }

    /// <summary>How long until the loop has to run if nothing is posted, on its own clock; null: only then.</summary>
    TimeSpan? DueIn { get; }

    ILogger Log { get; }

    /// <summary>One round of bounded work. True: there is more to do at once.</summary>
    bool RunOnce();

    /// <summary>The loop has ended for good: whoever still waits for it is told.</summary>
    void GiveUp();
}
