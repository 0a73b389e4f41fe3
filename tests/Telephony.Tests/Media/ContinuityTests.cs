using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class ContinuityTests
{
    private const int Frame = 160;

    [Fact]
    public void Music_goes_on_in_steps_of_one_frame_however_late_each_beat_is()
    {
        var numbers = Continuity.From(65_534, 1_000);

        Assert.Equal(new Stamp(65_535, 1_000, true), numbers.Play(Frame, 0));
        Assert.Equal(new Stamp(0, 1_160, false), numbers.Play(Frame, 190));
        Assert.Equal(new Stamp(1, 1_320, false), numbers.Play(Frame, 320));
    }

    [Fact]
    public void After_a_long_stall_the_timestamp_jumps_with_the_clock()
    {
        var numbers = Continuity.From(0, 0);
        numbers.Play(Frame, 0);

        Assert.Equal(new Stamp(2, 8_000, true), numbers.Play(Frame, 8_000));
    }

    [Fact]
    public void A_switch_keeps_the_numbers_and_sets_the_marker()
    {
        var numbers = Continuity.From(9, 0);
        numbers.Play(Frame, 0);
        numbers.Switch();

        Assert.Equal(new Stamp(11, 400, true), numbers.Relay(Packet(500, 77_000), Frame, 400));
        Assert.Equal(new Stamp(12, 560, false), numbers.Relay(Packet(501, 77_160), Frame, 560));
        numbers.Switch();
        Assert.Equal(new Stamp(13, 720, true), numbers.Play(Frame, 600));
    }

    [Fact]
    public void Losses_and_disorder_are_passed_on_as_they_are()
    {
        var numbers = Continuity.From(0, 0);
        numbers.Relay(Packet(65_535, 0), Frame, 0);

        Assert.Equal(new Stamp(4, 480, false), numbers.Relay(Packet(2, 480), Frame, 480));
        Assert.Equal(new Stamp(3, 320, false), numbers.Relay(Packet(1, 320), Frame, 490));
        Assert.Equal(new Stamp(5, 640, false), numbers.Relay(Packet(3, 640), Frame, 640));
    }

    [Fact]
    public void What_is_older_than_the_switch_is_not_passed_on()
    {
        var numbers = Continuity.From(0, 0);
        numbers.Relay(Packet(100, 16_000), Frame, 0);

        Assert.Null(numbers.Relay(Packet(99, 15_840), Frame, 10));
    }

    [Theory]
    [InlineData(20_000, 7u)]
    [InlineData(101, 8u)]
    public void A_jump_or_another_source_joins_without_a_gap(int sequence, uint ssrc)
    {
        var numbers = Continuity.From(0, 0);
        numbers.Relay(Packet(100, 16_000), Frame, 0);

        Assert.Equal(new Stamp(2, 160, true), numbers.Relay(Packet((ushort)sequence, 5, ssrc), Frame, 160));
    }

    [Fact]
    public void A_long_call_wraps_both_numbers_without_a_mark()
    {
        var numbers = Continuity.From(0, 0);
        var last = numbers.Relay(Packet(0, 0), Frame, 0)!.Value;
        for (var i = 1; i < 200_000; i++)
        {
            var stamp = numbers.Relay(Packet((ushort)i, (uint)(i * 40_000L)), Frame, i * 160L)!.Value;
            Assert.Equal(new Stamp((ushort)(last.Sequence + 1), last.Timestamp + 40_000, false), stamp);
            last = stamp;
        }
    }

    private static RtpPacket Packet(ushort sequence, uint timestamp, uint ssrc = 7) => new(0, false, sequence, timestamp, ssrc, RtpPacket.HeaderLength, Frame);
}
