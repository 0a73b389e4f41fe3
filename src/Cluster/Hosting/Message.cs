using CallCenter.Actors;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Hosting;

/// <summary>One command in a mailbox, with whoever waits for its answer.</summary>
internal abstract class Message(object command, long horizon)
{
    /// <summary>The mailbox is a list of its messages.</summary>
    internal Message? Next;

    public object Command { get; } = command;

    /// <summary>The lane position that the sender's state rests on; 0 when durable.</summary>
    public long Horizon { get; } = horizon;

    /// <summary>W3C traceparent of what sent it; null when nobody follows it.</summary>
    public string? Trace { get; init; }

    /// <summary>Nobody wants it any more: it is skipped.</summary>
    public abstract bool IsStale { get; }

    /// <summary>May be turned away when there is no room.</summary>
    public abstract bool IsBounded { get; }

    /// <summary>Belongs to nobody's incarnation, so after a failure of what it caused it is handled again (rule 7).</summary>
    public abstract bool GoesAgain { get; }

    /// <summary>The outcome; never before what it rests on is durable.</summary>
    public abstract void Answer(Answer answer);

    /// <summary>The engine has no room for it.</summary>
    public abstract void TurnAway(Refusal reason);

    /// <summary>Its actor's shard is not, or no longer, this node's: nothing happened and nothing will.</summary>
    public abstract void NotHere();
}

/// <summary>An ask from outside. Its deadline ends the waiting, not the command.</summary>
internal sealed class AskMessage(Node node, object command, Action<Answer> done, bool mayGoElsewhere = false) : Message(command, 0)
{
    private readonly Deadline deadline = new();
    private bool answered;

    public override bool IsStale => answered;

    public override bool IsBounded => true;

    public override bool GoesAgain => true;

    public void Arm(TimeSpan wait)
    {
        deadline.Ask = this;
        node.Alarms.Set(deadline, node.Now + wait);
    }

    public override void Answer(Answer answer)
    {
        if (!answered)
        {
            answered = true;
            node.Alarms.Cancel(deadline);
            done(answer);
        }
    }

    public override void TurnAway(Refusal reason)
    {
        node.Counters.Refused++;
        Answer(new Answer.Refused(reason, null));
    }

    public override void NotHere() => Answer(mayGoElsewhere ? Cluster.Answer.NotHere.Instance : Cluster.Answer.Unknown.Instance);

    private sealed class Deadline : AskDeadline
    {
        public AskMessage? Ask;

        public override void Fire() => Ask!.Answer(Cluster.Answer.Unknown.Instance);
    }
}

/// <summary>Until when somebody waits; fired early when the loop ends.</summary>
internal abstract class AskDeadline : Due;

/// <summary>A request from another actor's duty.</summary>
internal sealed class SentMessage(Node node, Parcel.Request request) : Message(request.Command, request.Horizon)
{
    public override bool IsStale => false;

    public override bool IsBounded => true;

    public override bool GoesAgain => true;

    public override void Answer(Answer answer) => node.Send(new Parcel.Reply(request.From, request.Key, request.Run, answer));

    /// <summary>Unknown, so that the duty repeats: a full mailbox is no decision.</summary>
    public override void TurnAway(Refusal reason) => NotHere();

    public override void NotHere() => Answer(Cluster.Answer.Unknown.Instance);
}

/// <summary>What a duty tells its own actor: time has come, it was answered, it is done. Ends with the duty (rule 6).</summary>
internal sealed class OwnMessage(DutyRunner runner, DutyRun run, object command) : Message(command, 0)
{
    public override bool IsStale => !run.IsAlive;

    public override bool IsBounded => false;

    public override bool GoesAgain => false;

    public override void Answer(Answer answer) => runner.Reported(run);

    public override void TurnAway(Refusal reason) => runner.Reported(run);

    public override void NotHere() => runner.Reported(run);
}
