using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// What waits to be sent over one connection, in order and bounded. Many threads put frames in; one writer takes whatever has come meanwhile
/// as one write, and is woken once for all of it.
/// </summary>
internal sealed class Outbox(LinkOptions options, LinkCounters counters)
{
    private const int SegmentBytes = 64 * 1024;

    /// <summary>At most so much at once, so that room is made as a slow peer takes it.</summary>
    private const int WriteBytesMax = 256 * 1024;

    private readonly Lock gate = new();
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: SegmentBytes, useSynchronizationContext: false));
    private long waiting;
    private bool isClosed;

    /// <summary>False when there is no room, or the link is at its end.</summary>
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

    /// <summary>This frame is the last; <see cref="WriteTo"/> ends after it.</summary>
    public void Close(ReadOnlySpan<byte> last)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                isClosed = true;
                Add(last);
                pipe.Writer.Complete();
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
        pipe.Writer.Write(frame);

        // Never waits: the pipe has no threshold, our bound is above.
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
