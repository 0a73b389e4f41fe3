using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Unicode;
using System.Threading.Channels;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// One connection, accepted or made by us: TCP, or with TLS, WebSocket or both upon it. Reads messages, answers pings, writes what is queued. What comes
/// after a violation of framing is not looked at; a full outbound queue ends it, and so does its owner when it idles (<see cref="IsOverdue"/>). A far end
/// that is gone without a word is noticed by the probes of TCP, or of WebSocket: the flow's heartbeat, which needs nothing of the phone.
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    /// <summary>A heartbeat without answer is repeated so often before the far end is taken for gone.</summary>
    private const int HeartbeatsLost = 3;

    private const int HeartbeatAgainSeconds = 5;

    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Socket socket;
    private readonly Func<Stream, CancellationToken, Task<Stream>>? secure;
    private readonly TaskCompletionSource<bool> open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TransportOptions options;
    private readonly TimeProvider clock;
    private readonly Channel<ReadOnlyMemory<byte>> outbound;
    private readonly long openedAt;
    private long lastByteAt;
    private long messageBegunAt;
    private int closed;

    public StreamConnection(string id, Transport transport, Socket socket, Func<Stream, CancellationToken, Task<Stream>>? secure, TransportOptions options, TimeProvider clock)
    {
        Id = id;
        Transport = transport;
        this.socket = socket;
        this.secure = secure;
        this.options = options;
        this.clock = clock;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.HeartbeatEvery.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, HeartbeatAgainSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, HeartbeatsLost);
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
        outbound = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(options.OutboundMax) { SingleReader = true });
        openedAt = lastByteAt = messageBegunAt = clock.GetTimestamp();
    }

    public string Id { get; }

    public Transport Transport { get; }

    public IPEndPoint Remote { get; }

    /// <summary>True as soon as messages can be sent, false when it never comes to that.</summary>
    public Task<bool> IsOpen => open.Task;

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
        var writing = Task.CompletedTask;
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            stream = secure is null ? stream : await secure(stream, CancellationToken.None).ConfigureAwait(false);
            if (Transport is Transport.WebSocket or Transport.SecureWebSocket)
            {
                if (await WebSocketFace.Accept(stream).ConfigureAwait(false) is { } browser)
                {
                    writing = Write(message => browser.SendAsync(message, Utf8.IsValid(message.Span) ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None));
                    await Read(browser, received).ConfigureAwait(false);
                }
            }
            else
            {
                writing = Write(message => stream.WriteAsync(message));
                await Read(stream, received).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException or WebSocketException or InvalidDataException)
        {
            // Reset, closed by the peer, or by us, or never agreed on: the owner forgets it either way.
        }

        Dispose();
        await writing.ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            open.TrySetResult(false);
            outbound.Writer.TryComplete();
            socket.Dispose();
        }
    }

    /// <summary>Each message of the WebSocket is one of SIP; one of line breaks alone is a ping (RFC 7118 section 6).</summary>
    private async Task Read(WebSocket browser, Func<byte[], StreamConnection, ValueTask> received)
    {
        var buffer = new byte[SipLimits.MessageBytesMax + 1];
        for (var length = 0; ;)
        {
            var part = await browser.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref lastByteAt, clock.GetTimestamp());
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close || length > SipLimits.MessageBytesMax)
            {
                return;
            }

            NoteProgress(partial: !part.EndOfMessage);
            if (part.EndOfMessage)
            {
                Volatile.Write(ref messageBegunAt, 0);
                await Take(buffer.AsMemory(0, length), received).ConfigureAwait(false);
                length = 0;
            }
        }
    }

    private ValueTask Take(ReadOnlyMemory<byte> message, Func<byte[], StreamConnection, ValueTask> received)
    {
        if (!message.Span.ContainsAnyExcept((byte)'\r', (byte)'\n'))
        {
            TrySend(Pong);
            return ValueTask.CompletedTask;
        }

        return received(message.ToArray(), this);
    }

    private async Task Read(Stream stream, Func<byte[], StreamConnection, ValueTask> received)
    {
        var reader = PipeReader.Create(stream);
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

    private async Task Write(Func<ReadOnlyMemory<byte>, ValueTask> write)
    {
        open.TrySetResult(true);
        try
        {
            await foreach (var message in outbound.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await write(message).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            Dispose();
        }
    }
}
