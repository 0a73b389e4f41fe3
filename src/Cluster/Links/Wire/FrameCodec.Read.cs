using CallCenter.Actors;

namespace CallCenter.Cluster.Links.Wire;

internal sealed partial class FrameCodec
{
    /// <summary>The least that an event takes: eight fields, of them three parts of a name that are not empty.</summary>
    private const int EventBytesMin = 14;

    /// <summary>Two numbers.</summary>
    private const int EntryBytesMin = 2;

    /// <summary>The frame, without its prefix. Null when its kind is unknown here; nothing of <paramref name="bytes"/> is kept.</summary>
    /// <exception cref="MalformedFrameException">It is not what its kind says.</exception>
    public Frame? Read(ReadOnlySpan<byte> bytes)
    {
        var from = new FrameReader(bytes);
        return (FrameKind)from.Byte() switch
        {
            FrameKind.Ask => ReadAsk(ref from),
            FrameKind.Reply => new Frame.Reply(from.Number(), ReadAnswer(ref from)),
            FrameKind.NotHere => new Frame.NotHere(from.Number()),
            FrameKind.CarriedRequest => new Frame.Carried(ReadRequest(ref from)),
            FrameKind.CarriedReply => new Frame.Carried(ReadReply(ref from)),
            FrameKind.Perform => new Frame.Perform(from.Number(), from.Actor(), ReadDuty(ref from)),
            FrameKind.PerformEnded => new Frame.PerformEnded(from.Number()),
            FrameKind.Performed => new Frame.Performed(from.Number(), ReadOutcome(from.Byte())),
            FrameKind.Committed => new Frame.Committed(ReadEvents(ref from)),
            FrameKind.Heads => new Frame.Heads(ReadByShard(ref from)),
            FrameKind.Probe => new Frame.Probe(from.Number()),
            FrameKind.Probed => new Frame.Probed(from.Number()),
            FrameKind.ProbeFor => new Frame.ProbeFor(from.Number(), from.Text(FrameLimits.NameBytesMax), from.Number()),
            FrameKind.ProbedFor => new Frame.ProbedFor(from.Number(), from.Bool()),
            FrameKind.Owned => new Frame.Owned(from.Number(), ReadByShard(ref from)),
            FrameKind.CannotRenew => new Frame.CannotRenew(from.Number()),
            FrameKind.Vacated => new Frame.Vacated(from.Number()),
            FrameKind.VacatedHeard => new Frame.VacatedHeard(from.Number()),
            FrameKind.Hello => throw new MalformedFrameException("a second hello"),
            _ => null,
        };
    }

    private Frame.Ask ReadAsk(ref FrameReader from)
    {
        var (id, to, deadline) = (from.Number(), from.Actor(), TimeSpan.FromTicks(from.Number()));
        return new Frame.Ask(id, to, ReadMessage(ref from), deadline) { Trace = ReadTrace(ref from), MayPassOn = !from.IsAtEnd && from.Bool() };
    }

    private static string? ReadTrace(ref FrameReader from) => from.IsAtEnd ? null : from.OptionalText(FrameLimits.TraceBytesMax);

    private Parcel.Request ReadRequest(ref FrameReader from)
    {
        var (sender, key, run) = (from.Actor(), from.Text(FrameLimits.KeyBytesMax), from.Number());
        var (to, horizon) = (from.Actor(), from.Number());
        return new Parcel.Request(sender, key, run, to, ReadMessage(ref from), horizon) { Trace = ReadTrace(ref from) };
    }

    private Parcel.Reply ReadReply(ref FrameReader from)
    {
        var (to, key, run) = (from.Actor(), from.Text(FrameLimits.KeyBytesMax), from.Number());
        return new Parcel.Reply(to, key, run, ReadAnswer(ref from));
    }

    private Answer ReadAnswer(ref FrameReader from) => (AnswerKind)from.Byte() switch
    {
        AnswerKind.Answered => ReadAnswered(ref from),
        AnswerKind.Refused => new Answer.Refused((Refusal)from.Int(), from.OptionalText(FrameLimits.DetailBytesMax)),
        AnswerKind.Unknown => Answer.Unknown.Instance,
        AnswerKind.NotHere => Answer.NotHere.Instance,
        _ => throw new MalformedFrameException("an unknown kind of answer"),
    };

    private Answer ReadAnswered(ref FrameReader from)
    {
        var (shard, position) = (from.Int(), from.Number());
        var reply = from.Byte() == NoMessage ? null : ReadMessage(ref from);
        return reply is NotUnderstood ? Answer.Unknown.Instance : new Answer.Answered(reply, shard, position);
    }

    private Duty.Perform ReadDuty(ref FrameReader from)
    {
        var (key, port, at) = (from.Text(FrameLimits.KeyBytesMax), (Port)from.Int(), from.OptionalText(FrameLimits.NameBytesMax));
        return new Duty.Perform(key, port, ReadMessage(ref from)) { At = at };
    }

    /// <summary>An outcome of a newer version is not one that we may rely on: again.</summary>
    private static PerformOutcome ReadOutcome(byte outcome) => (PerformOutcome)outcome is var known && Enum.IsDefined(known) ? known : PerformOutcome.Again;

    /// <summary>Each body is an array of its own: an event that is kept keeps nothing else of a large batch.</summary>
    private static CommittedEvent[] ReadEvents(ref FrameReader from)
    {
        var events = new CommittedEvent[from.Count(EventBytesMin)];
        for (var index = 0; index < events.Length; index++)
        {
            var (shard, at, epoch) = (from.Int(), from.Number(), from.Number());
            var (stream, version, tag) = (from.Actor(), from.Number(), from.Text(FrameLimits.TagBytesMax));
            var storedAt = ReadTime(from.Number());
            events[index] = new CommittedEvent(shard, at, epoch, stream, version, tag, from.Bytes(int.MaxValue).ToArray(), storedAt);
        }

        return events;
    }

    private static DateTimeOffset ReadTime(long ticks) => ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new MalformedFrameException("a time that never was");

    private static Dictionary<int, long> ReadByShard(ref FrameReader from)
    {
        var entries = new Dictionary<int, long>();
        for (var left = from.Count(EntryBytesMin); left > 0; left--)
        {
            entries[from.Int()] = from.Number();
        }

        return entries;
    }

    private object ReadMessage(ref FrameReader from)
    {
        var tag = from.Text(FrameLimits.TagBytesMax);
        var body = from.Bytes(int.MaxValue);
        try
        {
            return messages.Read(tag, body) ?? new NotUnderstood(tag);
        }
        catch (Exception)
        {
            // Whatever a converter says of it: the message is not understood, the link goes on.
            return new NotUnderstood(tag);
        }
    }
}
