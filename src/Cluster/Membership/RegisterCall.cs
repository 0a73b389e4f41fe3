using System.Diagnostics.CodeAnalysis;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Membership;

/// <summary>What came of a call of the register; a failure means that nobody knows.</summary>
internal readonly record struct Outcome<T>(T? Value, Exception? Failure)
{
    public bool IsKnown => Failure is null;
}

/// <summary>
/// One call of the register with its time-out: completed on the loop exactly once, unless the member has lost the incarnation that it was
/// made for, then never. What answers after the time-out is not heard: the next reading shows what came of it.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "it may be cancelled at any time; it has no timer and no handle")]
internal sealed class RegisterCall<T> : Due
{
    private readonly ClusterMember member;
    private readonly Action<Outcome<T>> completed;
    private readonly long incarnation;
    private readonly Action cancel;
    private bool isOver;

    private RegisterCall(ClusterMember member, Action cancel, Action<Outcome<T>> completed)
    {
        this.member = member;
        this.cancel = cancel;
        this.completed = completed;
        incarnation = member.Incarnation;
    }

    public static void Run(ClusterMember member, TimeSpan timeout, Func<CancellationToken, Task<T>> call, Action<Outcome<T>> completed)
    {
        var cancelled = new CancellationTokenSource();
        var made = new RegisterCall<T>(member, cancelled.Cancel, completed);
        member.Timers.Set(made, member.Now + timeout);
        made.Start(call, cancelled.Token);
    }

    /// <summary>The time-out.</summary>
    public override void Fire()
    {
        member.Cancel(cancel);
        Finish(new Outcome<T>(default, new TimeoutException("the database did not answer in time")));
    }

    // Without a scheduler in between, as a StoreCall: the order is the simulator's.
    private void Start(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        Task<T> task;
        try
        {
            task = call(stop);
        }
        catch (Exception failure)
        {
            task = Task.FromException<T>(failure);
        }

        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            member.Post(() => Answered(task));
        }
        else
        {
            awaiter.UnsafeOnCompleted(() => member.Post(() => Answered(task)));
        }
    }

    private void Answered(Task<T> task)
    {
        member.Timers.Cancel(this);
        Finish(task.IsCompletedSuccessfully
            ? new Outcome<T>(task.Result, null)
            : new Outcome<T>(default, task.Exception?.GetBaseException() ?? new OperationCanceledException()));
    }

    private void Finish(Outcome<T> outcome)
    {
        if (!isOver)
        {
            isOver = true;
            if (member.Incarnation == incarnation)
            {
                completed(outcome);
            }
        }
    }
}
