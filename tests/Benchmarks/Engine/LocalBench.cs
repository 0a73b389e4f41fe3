using System.Diagnostics;
using System.Threading.Channels;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Engine;

/// <summary>
/// How many messages the loop of one node handles: decide, apply, entry in the lane, duty begun, answer, duty ended. Pebbles go round from
/// actor to actor; each hand-over is two messages and two events. Nothing is on disk.
/// </summary>
internal static class LocalBench
{
    private const int RunCount = 5;
    private const int Pebbles = 256;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);

    public static async Task Run(Report report)
    {
        await using var system = await Engines.InMemory();
        for (var pebble = 0; pebble < Pebbles; pebble++)
        {
            // Each from a number of its own, so that no two pebbles ever have the same.
            await Engines.Ask(system, pebble % PebbleBehaviour.Neighbours, new PebbleCommand.HandOn((pebble + 1) * 8_000_000));
        }

        await Elapsed(TimeSpan.FromSeconds(2));
        Runs messages = new(), events = new(), cpu = new(), peer = new();
        for (var run = 0; run < RunCount; run++)
        {
            peer.Add(await ChannelRate());
            var (before, stored, used, began) = (system.Counters.Messages, system.Counters.Events, Machine.CpuSeconds(), Stopwatch.GetTimestamp());
            await Elapsed(RunLength);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var handled = system.Counters.Messages - before;
            messages.Add(handled / seconds);
            events.Add((system.Counters.Events - stored) / seconds);
            cpu.Add((Machine.CpuSeconds() - used) * 1e6 / handled);
        }

        report.Table(
            ["messages/s", "of them events/s", "CPU µs a message", "bare Channel<T>, messages/s", "engine : channel"],
            [[messages.Rate, events.Rate, cpu.Cost, peer.Rate, $"1 : {peer.Median / messages.Median:F0}"]]);
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s; {Pebbles} pebbles among {PebbleBehaviour.Neighbours} actors, one loop. The channel only hands an object from one thread to another: the limit of any mailbox built on it.");
    }

    private static async Task<double> ChannelRate()
    {
        const int Count = 1_000_000;
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var began = Stopwatch.GetTimestamp();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in channel.Reader.ReadAllAsync())
            {
            }
        });
        for (var index = 0; index < Count; index++)
        {
            channel.Writer.TryWrite(channel);
        }

        channel.Writer.Complete();
        await reading;
        return Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task Elapsed(TimeSpan length)
    {
        using var timer = new PeriodicTimer(length);
        await timer.WaitForNextTickAsync();
    }
}
