using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Tests.Members;

/// <summary>The time that ports go by (F-08): the machine's wall clock only says when it began.</summary>
public sealed class CenterTimeTests
{
    private readonly JumpingTime machine = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_wall_clock_that_jumps_is_not_seen(int hours)
    {
        var center = new CenterTime(new NodeClock(machine));
        var began = center.GetUtcNow();

        machine.Wall += TimeSpan.FromHours(hours);
        machine.Passed += TimeSpan.FromSeconds(2);

        Assert.Equal(TimeSpan.FromSeconds(2), center.GetUtcNow() - began);
    }

    [Fact]
    public void It_is_the_time_of_the_database_as_soon_as_that_is_known()
    {
        var clock = new NodeClock(machine);
        var center = new CenterTime(clock);
        var database = machine.Wall - TimeSpan.FromHours(1);

        clock.Begin(database);

        Assert.Equal(database, center.GetUtcNow());
    }

    private sealed class JumpingTime : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}
