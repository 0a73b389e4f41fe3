using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// One TCP connection, accepted or made by us. Reads messages, answers pings, writes what is queued. What comes after a violation of framing
/// is not looked at; a full outbound queue ends it, and so does its owner when it idles (<see cref="IsOverdue"/>).
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Socket socket;
    private readonly TransportOptions options;
    private readonly TimeProvider clock;
    private readonly Channel<ReadOnlyMemory<byte>> outbound;
    private readonly long openedAt;
    private long lastByteAt;
    private long messageBegunAt;
    private int closed;

    public StreamConnection(string id, Socket socket, TransportOptions options, TimeProvider clock)
    {
        Id = id;
        this.socket = socket;
        this.options = options;
        this.clock = clock;
        socket.NoDelay = true;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
        outbound = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(options.OutboundMax) { SingleReader = true });
        openedAt = lastByteAt = messageBegunAt = clock.GetTimestamp();
    }

    public string Id { get; }

    public IPEndPoint Remote { get; }

    /// <summary>False when it is closed or does not keep up; then it is closed.</summary>
    public bool TrySend(ReadOnlyMemory<byte> message)
    {
        if (Volatile.Read(ref closed) == 0 && outbound.Writer.TryWrite(message))
        {
            return true;
        }

        Dispose();
        return false;
    }

    /// <summary>Idle for too long, or a message that was begun and is not complete in time.</summary>
    public bool IsOverdue()
    {
        var begun = Volatile.Read(ref messageBegunAt);
        return clock.GetElapsedTime(Volatile.Read(ref lastByteAt)) > options.IdleTimeMax
            || (begun != 0 && clock.GetElapsedTime(begun) > options.MessageTimeMax);
    }

    /// <summary>Reads and writes until the end. <paramref name="received"/> may make it wait: a peer cannot send faster than we look.</summary>
    public async Task Run(Func<byte[], StreamConnection, ValueTask> received)
    {
        var writing = Write();
        try
        {
            await Read(received).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Reset, closed by the peer, or by us: the owner forgets it either way.
        }

        Dispose();
        await writing.ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            outbound.Writer.TryComplete();
            socket.Dispose();
        }
    }

    private async Task Read(Func<byte[], StreamConnection, ValueTask> received)
    {
        var reader = PipeReader.Create(new NetworkStream(socket, ownsSocket: false));
        while (true)
        {
            var result = await reader.ReadAsync().ConfigureAwait(false);
            Volatile.Write(ref lastByteAt, clock.GetTimestamp());
            var buffer = result.Buffer;
            for (var frame = StreamFraming.First(buffer); frame.Kind != FrameKind.Partial; frame = StreamFraming.First(buffer))
            {
                await Take(frame, received).ConfigureAwait(false);
                if (frame.Kind == FrameKind.Broken)
                {
                    await Discard(reader, buffer.End).ConfigureAwait(false);
                    return;
                }

                buffer = buffer.Slice(frame.Bytes.End);
            }

            NoteProgress(partial: !buffer.IsEmpty);
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private ValueTask Take(Frame frame, Func<byte[], StreamConnection, ValueTask> received)
    {
        Volatile.Write(ref messageBegunAt, 0);
        switch (frame.Kind)
        {
            case FrameKind.Message or FrameKind.Broken:
                return received(frame.Bytes.ToArray(), this);
            case FrameKind.Ping:
                TrySend(Pong);
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What was broken gets its answer, and then the peer has until <see cref="TransportOptions.MessageTimeMax"/> to close.</summary>
    private async Task Discard(PipeReader reader, SequencePosition position)
    {
        NoteProgress(partial: true);
        reader.AdvanceTo(position);
        while (await reader.ReadAsync().ConfigureAwait(false) is { IsCompleted: false } result)
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private void NoteProgress(bool partial)
    {
        if (partial && Volatile.Read(ref messageBegunAt) == 0)
        {
            Volatile.Write(ref messageBegunAt, clock.GetTimestamp());
        }
    }

    private async Task Write()
    {
        try
        {
            await foreach (var message in outbound.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                for (var rest = message; !rest.IsEmpty;)
                {
                    rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }
}
