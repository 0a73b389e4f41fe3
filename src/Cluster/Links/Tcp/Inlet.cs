using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>Cuts what a connection brings into frames. A length is checked before anything is waited for or made of it.</summary>
internal sealed class Inlet(Stream stream)
{
    private const int SegmentBytes = 64 * 1024;
    private readonly PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: SegmentBytes, minimumReadSize: SegmentBytes / 8));

    public delegate T Taking<out T>(ReadOnlySpan<byte> frame);

    /// <summary>One frame; whatever is behind it waits. Default when the stream ended before.</summary>
    public async Task<T?> One<T>(int bytesMax, Taking<T> take, CancellationToken stop)
    {
        while (true)
        {
            var read = await reader.ReadAsync(stop);
            var rest = read.Buffer;
            if (TryCut(ref rest, bytesMax, out var frame))
            {
                var taken = Give(frame, take);
                reader.AdvanceTo(rest.Start);
                return taken;
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return default;
            }
        }
    }

    /// <summary>Every frame until <paramref name="take"/> says false, which gives false, or the stream ends, which gives true.</summary>
    public async Task<bool> All(int bytesMax, Taking<bool> take, Action<long, long> counted, CancellationToken stop)
    {
        while (true)
        {
            var read = await reader.ReadAsync(stop);
            var rest = read.Buffer;
            var frames = 0;
            while (TryCut(ref rest, bytesMax, out var frame))
            {
                frames++;
                if (!Give(frame, take))
                {
                    return false;
                }
            }

            counted(frames, read.Buffer.Length - rest.Length);
            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return true;
            }
        }
    }

    /// <summary>Gives its memory back; the stream is not its own.</summary>
    public void Close() => reader.Complete();

    private static bool TryCut(ref ReadOnlySequence<byte> bytes, int bytesMax, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (bytes.Length < FrameLimits.PrefixBytes)
        {
            return false;
        }

        var length = Length(bytes);
        if (length <= 0 || length > bytesMax)
        {
            throw new MalformedFrameException($"a frame of {length} bytes, where {bytesMax} are allowed");
        }

        if (bytes.Length - FrameLimits.PrefixBytes < length)
        {
            return false;
        }

        frame = bytes.Slice(FrameLimits.PrefixBytes, length);
        bytes = bytes.Slice(frame.End);
        return true;
    }

    private static int Length(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.FirstSpan.Length >= FrameLimits.PrefixBytes)
        {
            return BinaryPrimitives.ReadInt32LittleEndian(bytes.FirstSpan);
        }

        Span<byte> prefix = stackalloc byte[FrameLimits.PrefixBytes];
        bytes.Slice(0, FrameLimits.PrefixBytes).CopyTo(prefix);
        return BinaryPrimitives.ReadInt32LittleEndian(prefix);
    }

    private static T Give<T>(in ReadOnlySequence<byte> frame, Taking<T> take)
    {
        if (frame.IsSingleSegment)
        {
            return take(frame.FirstSpan);
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)frame.Length);
        try
        {
            frame.CopyTo(whole);
            return take(whole.AsSpan(0, (int)frame.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
