using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// What waits to be sent over one connection, in order and bounded. Many threads put frames in; one writer takes whatever has come meanwhile
/// as one write. A little is written by the thread that flushes it: that is sooner done than waking another.
/// </summary>
internal sealed class Outbox
{
    private const int SegmentBytes = 64 * 1024;

    /// <summary>At most so much at once, so that room is made as a slow peer takes it.</summary>
    private const int WriteBytesMax = 256 * 1024;

    /// <summary>More is not written by who flushes, but by a thread of the pool.</summary>
    private const int LittleBytesMax = 32 * 1024;

    private readonly LinkOptions options;
    private readonly LinkCounters counters;
    private readonly Lock gate = new();
    private readonly WriterTurn turn = new();
    private readonly Pipe pipe;
    private long waiting;
    private int unflushed;
    private bool isClosed;

    public Outbox(LinkOptions options, LinkCounters counters)
    {
        this.options = options;
        this.counters = counters;
        pipe = new Pipe(new PipeOptions(readerScheduler: turn, pauseWriterThreshold: 0, minimumSegmentSize: SegmentBytes, useSynchronizationContext: false));
    }

    /// <summary>It leaves with the next <see cref="Flush"/>. False when there is no room, or the link is at its end.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame, bool isUrgent)
    {
        var room = isUrgent ? options.LinkBufferMax : options.LinkBufferMax - options.LinkBufferReserve;
        lock (gate)
        {
            if (isClosed || Volatile.Read(ref waiting) + frame.Length > room)
            {
                return false;
            }

            Add(frame);
        }

        counters.Sent(frame.Length);
        return true;
    }

    /// <summary>What was added leaves now. Never waits for the peer.</summary>
    public void Flush()
    {
        bool isLittle;
        Action? write;
        lock (gate)
        {
            if (isClosed || unflushed == 0)
            {
                return;
            }

            isLittle = unflushed <= LittleBytesMax;
            write = turn.Of(Shown);
        }

        if (isLittle)
        {
            write?.Invoke();
        }
        else
        {
            WriterTurn.OnPool(write);
        }
    }

    /// <summary>This frame is the last; <see cref="WriteTo"/> ends after it.</summary>
    public void Close(ReadOnlySpan<byte> last)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                isClosed = true;
                Add(last);
                WriterTurn.OnPool(turn.Of(() =>
                {
                    Shown();
                    pipe.Writer.Complete();
                }));
            }
        }
    }

    /// <summary>Writes until closed, then returns; whatever the stream throws is thrown.</summary>
    public async Task WriteTo(Stream stream, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var read = await pipe.Reader.ReadAsync(stop);
                var batch = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, WriteBytesMax));
                foreach (var segment in batch)
                {
                    await stream.WriteAsync(segment, stop);
                }

                Took(batch.Length);
                var isAll = read.IsCompleted && batch.Length == read.Buffer.Length;
                pipe.Reader.AdvanceTo(batch.End);
                if (isAll)
                {
                    return;
                }
            }
        }
        finally
        {
            Abandon();
        }
    }

    private void Add(ReadOnlySpan<byte> frame)
    {
        Took(-frame.Length);
        unflushed += frame.Length;
        pipe.Writer.Write(frame);
    }

    /// <summary>The writer sees it. Never waits: the pipe has no threshold, our bound is above.</summary>
    private void Shown()
    {
        unflushed = 0;
        var flush = pipe.Writer.FlushAsync(CancellationToken.None);
        Debug.Assert(flush.IsCompleted, "a pipe without a threshold waits for nobody");
    }

    private void Took(long bytes)
    {
        Interlocked.Add(ref waiting, -bytes);
        counters.Buffer(-bytes);
    }

    /// <summary>Nothing can be put in any more, and what waits is gone.</summary>
    private void Abandon()
    {
        lock (gate)
        {
            if (!isClosed)
            {
                isClosed = true;
                pipe.Writer.Complete();
            }

            pipe.Reader.Complete();
            Took(waiting);
        }
    }
}
