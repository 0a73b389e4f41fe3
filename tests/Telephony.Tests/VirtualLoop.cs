using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests;

/// <summary>A loop with its timers on the test's thread and in virtual time. A defect on the loop fails the test.</summary>
internal sealed class VirtualLoop : IDisposable
{
    private readonly List<Exception> defects = [];

    public VirtualLoop()
    {
        Loop = new EdgeLoop(defects.Add);
        Timers = new LoopTimers(Loop, Clock);
    }

    public VirtualClock Clock { get; } = new();

    public EdgeLoop Loop { get; }

    public LoopTimers Timers { get; }

    /// <summary>Does what is to be done now.</summary>
    public void Settle()
    {
        Loop.RunUntilIdle();
        Assert.Empty(defects);
    }

    /// <summary>Lets time pass, with everything that falls due on the way at its exact time.</summary>
    public void Pass(TimeSpan time)
    {
        Settle();
        for (var rest = time; rest > TimeSpan.Zero;)
        {
            rest -= Clock.Step(rest);
            Settle();
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        Timers.Dispose();
        Loop.Dispose();
    }
}
