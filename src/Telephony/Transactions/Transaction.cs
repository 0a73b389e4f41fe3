using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Transactions;

/// <summary>A live transaction: the state of its machine, its timers, and the carrying out of what the machine says. On the loop only.</summary>
internal abstract class Transaction(TransactionLayer layer, TransactionKey key, Hop hop)
{
    private readonly List<(TransactionTimer Letter, LoopTimer Timer)> running = new(3);

    public TransactionKey Key { get; } = key;

    /// <summary>Where its messages go; <see cref="Hop.Reliable"/> decides its timers.</summary>
    public Hop Hop { get; } = hop;

    public TransactionState State { get; protected set; }

    public bool IsOver => State.Phase == TransactionPhase.Terminated;

    protected TransactionLayer Layer { get; } = layer;

    public void Give(TransactionInput input)
    {
        var step = Next(State, input);
        State = step.State;
        foreach (var act in step.Acts)
        {
            CarryOut(act);
        }
    }

    /// <summary>Over, whatever its machine would still have done.</summary>
    protected void End()
    {
        State = State with { Phase = TransactionPhase.Terminated };
        StopTimers();
        Layer.Forget(this);
    }

    /// <summary>At the end of the edge: no timer of it runs any more.</summary>
    public void StopTimers()
    {
        foreach (var (_, timer) in running)
        {
            timer.Stop();
        }

        running.Clear();
    }

    protected abstract TransactionStep Next(TransactionState state, TransactionInput input);

    /// <summary>Sends and tells; timers and the end are done here.</summary>
    protected abstract void Do(TransactionActKind kind);

    protected void SendFailed() => Give(TransactionInput.SendFailed.Instance);

    private void CarryOut(TransactionAct act)
    {
        switch (act.Kind)
        {
            case TransactionActKind.StartTimer:
                Start(act.Timer, act.After);
                break;
            case TransactionActKind.StopTimer:
                Stop(act.Timer);
                break;
            case TransactionActKind.Terminate:
                StopTimers();
                Layer.Forget(this);
                break;
            default:
                Do(act.Kind);
                break;
        }
    }

    private void Start(TransactionTimer letter, TimeSpan after)
    {
        Stop(letter);
        running.Add((letter, Layer.Timers.Start(after, () => Fire(letter))));
    }

    private void Fire(TransactionTimer letter)
    {
        if (running.RemoveAll(entry => entry.Letter == letter) > 0)
        {
            Give(new TransactionInput.Fired(letter));
        }
    }

    private void Stop(TransactionTimer letter)
    {
        for (var index = running.Count - 1; index >= 0; index--)
        {
            if (running[index].Letter == letter)
            {
                running[index].Timer.Stop();
                running.RemoveAt(index);
            }
        }
    }
}
