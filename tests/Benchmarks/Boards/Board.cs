using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using CallCenter.Benchmarks.Calls;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Boards;

/// <summary>One reader of the event stream that notes how old each event of an agent is when it comes. It looks for two words in a line and parses nothing else: 2,000 of it share the cores with the product.</summary>
internal sealed class Board : IDisposable
{
    private const int HeadMax = 400;

    private readonly HttpResponseMessage response;
    private readonly PipeReader lines;
    private readonly Task reading;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Wanted wanted = new(int.MaxValue, new Latencies());

    private Board(HttpResponseMessage response, Stream stream)
    {
        this.response = response;
        lines = PipeReader.Create(stream);
        reading = Read();
    }

    /// <summary>Since <see cref="Begin"/>.</summary>
    public Latencies Times => wanted.Times;

    /// <summary>Returns when the stream has begun.</summary>
    public static async Task<Board> Open(Product product)
    {
        var response = await product.Follow("/api/v1/events?topics=agents");
        var board = new Board(response, await response.Content.ReadAsStreamAsync());
        await board.opened.Task;
        return board;
    }

    public void Begin() => wanted = new Wanted(int.MaxValue, new Latencies());

    /// <summary>As many events of agents have come since <see cref="Begin"/>.</summary>
    public Task Reaches(int count)
    {
        var now = new Wanted(count, wanted.Times);
        wanted = now;
        return now.Times.Count >= count ? Task.CompletedTask : now.Reached.Task;
    }

    public void Dispose()
    {
        response.Dispose();
        reading.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
    }

    private async Task Read()
    {
        while (true)
        {
            var read = await lines.ReadAsync();
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                Take(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            lines.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        Span<byte> head = stackalloc byte[HeadMax];
        line = line.Slice(0, Math.Min(line.Length, HeadMax));
        line.CopyTo(head);
        head = head[..(int)line.Length];
        if (!head.StartsWith("data: "u8))
        {
            return;
        }

        opened.TrySetResult();
        if (head.IndexOf("\"type\":\"callcenter.agent."u8) < 0 || head.IndexOf("\"time\":\""u8) is not (>= 0 and var at))
        {
            return;
        }

        var now = wanted;
        now.Times.Add((long)((DateTime.UtcNow.TimeOfDay - TimeOfDay(head[(at + "\"time\":\"".Length)..])).TotalSeconds * Stopwatch.Frequency));
        if (now.Times.Count >= now.Count)
        {
            now.Reached.TrySetResult();
        }
    }

    /// <summary>Of <c>2026-03-01T08:15:30.123Z</c>.</summary>
    private static TimeSpan TimeOfDay(ReadOnlySpan<byte> text) =>
        new(0, Two(text, 11), Two(text, 14), Two(text, 17), (Two(text, 20) * 10) + text[22] - '0');

    private static int Two(ReadOnlySpan<byte> text, int at) => ((text[at] - '0') * 10) + text[at + 1] - '0';

    private sealed record Wanted(int Count, Latencies Times)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
