using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Benchmarks.Links;

/// <summary>
/// One link between two ends over loopback TCP: frames of one kind one way as fast as the buffer takes them, and asks that the far end answers at
/// once, with 1 and 256 of them outstanding. Beside it a bare ping-pong over TCP in the same run.
/// </summary>
internal static class LinkBench
{
    private const int RunCount = 5;
    private const int EventCount = 2_000;
    private const int FrameCount = 2_000_000;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(2);
    private static readonly ActorId To = ActorId.Queue("bench", "q1");

    public static async Task Run(Report report)
    {
        await using var pair = await LinkPair.Make();
        pair.Far = frame =>
        {
            if (frame is Frame.Ask ask)
            {
                pair.ToNear(new Frame.Reply(ask.Id, new Answer.Answered(null, 1, ask.Id)));
            }
        };
        await Asks(pair, 256, RunLength);
        report.Table(["outstanding", "asks/s", "ask p50 / p99 µs", "CPU µs an ask", "bare TCP p50 / p99 µs", "ask p50 : bare p50"], [await AskRow(pair, 1), await AskRow(pair, 256)]);
        report.Table(["bytes a frame", "frames/s one way", "MB/s", "CPU µs a frame"], [await FrameRow(pair)]);
        report.Table(["events in a Committed", "bytes", "to bytes µs", "from bytes µs"], [BatchRow()]);
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s. An ask is about 200 bytes with a body of {PebbleCommands.BodyBytes}, its answer about 20. Both ends in one process.");
    }

    private static async Task<string[]> AskRow(LinkPair pair, int outstanding)
    {
        Runs rate = new(), cpu = new(), ratio = new();
        Latencies asks = new(), bare = new();
        for (var run = 0; run < RunCount; run++)
        {
            var beside = await PingPong.Measure(TimeSpan.FromSeconds(0.5));
            var used = Machine.CpuSeconds();
            var times = await Asks(pair, outstanding, RunLength);
            cpu.Add((Machine.CpuSeconds() - used) * 1e6 / times.Count);
            rate.Add(times.Count / RunLength.TotalSeconds);
            ratio.Add(times.At(0.5) / beside.At(0.5));
            asks.AddAll(times);
            bare.AddAll(beside);
        }

        return [$"{outstanding}", rate.Rate, Micros(asks), cpu.Cost, Micros(bare), ratio.Cost];
    }

    /// <summary>The answer to one sends the next, on the thread that brings it: what callers do with answers is not the link's.</summary>
    private static async Task<Latencies> Asks(LinkPair pair, int outstanding, TimeSpan length)
    {
        var (times, began, open) = (new Latencies(), Stopwatch.GetTimestamp(), outstanding);
        var sentAt = new long[outstanding];
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Near = frame =>
        {
            var id = ((Frame.Reply)frame).Id;
            times.Add(Stopwatch.GetTimestamp() - sentAt[id]);
            if (Stopwatch.GetElapsedTime(began) < length)
            {
                Ask(id);
            }
            else if (Interlocked.Decrement(ref open) == 0)
            {
                all.SetResult();
            }
        };
        for (var id = 0; id < outstanding; id++)
        {
            Ask(id);
        }

        await all.Task;
        return times;

        void Ask(long id)
        {
            sentAt[id] = Stopwatch.GetTimestamp();
            if (!pair.ToFar(new Frame.Ask(id, To, PebbleCommands.Command, TimeSpan.FromSeconds(2))))
            {
                throw new InvalidOperationException("the link has no room for an ask");
            }
        }
    }

    private static string Micros(Latencies times) => $"{times.At(0.5) * 1e3:F0} / {times.At(0.99) * 1e3:F0}";

    private static async Task<string[]> FrameRow(LinkPair pair)
    {
        var frame = new Frame.Carried(new Parcel.Request(To, "pebble", 1, To, PebbleCommands.Command, 0));
        var size = PebbleCommands.SizeOf(frame);
        Runs frames = new(), bytes = new(), cpu = new();
        for (var run = 0; run < RunCount; run++)
        {
            var (used, began) = (Machine.CpuSeconds(), Stopwatch.GetTimestamp());
            await Frames(pair, frame);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            frames.Add(FrameCount / seconds);
            bytes.Add(FrameCount / seconds * size / 1e6);
            cpu.Add((Machine.CpuSeconds() - used) * 1e6 / FrameCount);
        }

        return [$"{size}", frames.Rate, bytes.Rate, cpu.Cost];
    }

    /// <summary>What the codec takes for the news of a large batch, of 400 bytes each.</summary>
    private static string[] BatchRow()
    {
        var stored = DateTimeOffset.UnixEpoch;
        var batch = new Frame.Committed([.. Enumerable.Range(0, EventCount).Select(number =>
            new CommittedEvent(number % 64, number, 3, ActorId.Call("bench", $"call{number}"), 1, "call_arrived", new byte[400], stored))]);
        var (codec, writer) = (new FrameCodec(PebbleCommands.Instance), new FrameWriter());
        Runs write = new(), read = new();
        for (var run = 0; run < RunCount * 10; run++)
        {
            var began = Stopwatch.GetTimestamp();
            codec.Write(batch, writer);
            write.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            began = Stopwatch.GetTimestamp();
            codec.Read(writer.Written[FrameLimits.PrefixBytes..]);
            read.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return [$"{EventCount}", $"{writer.Written.Length}", write.Cost, read.Cost];
    }

    /// <summary>As fast as they find room: one thread sends, and waits its turn while the buffer is full.</summary>
    private static async Task Frames(LinkPair pair, Frame frame)
    {
        var (arrived, answering) = (0, pair.Far);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Far = _ =>
        {
            if (++arrived == FrameCount)
            {
                all.SetResult();
            }
        };
        for (var sent = 0; sent < FrameCount;)
        {
            if (pair.ToFar(frame))
            {
                sent++;
            }
            else
            {
                await Task.Delay(1);
            }
        }

        await all.Task;
        pair.Far = answering;
    }
}
