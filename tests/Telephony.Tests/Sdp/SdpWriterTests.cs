using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Sdp;

namespace CallCenter.Telephony.Tests.Sdp;

public sealed class SdpWriterTests
{
    private static readonly SdpSpec Spec = new(77, 2, new MediaSlot("i", "192.0.2.9", 30_000), MediaSide.Other, [8, 0], 101, MediaDirection.SendReceive);

    [Fact]
    public void An_offer_is_exactly_this()
    {
        const string Expected =
            """
            v=0
            o=- 77 2 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 30002 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv

            """;

        Assert.Equal(Expected.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(SdpWriter.Offer(Spec)));
        Assert.Equal(SdpWriter.Offer(Spec), SdpWriter.Offer(Spec with { Payloads = [8, 0] }));
    }

    [Fact]
    public void A_browser_is_offered_exactly_this()
    {
        const string Expected =
            """
            v=0
            o=- 77 2 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 30002 UDP/TLS/RTP/SAVPF 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            a=rtcp-mux
            a=ice-ufrag:oth3
            a=ice-pwd:another+password/of+22
            a=fingerprint:sha-256 AB:CD
            a=setup:actpass
            a=candidate:1 1 udp 2130706431 192.0.2.9 30002 typ host
            a=end-of-candidates

            """;
        var slot = Spec.Slot with { Web = new WebSlot("sha-256 AB:CD", new IceKey("cal1", "the+password+of+22/chars"), new IceKey("oth3", "another+password/of+22")) };

        Assert.Equal(Expected.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(SdpWriter.Offer(Spec with { Slot = slot, Web = DtlsRole.Either })));
        Assert.Equal(SdpWriter.Offer(Spec), SdpWriter.Offer(Spec with { Slot = slot }));
    }

    [Fact]
    public void The_address_family_is_that_of_the_slot()
    {
        var text = Encoding.UTF8.GetString(SdpWriter.Offer(Spec with { Slot = new MediaSlot("i", "2001:db8::9", 30_000), Side = MediaSide.Caller }));

        Assert.Contains("c=IN IP6 2001:db8::9\r\n", text, StringComparison.Ordinal);
        Assert.Contains("m=audio 30000 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_has_as_many_media_as_the_offer_and_refuses_the_others()
    {
        var offer = "v=0\r\nc=IN IP4 192.0.2.5\r\nm=video 4000 RTP/AVP 31 32\r\nm=audio 5004 RTP/AVP 0\r\nm=audio 5006 RTP/AVP 8\r\nm=application 9 TCP/BFCP *\r\n"u8;

        var answer = SdpWriter.Answer(Spec with { Payloads = [0], TelephoneEvent = null }, offer);

        Assert.Equal(
            ["m=video 0 RTP/AVP 31 32", "m=audio 30002 RTP/AVP 0", "m=audio 0 RTP/AVP 8", "m=application 0 TCP/BFCP *"],
            Encoding.UTF8.GetString(answer).Split("\r\n").Where(line => line.StartsWith("m=", StringComparison.Ordinal)));
        Assert.Equal(new MediaPeer("192.0.2.9", 30_002, 0, null), SdpAudio.Peer(answer));
    }

    [Theory]
    [InlineData(MediaDirection.SendReceive)]
    [InlineData(MediaDirection.SendOnly)]
    [InlineData(MediaDirection.ReceiveOnly)]
    [InlineData(MediaDirection.Inactive)]
    public void What_is_written_is_what_is_read(MediaDirection direction) => Assert.Equal(
        new MediaPeer("192.0.2.9", 30_002, 8, 101, direction),
        SdpAudio.Peer(SdpWriter.Answer(Spec with { Direction = direction }, SdpWriter.Offer(Spec))));

    [Fact]
    public void An_answer_takes_the_other_end_of_the_direction()
    {
        Assert.Equal(MediaDirection.ReceiveOnly, SdpAudio.Answering(MediaDirection.SendOnly));
        Assert.Equal(MediaDirection.SendOnly, SdpAudio.Answering(MediaDirection.ReceiveOnly));
        Assert.Equal(MediaDirection.Inactive, SdpAudio.Answering(MediaDirection.Inactive));
        Assert.Equal(MediaDirection.SendReceive, SdpAudio.Answering(MediaDirection.SendReceive));
    }
}
