using System.Collections;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>Frames of every kind with any content, from a seed, and what it means that two are the same.</summary>
internal sealed class FrameSamples(Random random)
{
    /// <summary>One of each, so that a kind that is added and forgotten here is found by the test of its count.</summary>
    public IEnumerable<Frame> OfEveryKind() =>
    [
        new Frame.Ask(Number(), Actor(), Command(), TimeSpan.FromTicks(Number())) { Trace = MaybeText(), MayPassOn = random.Next(2) == 0 },
        .. Answers().Select(answer => new Frame.Reply(Number(), answer)),
        new Frame.NotHere(Number()),
        new Frame.Carried(new Parcel.Request(Actor(), Text(), Number(), Actor(), Command(), Number()) { Trace = MaybeText() }),
        .. Answers().Select(answer => new Frame.Carried(new Parcel.Reply(Actor(), Text(), Number(), answer))),
        new Frame.Perform(Number(), Actor(), new Duty.Perform(Text(), Port.Signalling, new LegCommand.SendCancel(3, Dialog())) { At = MaybeText() }),
        new Frame.Perform(Number(), Actor(), new Duty.Perform(Text(), Port.Media, new MediaClosed(Slot()))),
        new Frame.PerformEnded(Number()),
        .. Enum.GetValues<PerformOutcome>().Select(outcome => new Frame.Performed(Number(), outcome)),
        new Frame.Committed([]),
        new Frame.Committed([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Event())]),
        new Frame.Heads(ByShard()),
        new Frame.Probe(Number()),
        new Frame.Probed(Number()),
        new Frame.ProbeFor(Number(), Text(), Number()),
        new Frame.ProbedFor(Number(), random.Next(2) == 0),
        new Frame.Owned(Number(), ByShard()),
        new Frame.CannotRenew(Number()),
        new Frame.Vacated(Number()),
        new Frame.VacatedHeard(Number()),
    ];

    public CommittedEvent Event(int bodyBytesMax = 300)
    {
        var body = new byte[random.Next(bodyBytesMax)];
        random.NextBytes(body);
        return new CommittedEvent(random.Next(1024), Number(), Number(), Actor(), Number(), "call_arrived", body, new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero));
    }

    public static object Command(int number = 7) => new PhoneCommand.ExpireRegistration("sip:a@192.0.2.1", number);

    /// <summary>By content: lists in order, maps by key, bytes, and everything else by its properties.</summary>
    public static void AssertSame(object? expected, object? actual)
    {
        switch (expected)
        {
            case ReadOnlyMemory<byte> bytes:
                Assert.Equal(bytes.ToArray(), Assert.IsType<ReadOnlyMemory<byte>>(actual).ToArray());
                break;
            case IDictionary map:
                var other = Assert.IsType<IDictionary>(actual, exactMatch: false);
                Assert.Equal(map.Count, other.Count);
                Assert.All(map.Keys.Cast<object>(), key => AssertSame(map[key], other[key]));
                break;
            case IReadOnlyList<CommittedEvent> list:
                var events = Assert.IsType<IReadOnlyList<CommittedEvent>>(actual, exactMatch: false);
                Assert.Equal(list.Count, events.Count);
                Assert.All(list.Zip(events), pair => AssertSame(pair.First, pair.Second));
                break;
            case Frame or Parcel or Answer or CommittedEvent or Duty:
                Assert.IsType(expected.GetType(), actual);
                Assert.All(expected.GetType().GetProperties().Where(property => !property.GetMethod!.IsStatic), property => AssertSame(property.GetValue(expected), property.GetValue(actual)));
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private IEnumerable<Answer> Answers() =>
    [
        new Answer.Answered(null, random.Next(1024), Number()),
        new Answer.Answered(new ArrivalReply(Slot()), random.Next(1024), Number()),
        new Answer.Refused(Refusal.AgentBusy, MaybeText()),
        Answer.Unknown.Instance,
        Answer.NotHere.Instance,
    ];

    private object Command() => Command(random.Next());

    private Dialog Dialog() => new() { CallId = Text(), LocalTag = "l", LocalParty = Text(), RemoteParty = Text(), RemoteTarget = "sip:b@192.0.2.2", Token = "t" };

    private MediaSlot Slot() => new(Text(), "192.0.2.1", random.Next(65536), Number());

    private Dictionary<int, long> ByShard() => Enumerable.Range(0, random.Next(300)).ToDictionary(shard => shard, _ => Number());

    private ActorId Actor() => new("t" + random.Next(10), ActorId.MainSite, (ActorKind)random.Next(1, 6), $"k{random.Next()}@example.org");

    private long Number() => random.Next(4) switch
    {
        0 => random.Next(100),
        1 => random.NextInt64(),
        2 => -random.NextInt64(),
        _ => new[] { long.MinValue, long.MaxValue, 0, -1 }[random.Next(4)],
    };

    private string Text() => new[] { "", "a", "duty/1", "text é \" \\ 中", new string('x', 200) }[random.Next(5)];

    private string? MaybeText() => random.Next(2) == 0 ? null : Text();
}
