using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class RtpPacketTests
{
    private static readonly byte[] Plain = [0x80, 0x80, 0x12, 0x34, 0, 0, 0, 160, 1, 2, 3, 4, 9, 9];

    [Fact]
    public void A_header_that_was_written_is_read_again()
    {
        var datagram = new byte[RtpPacket.HeaderLength + 3];
        RtpPacket.WriteHeader(datagram, 101, 0xDEADBEEF, new Stamp(65_535, 4_000_000_000, Marker: true));

        Assert.True(RtpPacket.TryRead(datagram, out var packet));
        Assert.Equal(new RtpPacket(101, true, 65_535, 4_000_000_000, 0xDEADBEEF, 12, 3), packet);
    }

    [Fact]
    public void Sources_extension_and_padding_are_no_payload()
    {
        byte[] datagram = [0xB1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, /* CSRC */ 5, 5, 5, 5, /* extension */ 0xBE, 0xDE, 0, 1, 7, 7, 7, 7, /* payload */ 42, /* padding */ 0, 2];

        Assert.True(RtpPacket.TryRead(datagram, out var packet));
        Assert.Equal([42], packet.Payload(datagram).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8000")]
    [InlineData("40800001000000010000000105")]
    [InlineData("8F80000100000001000000010505")]
    [InlineData("9080000100000001000000010000")]
    [InlineData("90800001000000010000000100000002FFFFFFFF")]
    [InlineData("A08000010000000100000001FF")]
    [InlineData("A0800001000000010000000100")]
    [InlineData("A0800001000000010000000109090909")]
    public void What_lies_about_its_length_is_no_packet(string hex) => Assert.False(RtpPacket.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Nothing_from_outside_breaks_the_reader()
    {
        var random = new Random(4711);
        for (var i = 0; i < 200_000; i++)
        {
            var datagram = Plain.AsSpan(0, random.Next(Plain.Length + 1)).ToArray();
            for (var flips = random.Next(4); flips > 0 && datagram.Length > 0; flips--)
            {
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            }

            if (RtpPacket.TryRead(datagram, out var packet))
                Assert.InRange(packet.Payload(datagram).Length, 0, datagram.Length - RtpPacket.HeaderLength);
        }
    }
}
