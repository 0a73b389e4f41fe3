using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class IncomingStreamTests
{
    private static readonly IPEndPoint Phone = IPEndPoint.Parse("192.0.2.1:4000");
    private static readonly MediaPeer Peer = new("192.0.2.1", 4000, 0, 101);

    private readonly List<MediaNotice> notices = [];
    private readonly IncomingStream stream;

    public IncomingStreamTests() =>
        stream = new IncomingStream(new MediaSlot("embedded", "127.0.0.1", 20_000), MediaSide.Caller, new RtpClock(TimeProvider.System), notices.Add);

    [Fact]
    public void A_phone_that_only_receives_is_not_listened_to()
    {
        Meet(Peer with { Direction = MediaDirection.ReceiveOnly });
        stream.Receive(Digit(1_000), Phone);
        Assert.Empty(notices);

        Meet(Peer);
        stream.Receive(Digit(2_000), Phone);
        Assert.Single(notices);
    }

    [Fact]
    public void Each_datagram_is_counted_as_what_it_is()
    {
        Meet(Peer);

        stream.Receive(Digit(1_000), Phone);
        stream.Receive(Digit(1_000), IPEndPoint.Parse("192.0.2.9:4000"));
        stream.Receive([1, 2, 3], Phone);
        stream.Receive(Digit(1_000, payloadType: 18), Phone);

        Assert.Equal(new SideCounts(In: 1, Out: 0, Strange: 1, Unreadable: 2, Unsent: 0, Digits: 1), stream.Counts);
        Assert.NotNull(stream.SilentFor);
    }

    [Fact]
    public void A_phone_that_never_spoke_has_no_silence_to_measure()
    {
        Meet(Peer);

        Assert.Null(stream.SilentFor);
    }

    private void Meet(MediaPeer peer) => stream.Become(Destination.Of(peer, AddressFamily.InterNetwork, symmetric: true), null);

    private static byte[] Digit(uint timestamp, int payloadType = 101)
    {
        var datagram = new byte[RtpPacket.HeaderLength + TelephoneEvent.Length];
        RtpPacket.WriteHeader(datagram, payloadType, 7, new Stamp(1, timestamp, Marker: true));
        (datagram[12], datagram[13]) = (5, 0x80);
        return datagram;
    }
}
