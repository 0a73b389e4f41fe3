using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Sdp;

namespace CallCenter.Telephony.Tests.Sdp;

public sealed class SdpAudioTests
{
    private const string Session = "v=0\r\no=a 1 1 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\n";

    [Fact]
    public void An_everyday_offer() => Assert.Equal(
        new MediaPeer("192.0.2.5", 49170, 8, 101),
        Peer(Session + "m=audio 49170 RTP/AVP 9 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=sendrecv\r\n"));

    [Fact]
    public void The_first_usable_audio_is_taken() => Assert.Equal(
        new MediaPeer("192.0.2.5", 5004, 0, null),
        Peer(Session + "m=video 4000 RTP/AVP 31\r\nm=audio 0 RTP/AVP 0\r\nm=audio 5002 RTP/SAVP 0\r\nm=audio 5004 RTP/AVP 0\r\nm=audio 5006 RTP/AVP 8\r\n"));

    [Fact]
    public void Where_media_says_an_address_it_counts() => Assert.Equal(
        new MediaPeer("2001:db8::5", 5004, 0, null),
        Peer(Session + "m=audio 5004 RTP/AVP 0\r\nc=IN IP6 2001:db8::5\r\n"));

    private const string Browser =
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp-mux\r\na=ice-ufrag:nEdH\r\na=ice-pwd:sxXBPKhZtpqwjmm0Pl4bz8vN\r\n"
        + "a=fingerprint:sha-256 0A:1b:FF\r\na=setup:actpass\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n"
        + "a=candidate:1 1 tcp 1518283007 192.0.2.7 9 typ host tcptype active\r\na=candidate:2 1 udp 2113937151 4f2d.local 5000 typ host\r\n"
        + "a=candidate:3 2 udp 2113937150 192.0.2.7 5001 typ host\r\na=candidate:4077567720 1 UDP 2113937151 192.0.2.7 5000 typ host generation 0 network-cost 999\r\n";

    [Fact]
    public void An_everyday_offer_of_a_browser() => Assert.Equal(
        new MediaPeer("192.0.2.7", 5000, 0, 126)
        {
            Web = new WebPeer(new IceKey("nEdH", "sxXBPKhZtpqwjmm0Pl4bz8vN"), "sha-256 0A:1b:FF", DtlsRole.Either, ["4077567720 1 udp 2113937151 192.0.2.7 5000 typ host"]),
        },
        Peer(Session + Browser));

    [Fact]
    public void What_a_browser_says_for_the_whole_session_counts_for_its_audio()
    {
        const string lines = "a=ice-ufrag:nEdH\r\na=ice-pwd:sxXBPKhZtpqwjmm0Pl4bz8vN\r\na=fingerprint:sha-256 0A:1b:FF\r\n";

        Assert.Equal(Peer(Session + Browser), Peer(Session + lines + Browser.Replace(lines, "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a=rtcp-mux\r\n")]
    [InlineData("a=ice-ufrag:nEdH\r\n")]
    [InlineData("a=ice-pwd:sxXBPKhZtpqwjmm0Pl4bz8vN\r\n")]
    [InlineData("a=fingerprint:sha-256 0A:1b:FF\r\n")]
    [InlineData("a=candidate:4077567720 1 UDP 2113937151 192.0.2.7 5000 typ host generation 0 network-cost 999\r\n")]
    public void Without_one_of_these_a_browser_cannot_be_talked_with(string line) => Assert.Null(Peer(Session + Browser.Replace(line, "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("nEdH", "nEd\"")]
    [InlineData("sxXBPKhZtpqwjmm0Pl4bz8vN", "short")]
    [InlineData("sha-256 0A:1b:FF", "sha-256 0A:1b:F")]
    [InlineData("sha-256 0A:1b:FF", "md5 0A:1b:FF")]
    [InlineData("2113937151 192.0.2.7 5000 typ host generation", "2113937151 239.0.2.7 5000 typ host generation")]
    [InlineData("2113937151 192.0.2.7 5000 typ host generation", "0 192.0.2.7 5000 typ host generation")]
    [InlineData("2113937151 192.0.2.7 5000 typ host generation", "2113937151 192.0.2.7 70000 typ host generation")]
    public void What_is_none_is_not_passed_on(string good, string bad) => Assert.Null(Peer(Session + Browser.Replace(good, bad, StringComparison.Ordinal)));

    [Fact]
    public void No_more_candidates_are_kept_than_a_browser_has()
    {
        var many = string.Concat(Enumerable.Range(1, 100).Select(port => $"a=candidate:1 1 udp {port} 192.0.2.8 {port} typ host\r\n"));

        Assert.Equal(WebPeer.CandidatesMax, Peer(Session + Browser + many)!.Web!.Candidates.Count);
    }

    [Theory]
    [InlineData("a=sendrecv", MediaDirection.SendReceive)]
    [InlineData("a=sendonly", MediaDirection.SendOnly)]
    [InlineData("a=recvonly", MediaDirection.ReceiveOnly)]
    [InlineData("a=inactive", MediaDirection.Inactive)]
    [InlineData("a=unknown", MediaDirection.SendReceive)]
    public void Direction_is_that_of_the_media_else_of_the_session(string line, MediaDirection direction)
    {
        Assert.Equal(direction, Peer(Session + $"m=audio 5004 RTP/AVP 0\r\n{line}\r\n")!.Direction);
        Assert.Equal(direction, Peer(Session + $"{line}\r\nm=audio 5004 RTP/AVP 0\r\n")!.Direction);
        Assert.Equal(MediaDirection.SendOnly, Peer(Session + $"{line}\r\nm=audio 5004 RTP/AVP 0\r\na=sendonly\r\n")!.Direction);
    }

    [Theory]
    [InlineData("", MediaDirection.SendOnly)]
    [InlineData("a=sendonly\r\n", MediaDirection.SendOnly)]
    [InlineData("a=recvonly\r\n", MediaDirection.Inactive)]
    [InlineData("a=inactive\r\n", MediaDirection.Inactive)]
    public void Address_zero_is_a_hold(string line, MediaDirection direction)
    {
        var held = Peer(Session + "m=audio 5004 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n" + line)!;

        Assert.Equal("0.0.0.0", held.Address);
        Assert.Equal(direction, held.Direction);
    }

    [Theory]
    [InlineData("m=audio 5004 RTP/AVP 18 101\r\na=rtpmap:101 telephone-event/8000\r\n")]
    [InlineData("m=audio 5004 RTP/AVP 0\r\nc=IN IP4 media.example.com\r\n")]
    [InlineData("m=audio 5004 RTP/AVP 0\r\nc=IN IP4 239.1.1.1/127\r\n")]
    [InlineData("m=audio 5004 RTP/AVP 0\r\nc=IN IP4 255.255.255.255\r\n")]
    [InlineData("m=audio 5004 RTP/AVP 0\r\nc=IN IP6 ff02::1\r\n")]
    [InlineData("m=audio 5004 UDP/TLS/RTP/SAVPF 0\r\n")]
    [InlineData("m=image 5004 udptl t38\r\n")]
    [InlineData("")]
    public void With_nothing_usable_there_is_no_peer(string media)
    {
        Assert.NotNull(SdpReader.Read(Encoding.UTF8.GetBytes(Session + media)));
        Assert.Null(Peer(Session + media));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m=audio 5004 RTP/AVP 0\r\n")]
    [InlineData("v=1\r\nm=audio 5004 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nc=IN IP4\r\nm=audio 5004 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nc=ATM X 1.2.3.4\r\nm=audio 5004 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nm=audio RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nm=audio 70000 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nm=audio -1 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\nm=audio 5004 RTP/AVP\r\n")]
    [InlineData("v=0\r\nm=audio 5004 RTP/AVP 0\r\na=rtpmap:300 x/8000\r\n")]
    [InlineData("v=0\r\nnonsense\r\n")]
    public void A_malformed_description_is_none(string text) => Assert.Null(SdpReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Its_limits_hold()
    {
        Assert.NotNull(Read(SdpLimits.MediaMax, "m=audio 5004 RTP/AVP 0\r\n"));
        Assert.Null(Read(SdpLimits.MediaMax + 1, "m=audio 5004 RTP/AVP 0\r\n"));
        Assert.NotNull(Read(SdpLimits.LinesMax - 5, "a=x\r\n"));
        Assert.Null(Read(SdpLimits.LinesMax - 4, "a=x\r\n"));
        Assert.NotNull(Read(1, "a=" + new string('x', SdpLimits.LineMax - 2) + "\r\n"));
        Assert.Null(Read(1, "a=" + new string('x', SdpLimits.LineMax - 1) + "\r\n"));
        Assert.Null(Read(17, "a=" + new string('x', 1000) + "\r\n"));
        Assert.NotNull(Read(1, "m=audio 5004 RTP/AVP" + string.Concat(Enumerable.Repeat(" 0", SdpLimits.FormatsMax)) + "\r\n"));
        Assert.Null(Read(1, "m=audio 5004 RTP/AVP" + string.Concat(Enumerable.Repeat(" 0", SdpLimits.FormatsMax + 1)) + "\r\n"));

        static SdpSession? Read(int count, string line) => SdpReader.Read(Encoding.UTF8.GetBytes(Session + string.Concat(Enumerable.Repeat(line, count))));
    }

    private static MediaPeer? Peer(string text) => SdpAudio.Peer(Encoding.UTF8.GetBytes(text));
}
