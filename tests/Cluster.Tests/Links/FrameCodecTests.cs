using System.Buffers.Binary;
using CallCenter.Actors;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Tests.Links;

public sealed class FrameCodecTests
{
    private static readonly FrameCodec Codec = new(ProductMessages.Instance);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_kind_of_frame_comes_back_as_it_was(int seed)
    {
        foreach (var frame in new FrameSamples(new Random(seed)).OfEveryKind())
        {
            FrameSamples.AssertSame(frame, Codec.Read(Bytes(frame)));
        }
    }

    [Fact]
    public void The_samples_have_every_kind_every_answer_and_every_parcel()
    {
        var frames = new FrameSamples(new Random(1)).OfEveryKind().ToList();

        Assert.Equal(Cases(typeof(Frame)), [.. frames.Select(frame => frame.GetType().Name).Distinct().Order(StringComparer.Ordinal)]);
        Assert.Equal(Cases(typeof(Answer)), [.. frames.OfType<Frame.Reply>().Select(frame => frame.Answer.GetType().Name).Distinct().Order(StringComparer.Ordinal)]);
        Assert.Equal(Cases(typeof(Parcel)), [.. frames.OfType<Frame.Carried>().Select(frame => frame.Parcel.GetType().Name).Distinct().Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Damaged_frames_are_refused_or_read_and_never_anything_else(int seed)
    {
        var random = new Random(seed);
        foreach (var frame in new FrameSamples(random).OfEveryKind())
        {
            var whole = Bytes(frame);
            for (var round = 0; round < 40; round++)
            {
                var damaged = whole[..random.Next(1, whole.Length + 1)];
                for (var hit = random.Next(4); hit > 0; hit--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                AssertReadOrRefused(damaged);
            }
        }
    }

    [Fact]
    public void A_frame_that_is_cut_short_is_malformed()
    {
        foreach (var frame in new FrameSamples(new Random(3)).OfEveryKind())
        {
            // Their last field may be missing: an older version has not written it.
            var mayLackTrace = frame is Frame.Ask or Frame.Carried { Parcel: Parcel.Request };
            var bytes = Bytes(frame);
            Assert.All(Enumerable.Range(1, bytes.Length - 1).Where(length => !mayLackTrace || length < bytes.Length / 2), length =>
                Assert.Throws<MalformedFrameException>(() => Codec.Read(bytes.AsSpan(0, length))));
        }
    }

    [Fact]
    public void What_a_newer_version_puts_behind_the_last_field_is_left()
    {
        foreach (var frame in new FrameSamples(new Random(5)).OfEveryKind())
        {
            FrameSamples.AssertSame(frame, Codec.Read([.. Bytes(frame), 1, 2, 3]));
        }
    }

    [Fact]
    public void A_kind_that_is_unknown_is_skipped() => Assert.Null(Codec.Read([200, 1, 2, 3]));

    [Fact]
    public void A_hello_within_a_link_is_malformed() => Assert.Throws<MalformedFrameException>(() => Codec.Read([(byte)FrameKind.Hello]));

    [Fact]
    public void A_count_that_does_not_fit_reserves_nothing() =>
        Assert.Throws<MalformedFrameException>(() => Codec.Read([(byte)FrameKind.Committed, 0xff, 0xff, 0xff, 0xff, 0x07]));

    [Fact]
    public void A_command_of_an_unknown_tag_stands_for_what_is_not_understood()
    {
        var newer = new FrameCodec(new NewerMessages("call_do_dance"));
        var ask = new Frame.Ask(7, ActorId.Call("demo", "c"), FrameSamples.Command(), TimeSpan.FromSeconds(1));

        var read = Assert.IsType<Frame.Ask>(Codec.Read(Bytes(ask, newer)));

        Assert.Equal(new NotUnderstood("call_do_dance"), read.Command);
    }

    [Fact]
    public void A_body_that_is_not_what_its_tag_says_is_not_understood()
    {
        var wrong = new FrameCodec(new NewerMessages("call_do_record_arrival"));
        var parcel = new Parcel.Request(ActorId.Call("demo", "c"), "key", 1, ActorId.Queue("demo", "q"), FrameSamples.Command(), 0);

        var read = Assert.IsType<Frame.Carried>(Codec.Read(Bytes(new Frame.Carried(parcel), wrong)));

        Assert.Equal(parcel with { Command = new NotUnderstood("call_do_record_arrival") }, read.Parcel);
    }

    [Fact]
    public void A_reply_that_is_not_understood_is_unknown_and_so_asked_again()
    {
        var newer = new FrameCodec(new NewerMessages("reply_of_tomorrow"));

        var read = Codec.Read(Bytes(new Frame.Reply(7, new Answer.Answered(FrameSamples.Command(), 1, 2)), newer));

        Assert.Equal(new Frame.Reply(7, Answer.Unknown.Instance), read);
    }

    [Fact]
    public void Everything_a_port_is_asked_for_has_a_tag()
    {
        var commands = typeof(Actors.Calls.LegCommand).GetNestedTypes()
            .Append(typeof(Actors.Calls.MediaDesired)).Append(typeof(Actors.Calls.MediaClosed)).Append(typeof(Actors.Phones.PhoneProbe));

        Assert.All(commands, command => Assert.Contains(command, Contracts.Types.Values));
    }

    private static void AssertReadOrRefused(byte[] bytes)
    {
        try
        {
            Codec.Read(bytes);
        }
        catch (MalformedFrameException)
        {
            // Said clearly: the link ends.
        }
    }

    private static byte[] Bytes(Frame frame, FrameCodec? codec = null)
    {
        var writer = new FrameWriter();
        (codec ?? Codec).Write(frame, writer);
        Assert.Equal(writer.Written.Length - FrameLimits.PrefixBytes, BinaryPrimitives.ReadInt32LittleEndian(writer.Written));
        return writer.Written[FrameLimits.PrefixBytes..].ToArray();
    }

    private static List<string> Cases(Type union) => [.. union.Assembly.GetTypes().Where(type => type.BaseType == union).Select(type => type.Name).Order(StringComparer.Ordinal)];

    private sealed class NewerMessages(string tag) : IMessages
    {
        public string TagOf(object message) => tag;

        public byte[] Write(object message) => "[1,2]"u8.ToArray();

        public object? Read(string tagRead, ReadOnlySpan<byte> body) => null;
    }
}
