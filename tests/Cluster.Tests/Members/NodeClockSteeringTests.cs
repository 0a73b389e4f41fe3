using CallCenter.Cluster.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Cluster.Tests.Members;

public sealed class NodeClockSteeringTests
{
    private readonly FakeClock time = new();
    private readonly NodeClock clock;

    public NodeClockSteeringTests() => clock = new NodeClock(time);

    [Fact]
    public void It_never_goes_back_and_never_stands_still() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(-2_000, 2_000), 40).ToArbitrary(), errors =>
        {
            var (steps, start) = (new FakeClock(), new FakeClock().GetUtcNow());
            var steered = new NodeClock(steps);
            foreach (var error in errors)
            {
                var before = steered.Now;
                var truth = steps.GetUtcNow() + TimeSpan.FromMilliseconds(error);
                steered.Steer(truth, truth + TimeSpan.FromMilliseconds(5));
                if (steered.Now < before)
                {
                    return false;
                }

                before = steered.Now;
                steps.Move(TimeSpan.FromMilliseconds(100));
                if (steered.Now < before + TimeSpan.FromMilliseconds(50) || steered.Now < start)
                {
                    return false;
                }
            }

            return true;
        }));

    [Fact]
    public void What_is_behind_is_moved_up_at_once()
    {
        var truth = time.GetUtcNow() + TimeSpan.FromSeconds(3);

        clock.Steer(truth, truth + TimeSpan.FromMilliseconds(1));

        Assert.Equal(truth, clock.Now);
    }

    [Fact]
    public void What_is_ahead_runs_at_half_speed_until_it_is_true()
    {
        var ahead = TimeSpan.FromSeconds(1);
        clock.Steer(time.GetUtcNow() - ahead, time.GetUtcNow() - ahead);
        Assert.Equal(time.GetUtcNow(), clock.Now);

        time.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(time.GetUtcNow() - (ahead / 2), clock.Now);
        time.Move(TimeSpan.FromSeconds(10));

        Assert.Equal(time.GetUtcNow() - ahead, clock.Now);
    }

    [Fact]
    public void What_a_round_trip_cannot_tell_apart_is_left_alone()
    {
        var before = clock.Now;

        clock.Steer(before - TimeSpan.FromMilliseconds(200), before + TimeSpan.FromMilliseconds(300));
        time.Move(TimeSpan.FromSeconds(1));

        Assert.Equal(before + TimeSpan.FromSeconds(1), clock.Now);
    }
}
