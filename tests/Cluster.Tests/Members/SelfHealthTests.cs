using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Tests.Members;

public sealed class SelfHealthTests
{
    private static readonly MemberOptions Options = new() { Cluster = "test", Name = "a", Address = "a:1" };
    private readonly SelfHealth health = new(Options);
    private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddHours(1);

    [Fact]
    public void Who_is_late_waits_longer_before_it_suspects_others()
    {
        health.Ran(now, Options.LateAfter);

        Assert.Equal(2 * Options.ProbeMissesMax, health.Patience);
        Assert.False(health.IsSick);
    }

    [Fact]
    public void A_long_freeze_makes_sick_and_no_freeze_makes_worse_than_the_worst()
    {
        health.Ran(now, Options.FrozenAfter);
        Assert.True(health.IsSick);

        health.Ran(now, TimeSpan.FromDays(1));
        Assert.Equal(SelfHealth.WorstScore, health.Score);
    }

    [Fact]
    public void It_heals_by_and_by()
    {
        health.Ran(now, TimeSpan.FromDays(1));
        for (var second = 0; second < 20 && health.Score > 0; second++)
        {
            now += TimeSpan.FromSeconds(1);
            health.Ran(now, TimeSpan.Zero);
        }

        Assert.Equal(0, health.Score);
        Assert.Equal(Options.ProbeMissesMax, health.Patience);
    }
}
