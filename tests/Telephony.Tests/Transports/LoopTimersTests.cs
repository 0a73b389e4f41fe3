namespace CallCenter.Telephony.Tests.Transports;

/// <summary>Timers of the loop: exact, in order, and gone when stopped.</summary>
public sealed class LoopTimersTests : IDisposable
{
    private readonly VirtualLoop time = new();
    private readonly List<string> fired = [];

    public void Dispose() => time.Dispose();

    [Fact]
    public void They_fire_in_the_order_of_their_time_and_equals_in_the_order_of_their_start()
    {
        Start(2, "c");
        Start(1, "a");
        Start(1, "b");
        time.Pass(0.999);
        Assert.Empty(fired);
        time.Pass(10);
        Assert.Equal(["a@1", "b@1", "c@2"], fired);
    }

    [Fact]
    public void A_stopped_one_never_fires_also_when_it_was_the_next()
    {
        var first = time.Timers.Start(TimeSpan.FromSeconds(1), () => fired.Add("never"));
        Start(2, "b");
        first.Stop();
        first.Stop();
        time.Pass(10);
        Assert.Equal(["b@2"], fired);
    }

    [Fact]
    public void Stopped_ones_are_forgotten_before_their_time()
    {
        for (var number = 0; number < 10_000; number++)
        {
            time.Timers.Start(TimeSpan.FromHours(1), () => fired.Add("never")).Stop();
        }

        Start(1, "a");
        Assert.Equal(1, time.Timers.Count);
        time.Pass(1);
        Assert.Equal(["a@1"], fired);
        Assert.Equal(0, time.Timers.Count);
    }

    private void Start(int seconds, string name) => time.Timers.Start(TimeSpan.FromSeconds(seconds), () => fired.Add($"{name}@{time.Clock.Elapsed.TotalSeconds}"));
}
