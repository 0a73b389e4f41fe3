using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Tests;

public sealed class TimerHeapTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Timers_fire_by_time_then_by_order_of_setting_however_they_were_set_and_cancelled(int seed)
    {
        var random = new Random(seed);
        var heap = new TimerHeap();
        var timers = Enumerable.Range(0, 500).Select(_ => new Named()).ToList();
        var expected = new SortedDictionary<(long At, int Order), Named>();
        for (var step = 0; step < 5_000; step++)
        {
            var timer = timers[random.Next(timers.Count)];
            if (timer.IsSet)
            {
                expected.Remove(timer.Expected);
                heap.Cancel(timer);
            }
            else
            {
                timer.Expected = (random.Next(50), step);
                expected.Add(timer.Expected, timer);
                heap.Set(timer, Start.AddSeconds(timer.Expected.At));
            }
        }

        Assert.Equal(expected.Count, heap.Count);
        foreach (var timer in expected.Values)
        {
            Assert.Null(heap.Take(Start.AddSeconds(timer.Expected.At).AddTicks(-1)));
            Assert.Same(timer, heap.Take(Start.AddSeconds(timer.Expected.At)));
        }

        Assert.Null(heap.Next);
    }

    private sealed class Named : Due
    {
        public (long At, int Order) Expected { get; set; }

        public override void Fire()
        {
        }
    }
}
