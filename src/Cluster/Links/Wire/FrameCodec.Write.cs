using System.Diagnostics;
using CallCenter.Actors;

namespace CallCenter.Cluster.Links.Wire;

internal sealed partial class FrameCodec
{
    /// <exception cref="Exception">A message is not in the contracts: a bug.</exception>
    public void Write(Frame frame, FrameWriter to)
    {
        to.Begin(KindOf(frame));
        Fields(frame, to);
        to.End();
    }

    private static FrameKind KindOf(Frame frame) => frame switch
    {
        Frame.Ask => FrameKind.Ask,
        Frame.Reply => FrameKind.Reply,
        Frame.NotHere => FrameKind.NotHere,
        Frame.Carried { Parcel: Parcel.Request } => FrameKind.CarriedRequest,
        Frame.Carried { Parcel: Parcel.Reply } => FrameKind.CarriedReply,
        Frame.Perform => FrameKind.Perform,
        Frame.PerformEnded => FrameKind.PerformEnded,
        Frame.Performed => FrameKind.Performed,
        Frame.Committed => FrameKind.Committed,
        Frame.Heads => FrameKind.Heads,
        Frame.Probe => FrameKind.Probe,
        Frame.Probed => FrameKind.Probed,
        Frame.ProbeFor => FrameKind.ProbeFor,
        Frame.ProbedFor => FrameKind.ProbedFor,
        Frame.Owned => FrameKind.Owned,
        Frame.CannotRenew => FrameKind.CannotRenew,
        Frame.Vacated => FrameKind.Vacated,
        Frame.VacatedHeard => FrameKind.VacatedHeard,
        _ => throw new UnreachableException($"{frame}"),
    };

    private void Fields(Frame frame, FrameWriter to)
    {
        switch (frame)
        {
            case Frame.Ask f:
                to.Number(f.Id);
                to.Actor(f.To);
                to.Number(f.Deadline.Ticks);
                Write(f.Command, to);
                to.OptionalText(f.Trace);
                to.Bool(f.MayPassOn);
                break;
            case Frame.Reply f:
                to.Number(f.Id);
                Write(f.Answer, to);
                break;
            case Frame.Carried f:
                Write(f.Parcel, to);
                break;
            case Frame.Perform f:
                to.Number(f.Id);
                to.Actor(f.Owner);
                Write(f.Duty, to);
                break;
            case Frame.Performed f:
                to.Number(f.Id);
                to.Byte((byte)f.Outcome);
                break;
            case Frame.Committed f:
                Write(f.Events, to);
                break;
            case Frame.Heads f:
                Write(f.Positions, to);
                break;
            case Frame.Owned f:
                to.Number(f.Incarnation);
                Write(f.Epochs, to);
                break;
            case Frame.ProbeFor f:
                to.Number(f.Id);
                to.Text(f.Member);
                to.Number(f.Incarnation);
                break;
            case Frame.ProbedFor f:
                to.Number(f.Id);
                to.Bool(f.IsThere);
                break;
            default:
                to.Number(NumberOf(frame));
                break;
        }
    }

    /// <summary>The frames that are a number and nothing else.</summary>
    private static long NumberOf(Frame frame) => frame switch
    {
        Frame.NotHere f => f.Id,
        Frame.PerformEnded f => f.Id,
        Frame.Probe f => f.Id,
        Frame.Probed f => f.Id,
        Frame.CannotRenew f => f.Incarnation,
        Frame.Vacated f => f.Incarnation,
        Frame.VacatedHeard f => f.Incarnation,
        _ => throw new UnreachableException($"{frame}"),
    };

    private void Write(Parcel parcel, FrameWriter to)
    {
        switch (parcel)
        {
            case Parcel.Request p:
                to.Actor(p.From);
                to.Text(p.Key);
                to.Number(p.Run);
                to.Actor(p.To);
                to.Number(p.Horizon);
                Write(p.Command, to);
                to.OptionalText(p.Trace);
                break;
            case Parcel.Reply p:
                to.Actor(p.To);
                to.Text(p.Key);
                to.Number(p.Run);
                Write(p.Answer, to);
                break;
        }
    }

    private void Write(Answer answer, FrameWriter to)
    {
        switch (answer)
        {
            case Answer.Answered a:
                to.Byte((byte)AnswerKind.Answered);
                to.Number(a.Shard);
                to.Number(a.Position);
                WriteOptional(a.Reply, to);
                break;
            case Answer.Refused a:
                to.Byte((byte)AnswerKind.Refused);
                to.Number((int)a.Reason);
                to.OptionalText(a.Detail);
                break;
            case Answer.Unknown:
                to.Byte((byte)AnswerKind.Unknown);
                break;
            case Answer.NotHere:
                to.Byte((byte)AnswerKind.NotHere);
                break;
        }
    }

    /// <summary>What is said to the owner when it is done or has failed stays with the owner.</summary>
    private void Write(Duty.Perform duty, FrameWriter to)
    {
        to.Text(duty.Key);
        to.Number((int)duty.Port);
        to.OptionalText(duty.At);
        Write(duty.Command, to);
    }

    private static void Write(IReadOnlyList<CommittedEvent> events, FrameWriter to)
    {
        to.Count(events.Count);
        foreach (var committed in events)
        {
            to.Number(committed.Shard);
            to.Number(committed.Position);
            to.Number(committed.Epoch);
            to.Actor(committed.Stream);
            to.Number(committed.Version);
            to.Text(committed.Tag);
            to.Number(committed.StoredAt.UtcTicks);
            to.Bytes(committed.Body.Span);
        }
    }

    private static void Write(IReadOnlyDictionary<int, long> byShard, FrameWriter to)
    {
        to.Count(byShard.Count);
        foreach (var (shard, value) in byShard)
        {
            to.Number(shard);
            to.Number(value);
        }
    }

    private void WriteOptional(object? message, FrameWriter to)
    {
        to.Byte(message is null ? NoMessage : Message);
        if (message is not null)
        {
            Write(message, to);
        }
    }

    private void Write(object message, FrameWriter to)
    {
        to.Text(messages.TagOf(message));
        to.Bytes(messages.Write(message));
    }
}
