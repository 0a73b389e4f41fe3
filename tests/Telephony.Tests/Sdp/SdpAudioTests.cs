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
