using CallCenter.Telephony.Media;

namespace CallCenter.Telephony.Tests.Media;

public sealed class PaceScheduleTests
{
    private const long TicksPerSecond = 1_000_000;

    [Fact]
    public void Each_phase_has_its_beat_fifty_times_a_second_whenever_the_thread_wakes()
    {
        var schedule = new PaceSchedule(500, TicksPerSecond);
        var beats = new int[PaceSchedule.StepsPerBeat];
        var random = new Random(3);
        for (var now = 500L; now < 500 + 60 * TicksPerSecond;)
        {
            now = Math.Min(now + random.Next(1, 40_000), 500 + 60 * TicksPerSecond);
            for (var due = schedule.Due(now); due > 0; due--)
            {
                beats[schedule.NextPhase()]++;
            }
        }

        Assert.All(beats, count => Assert.Equal(60 * 50, count));
    }

    [Fact]
    public void A_stall_is_made_good_up_to_a_bound_and_the_beat_stays_in_step()
    {
        var schedule = new PaceSchedule(0, TicksPerSecond);

        Assert.Equal(PaceSchedule.StepsBehindMax, schedule.Due(10 * TicksPerSecond));
        for (var i = 0; i < PaceSchedule.StepsBehindMax; i++)
        {
            schedule.NextPhase();
        }

        Assert.Equal(0, schedule.Due(10 * TicksPerSecond));
        Assert.Equal(1, schedule.Due(10 * TicksPerSecond + 2_000));
    }

    [Fact]
    public void It_rests_until_the_next_step()
    {
        var schedule = new PaceSchedule(0, TicksPerSecond);

        Assert.Equal(2, schedule.Rest(0));
        Assert.Equal(1, schedule.Rest(1_500));
        Assert.Equal(1, schedule.Rest(90_000));
    }
}
