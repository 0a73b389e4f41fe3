using System.Buffers;
using System.Text;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Tests.Messages;

namespace CallCenter.Telephony.Tests.Parsing;

public sealed class StreamFramingTests
{
    [Fact]
    public void A_message_is_partial_until_its_last_octet()
    {
        var octets = Sample.Octets(Sample.InviteWith("Content-Length: 5"));
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.Equal(FrameKind.Partial, StreamFraming.First(new ReadOnlySequence<byte>(octets, 0, length)).Kind);
        }

        Assert.Equal(FrameKind.Message, StreamFraming.First(new ReadOnlySequence<byte>(octets)).Kind);
    }

    [Fact]
    public void Messages_are_cut_alike_however_the_octets_arrive()
    {
        byte[] one = Sample.Octets(Sample.InviteWith("Content-Length: 5"));
        var stream = Segment.Chain([.. one, .. "\r\n\r\n"u8, .. one], 7);

        Assert.Equal([FrameKind.Message, FrameKind.Ping, FrameKind.Message, FrameKind.Partial], Kinds(stream));
    }

    [Theory]
    [InlineData("\r", FrameKind.Partial)]
    [InlineData("\r\n", FrameKind.Pong)]
    [InlineData("\r\n\r", FrameKind.Partial)]
    [InlineData("\r\n\r\n", FrameKind.Ping)]
    [InlineData("\r\nINVITE", FrameKind.Pong)]
    public void Keep_alives_are_told_from_messages(string text, FrameKind kind) => Assert.Equal(kind, First(text).Kind);

    [Theory]
    [InlineData("Content-Length: 65536")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 5\nl: 5")]
    [InlineData("X-Other: 5")]
    public void A_length_that_is_not_known_breaks_the_stream_and_the_request_is_answered(string line)
    {
        var text = Sample.InviteWithout("Content-Length").Replace("Timestamp: 54.3", line, StringComparison.Ordinal);
        var frame = First(Encoding.UTF8.GetString(Sample.Octets(text)));

        Assert.Equal(FrameKind.Broken, frame.Kind);
        Assert.Equal(400, Assert.IsType<ParseResult.Rejected>(frame.Parse()).Status);
    }

    [Fact]
    public void Headers_without_end_break_the_stream() =>
        Assert.Equal(FrameKind.Broken, First("INVITE sip:a@b SIP/2.0\r\nX: " + new string('x', SipLimits.HeaderSectionBytesMax)).Kind);

    private static Frame First(string text) => StreamFraming.First(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));

    private static List<FrameKind> Kinds(ReadOnlySequence<byte> stream)
    {
        var kinds = new List<FrameKind>();
        while (true)
        {
            var frame = StreamFraming.First(stream);
            kinds.Add(frame.Kind);
            if (frame.Kind == FrameKind.Partial)
            {
                return kinds;
            }

            stream = stream.Slice(frame.Bytes.Length);
        }
    }

    /// <summary>A sequence of small pieces, as sockets deliver.</summary>
    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Chain(byte[] octets, int size)
        {
            Segment? first = null;
            Segment? last = null;
            for (var at = 0; at < octets.Length; at += size)
            {
                var next = new Segment { Memory = octets.AsMemory(at, Math.Min(size, octets.Length - at)), RunningIndex = at };
                if (last is not null)
                {
                    last.Next = next;
                }

                first ??= next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }
}
