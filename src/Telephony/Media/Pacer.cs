using System.Diagnostics;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media;

/// <summary>
/// One thread that gives all playing streams their beat of 20 ms, from one clock: it never drifts, and after a stall it catches up to
/// <see cref="PaceSchedule.StepsBehindMax"/>. Streams are spread over phases of 2 ms, so that thousands do not send in one burst. Sleeps when nothing plays.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private readonly RtpClock clock;
    private readonly Phase[] phases = new Phase[PaceSchedule.StepsPerBeat];
    private readonly ManualResetEventSlim awake = new();
    private readonly Thread thread;
    private int nextPhase;
    private int playing;
    private volatile bool ended;

    public Pacer(RtpClock clock)
    {
        this.clock = clock;
        for (var i = 0; i < phases.Length; i++)
        {
            phases[i] = new Phase();
        }

        thread = new Thread(Run) { Name = "media pacer", IsBackground = true };
        thread.Start();
    }

    public int Playing => Volatile.Read(ref playing);

    /// <summary>Gives the stream its beat until it has nothing to play.</summary>
    public void Pace(OutgoingStream stream)
    {
        if (stream.Phase < 0)
            stream.Phase = (int)((uint)Interlocked.Increment(ref nextPhase) % phases.Length);

        var phase = phases[stream.Phase];
        lock (phase.Gate)
        {
            if (stream.IsPaced)
                return;
            stream.IsPaced = true;
            phase.Streams.Add(stream);
        }

        Interlocked.Increment(ref playing);
        awake.Set();
    }

    public void Dispose()
    {
        ended = true;
        awake.Set();
        if (thread != Thread.CurrentThread)
            thread.Join();
        awake.Dispose();
    }

    private void Run()
    {
        while (!ended)
        {
            awake.Wait();
            awake.Reset();
            Beat();
        }
    }

    private void Beat()
    {
        var schedule = new PaceSchedule(Stopwatch.GetTimestamp(), Stopwatch.Frequency);
        while (!ended && Playing > 0)
        {
            var now = Stopwatch.GetTimestamp();
            for (var due = schedule.Due(now); due > 0; due--)
            {
                Play(phases[schedule.NextPhase()]);
            }

            Thread.Sleep(schedule.Rest(Stopwatch.GetTimestamp()));
        }
    }

    private void Play(Phase phase)
    {
        lock (phase.Gate)
        {
            var now = clock.Samples;
            for (var i = phase.Streams.Count - 1; i >= 0; i--)
            {
                if (!phase.Streams[i].PlayNext(now))
                    phase.Remove(i, ref playing);
            }
        }
    }

    private sealed class Phase
    {
        public Lock Gate { get; } = new();

        public List<OutgoingStream> Streams { get; } = [];

        public void Remove(int index, ref int playing)
        {
            Streams[index].IsPaced = false;
            Streams[index] = Streams[^1];
            Streams.RemoveAt(Streams.Count - 1);
            Interlocked.Decrement(ref playing);
        }
    }
}

/// <summary>Which steps of 2 ms are due. Pure: all times in ticks of a monotonic clock.</summary>
internal struct PaceSchedule(long start, long ticksPerSecond)
{
    public const int StepMs = 2;
    public const int StepsPerBeat = 20 / StepMs;

    /// <summary>After a stall at most so many steps are made good (100 ms of sound); the rest is skipped.</summary>
    public const int StepsBehindMax = 50;

    private const int StepsPerSecond = 1_000 / StepMs;

    private long made;

    /// <summary>How many steps to make now, with <see cref="NextPhase"/> for each.</summary>
    public int Due(long now)
    {
        var due = (now - start) * StepsPerSecond / ticksPerSecond - made;
        var skipped = Math.Max(due - StepsBehindMax, 0);
        made += skipped;
        return (int)(due - skipped);
    }

    public int NextPhase() => (int)(made++ % StepsPerBeat);

    /// <summary>How long to sleep until the next step, in whole milliseconds, at least one.</summary>
    public readonly int Rest(long now)
    {
        var ticks = start + (made + 1) * ticksPerSecond / StepsPerSecond - now;
        return (int)Math.Clamp((ticks * 1_000 + ticksPerSecond - 1) / ticksPerSecond, 1, StepMs);
    }
}
