using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// ng over TCP to one instance, for what UDP cannot do: long messages, and what the instance notices by itself (digits). Connects again for as long
/// as it is there; the end of a connection is the first sign that an instance ended.
/// </summary>
internal sealed class NgStream : IDisposable
{
    public static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(2);

    private const int BufferMin = 16 * 1024;
    private const int BufferMax = BencodeReader.OctetsMax;

    private readonly IPEndPoint instance;
    private readonly NgAsked asked;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource closing = new();
    private readonly Turns writing = new();
    private NetworkStream? connected;

    public NgStream(IPEndPoint instance, NgAsked asked, TimeProvider time)
    {
        (this.instance, this.asked, this.time) = (instance, asked, time);
        _ = Stay();
    }

    /// <summary>A message that answers nothing: the instance noticed something. Called by one thread at a time; be quick.</summary>
    public event Action<NgValue.Table>? Noticed;

    /// <summary>A connection stands, or stands no more.</summary>
    public event Action<bool>? Turned;

    public bool IsConnected => Volatile.Read(ref connected) is not null;

    /// <exception cref="TimeoutException">There is no connection now.</exception>
    public Task Send(ReadOnlyMemory<byte> message) => writing.Take(async () =>
    {
        try
        {
            // A message that was begun and not ended would spoil all after it: only the connection's own end stops it.
            await (connected ?? throw new TimeoutException($"There is no connection to rtpengine at {instance}.")).WriteAsync(message).ConfigureAwait(false);
            return true;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            throw new TimeoutException($"The connection to rtpengine at {instance} ended.", broken);
        }
    });

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    private async Task Stay()
    {
        await Task.Yield();
        var ended = closing.Token;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Connect(ended).ConfigureAwait(false);
                await Task.Delay(ConnectAgainAfter, time, ended).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Connect(CancellationToken ended)
    {
        using var socket = new Socket(instance.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended);
        limit.CancelAfter(ConnectMax);
        try
        {
            await socket.ConnectAsync(instance, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            ended.ThrowIfCancellationRequested();
            return;
        }

        await using var stream = new NetworkStream(socket);
        connected = stream;
        Turned?.Invoke(true);
        try
        {
            await Read(stream, ended).ConfigureAwait(false);
        }
        finally
        {
            connected = null;
            Turned?.Invoke(false);
        }
    }

    /// <summary>Until it ends, or says what is no ng: then nothing after it can be found either.</summary>
    private async Task Read(NetworkStream stream, CancellationToken ended)
    {
        var buffer = new byte[BufferMin];
        var filled = 0;
        while (true)
        {
            int length;
            try
            {
                length = await stream.ReadAsync(buffer.AsMemory(filled), ended).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return;
            }

            filled += length;
            if (length == 0 || !TakeAll(buffer, ref filled))
                return;
            if (filled == buffer.Length)
            {
                if (filled >= BufferMax)
                    return;
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private bool TakeAll(byte[] buffer, ref int filled)
    {
        var taken = 0;
        while (taken < filled)
        {
            // A copy, for what is read keeps its memory.
            switch (NgMessage.Read(buffer.AsSpan(taken, filled - taken).ToArray(), out var message, out var length))
            {
                case BencodeReading.Malformed:
                    return false;
                case BencodeReading.Partial:
                    buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                    filled -= taken;
                    return true;
                default:
                    taken += length;
                    Take(message!);
                    break;
            }
        }

        filled = 0;
        return true;
    }

    private void Take(NgMessage message)
    {
        if (message.Content.Text("notify") is not null)
            Noticed?.Invoke(message.Content);
        else
            asked.Answered(message);
    }
}
