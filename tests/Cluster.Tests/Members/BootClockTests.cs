using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Tests.Members;

public sealed class BootClockTests
{
    [Fact]
    public void The_clock_that_counts_suspension_is_not_behind_the_one_that_does_not()
    {
        var (awake, boot) = (BootClock.Instance.Awake, BootClock.Instance.SinceBoot);

        Assert.True(boot >= awake, $"{boot} since boot, {awake} awake");
        Assert.True(BootClock.Instance.SinceBoot >= boot);
    }
}
