using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>One entry of the catalogue of RELIABILITY.md section 2.2, as it is done to real processes.</summary>
/// <param name="id">F-NN of the catalogue.</param>
/// <param name="words">What happens, in a few words.</param>
internal abstract class Fault(string id, string words)
{
    public string Id => id;

    public string Words => words;

    /// <summary>The longest silence of any shard that is within the promise, 99 times of 100; null: only the rules and healing count.</summary>
    public virtual TimeSpan? Goal => null;

    /// <summary>The same, half of the time; null: whatever <see cref="Goal"/> allows.</summary>
    public virtual TimeSpan? GoalOfHalf => null;

    /// <summary>Wires must be cut: needs namespaces.</summary>
    public virtual bool NeedsWires => false;

    /// <summary>On which cluster it is struck.</summary>
    public virtual Stage Stage => Stage.Common;

    /// <summary>How often it is struck in a short and in a long run.</summary>
    public virtual (int Short, int Long) Repetitions => (2, 20);

    /// <summary>Strikes, and takes away what must be taken away: returns when the cause is gone and nothing but the cluster itself has to heal.</summary>
    public abstract Task Strike(Scene scene);

    /// <summary>What was on its way when it was struck has arrived.</summary>
    protected static TimeSpan Arrived => TimeSpan.FromMilliseconds(100);

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
