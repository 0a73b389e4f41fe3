using System.Buffers;
using System.Text;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Tests.Torture;

/// <summary>RFC 4475 and RFC 5118: every message, and exactly what a server of ours does with it.</summary>
public sealed class TortureTests
{
    private static readonly TortureRow[] Table = TortureRow.All;

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Fact]
    public void The_table_has_all_messages_of_both_RFCs()
    {
        Assert.Equal(49 + 12, Table.Length);
        Assert.Equal(TortureMessage.Names.Order(StringComparer.Ordinal), Table.Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_message_gets_exactly_its_result(string name) =>
        Assert.Equal(Table.Single(row => row.Name == name).Expected, Outcome.Of(TortureMessage.Octets(name)), ignoreLineEndingDifferences: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_accepted_message_reads_the_same_after_it_was_written(string name)
    {
        if (SipParser.Parse(TortureMessage.Octets(name)) is ParseResult.Parsed { Message: var message })
        {
            var again = Assert.IsType<ParseResult.Parsed>(SipParser.Parse(message.ToBytes()));
            Assert.Equal(message.StartLine, again.Message.StartLine);
            Assert.Equal(message.Headers.Where(line => !line.Is(HeaderNames.ContentLength)), again.Message.Headers.Where(line => !line.Is(HeaderNames.ContentLength)));
            Assert.Equal(message.Body.ToArray(), again.Message.Body.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cut_off_anywhere_a_message_is_still_read_or_refused(string name)
    {
        var octets = TortureMessage.Octets(name);
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.NotEmpty(Outcome.Of(octets.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_method_of_strange_characters_and_its_values_are_read_as_they_are()
    {
        var request = Request("intmeth");

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.Method.Name);
        Assert.Equal(request.Method, request.CSeq.Method);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", request.Uri!.User);
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", request.Uri.Password);
        Assert.Equal("BEL:\u0007 NUL:\0 DEL:\u007f", request.To.DisplayName);
        Assert.Equal("BEL: NUL: DEL:", request.To.Caption);
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.From.DisplayName);
        Assert.Equal("работающий", request.From.Parameters.Value("fromParam''~+*_!.-%"));
        Assert.Equal("_token~1'+`*%!-.", request.From.Tag);
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", request.CallId);
        Assert.Equal("\uFEFF大停電", request.Headers.First("extensionHeader-!.%*+_`'~"));
        Assert.Equal("z9hG4bK-.!%66*_+`'~", request.TopVia.Branch);
    }

    [Fact]
    public void Escapes_count_in_URIs_and_nowhere_else()
    {
        var request = Request("esc01");
        Assert.Equal("sips:user@example.com", request.Uri!.UserName);
        Assert.Equal("user", request.To.Uri!.UserName);
        Assert.Equal("I have spaces", request.From.Uri!.UserName);

        var strange = Request("esc02");
        Assert.NotEqual(SipMethod.Register, strange.Method);
        Assert.Equal(2, strange.Contacts.Length);
        Assert.Equal("%Z%45", strange.To.DisplayName);
    }

    [Fact]
    public void A_parameter_belongs_to_the_URI_only_inside_angle_brackets()
    {
        Assert.True(Request("cparam01").Contacts[0].Parameters.Has("unknownparam"));
        Assert.False(Request("cparam01").Contacts[0].Uri!.Parameters.Has("unknownparam"));
        Assert.True(Request("cparam02").Contacts[0].Uri!.Parameters.Has("unknownparam"));
        Assert.Equal("user;par=u@example.net", Request("semiuri").Uri!.UserName);
    }

    [Fact]
    public void A_body_of_any_octets_arrives_whole()
    {
        var request = Request("mpart01");

        Assert.Equal("multipart/mixed", request.ContentType);
        Assert.Equal(553, request.Body.Length);
        Assert.Contains((byte)0, request.Body.ToArray());
        Assert.EndsWith("--7a9cbec02ceef655--\r\n", Encoding.Latin1.GetString(request.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_stream_two_messages_in_one_piece_are_two_messages()
    {
        var buffer = new ReadOnlySequence<byte>(TortureMessage.Octets("dblreq"));

        var first = StreamFraming.First(buffer);
        Assert.Equal(FrameKind.Message, first.Kind);
        Assert.Equal("dblreq.0ha0isndaksdj99sdfafnl3lk233412", Assert.IsType<ParseResult.Parsed>(first.Parse()).Message.CallId);

        buffer = buffer.Slice(first.Bytes.Length);
        Assert.Equal(FrameKind.Pong, StreamFraming.First(buffer).Kind);

        var second = StreamFraming.First(buffer.Slice(2));
        Assert.Equal(FrameKind.Message, second.Kind);
        Assert.Equal(150, Assert.IsType<ParseResult.Parsed>(second.Parse()).Message.Body.Length);
    }

    [Theory]
    [InlineData("ncl")]
    [InlineData("mcl01")]
    [InlineData("inv2543")]
    public void On_a_stream_a_message_of_unknown_length_breaks_the_framing(string name) =>
        Assert.Equal(FrameKind.Broken, StreamFraming.First(new ReadOnlySequence<byte>(TortureMessage.Octets(name))).Kind);

    private static SipRequest Request(string name) =>
        Assert.IsType<SipRequest>(Assert.IsType<ParseResult.Parsed>(SipParser.Parse(TortureMessage.Octets(name))).Message);
}
