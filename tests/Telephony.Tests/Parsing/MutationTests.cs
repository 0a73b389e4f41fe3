using System.Buffers;
using System.Net;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Tests.Messages;
using CallCenter.Telephony.Tests.Torture;

namespace CallCenter.Telephony.Tests.Parsing;

/// <summary>
/// Real messages, damaged at random: nothing throws, work grows only with length, what is accepted can be written and read again, and what is refused
/// can be answered. The seed is fixed, so a failure repeats.
/// </summary>
public sealed class MutationTests
{
    private const long AllocationBase = 64 * 1024;
    private const long AllocationPerOctet = 100;
    private static readonly IPEndPoint Source = new(IPAddress.Loopback, 5070);

    private static readonly byte[][] Seeds =
    [
        .. TortureMessage.Names.Order(StringComparer.Ordinal).Select(TortureMessage.Octets),
        Sample.Octets(Sample.Invite),
        Sample.Octets(Sample.InviteWith(
            "Authorization: Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"sip:r\", response=\"0\", qop=auth, nc=00000001, cnonce=\"c\"")),
    ];

    public static TheoryData<int> RunSeeds => FuzzRun.Seeds;

    [Theory]
    [MemberData(nameof(RunSeeds))]
    public void No_damage_gets_through(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < FuzzRun.CountOfPart; number++)
        {
            var octets = Damage.Done(Seeds[random.Next(Seeds.Length)], Seeds[random.Next(Seeds.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Use(octets);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < AllocationBase + (AllocationPerOctet * octets.Length), $"seed {seed}, mutation {number}: {allocated} for {octets.Length}");
        }
    }

    private static void Use(byte[] octets)
    {
        StreamFraming.First(new ReadOnlySequence<byte>(octets));
        switch (SipParser.Parse(octets))
        {
            case ParseResult.Parsed { Message: var message }:
                Assert.IsType<ParseResult.Parsed>(SipParser.Parse(message.ToBytes()));
                Touch(message);
                break;
            case ParseResult.Rejected rejected:
                Assert.NotEmpty(rejected.Answer(Source, "t").ToBytes());
                break;
        }
    }

    /// <summary>Everything that the edge asks of a message.</summary>
    private static void Touch(SipMessage message)
    {
        _ = (message.TopVia.Marked(Source).ResponseTarget(), message.From.Caption, message.To.Tag, message.CSeq, message.CallId);
        _ = (message.Contacts, message.Routes, message.RecordRoutes, message.ContentType, message.Number(HeaderNames.Expires));
        SdpAudio.Peer(message.Body.Span);
        if (message is SipRequest request)
        {
            DigestCredentials.Of(request, "r");
            RequestCheck.Refusal(request, Outcome.Powers, "t");
            Assert.NotEmpty(SipResponse.For(request.WithTopVia(request.TopVia.Marked(Source)), 200, null, "t").ToBytes());
        }
    }
}
