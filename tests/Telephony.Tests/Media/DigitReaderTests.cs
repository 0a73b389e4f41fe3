using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class DigitReaderTests
{
    private DigitReader reader;

    [Fact]
    public void A_digit_is_noticed_at_its_end_and_once()
    {
        Assert.Null(Read(1_000, 3, end: false));
        Assert.Null(Read(1_000, 3, end: false));
        Assert.Equal('3', Read(1_000, 3, end: true));
        Assert.Null(Read(1_000, 3, end: true));
        Assert.Null(Read(1_000, 3, end: true));
    }

    [Fact]
    public void The_same_digit_pressed_twice_is_two()
    {
        Assert.Equal('0', Read(1_000, 0, end: true));
        Assert.Equal('0', Read(2_000, 0, end: true));
    }

    [Fact]
    public void A_digit_whose_end_was_lost_is_noticed_when_the_next_begins()
    {
        Read(1_000, 10, end: false);

        Assert.Equal('*', Read(3_000, 11, end: false));
        Assert.Equal('#', Read(3_000, 11, end: true));
    }

    [Fact]
    public void A_late_packet_of_the_digit_before_is_nothing()
    {
        Read(1_000, 1, end: true);
        Read(3_000, 2, end: true);

        Assert.Null(Read(1_000, 1, end: true));
        Assert.Null(Read(3_000, 2, end: true));
    }

    [Fact]
    public void A_digit_held_very_long_is_one()
    {
        Read(1_000, 15, end: false, duration: 65_535);
        Assert.Null(Read(1_000 + 65_535, 15, end: false, duration: 400));

        Assert.Equal('D', Read(1_000 + 65_535, 15, end: true, duration: 800));
    }

    [Fact]
    public void A_flash_is_no_digit() => Assert.Null(Read(1_000, 16, end: true));

    [Fact]
    public void Another_source_begins_anew()
    {
        Read(900_000_000, 1, end: true);

        Assert.Equal('2', Read(5, 2, end: true, ssrc: 99));
    }

    [Fact]
    public void A_short_payload_is_no_event() => Assert.False(TelephoneEvent.TryRead([1, 0x80, 0], out _));

    private char? Read(uint timestamp, byte @event, bool end, ushort duration = 400, uint ssrc = 7) =>
        reader.Read(new RtpPacket(101, false, 0, timestamp, ssrc, RtpPacket.HeaderLength, 4), new TelephoneEvent(@event, end, duration));
}
