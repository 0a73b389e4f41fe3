using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The sockets of one edge: UDP and TCP on one address and port. Reading happens off the loop and is bounded by
/// <see cref="TransportOptions.ReceivedMax"/>; everything else here runs on the loop.
/// </summary>
internal sealed class SocketNetwork : INetwork, IDisposable
{
    private readonly TransportOptions options;
    private readonly EdgeLoop loop;
    private readonly INetworkUser user;
    private readonly StreamConnections connections;
    private readonly SemaphoreSlim room;
    private readonly DatagramSocket datagrams;
    private readonly Socket listener;

    /// <exception cref="SocketException">The address is in use or not ours.</exception>
    public SocketNetwork(IPEndPoint listen, string name, TransportOptions options, EdgeLoop loop, LoopTimers timers, TimeProvider clock, INetworkUser user)
    {
        this.options = options;
        this.loop = loop;
        this.user = user;
        room = new SemaphoreSlim(options.ReceivedMax, options.ReceivedMax);
        listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(listen);
            Local = (IPEndPoint)listener.LocalEndPoint!;
            datagrams = new DatagramSocket(Local, options.SocketBufferBytes, SipLimits.MessageBytesMax, ReceiveDatagram);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        connections = new StreamConnections(name, Local.Address, options, timers, clock, ReceiveFromStream, user.ConnectionLost);
    }

    /// <summary>The address both sockets are bound to.</summary>
    public IPEndPoint Local { get; }

    public void Start()
    {
        listener.Listen(512);
        loop.Post(connections.Sweep);
        datagrams.Start();
        _ = Task.Run(Accept);
    }

    public void Send(Hop hop, ReadOnlyMemory<byte> message, Action failed)
    {
        TelephonyMetrics.Sent.Add(1, TelephonyMetrics.Of(hop.Transport));
        if (hop.Transport == Transport.Udp)
        {
            if (!datagrams.Send(message.Span, hop.Remote))
            {
                loop.Post(failed);
            }

            return;
        }

        if (connections.Find(hop) is { } open)
        {
            if (!open.TrySend(message))
            {
                loop.Post(failed);
            }

            return;
        }

        loop.Spawn(SendOverNew(hop, message, failed));
    }

    public async Task<Hop?> Connect(IPEndPoint remote) =>
        await connections.To(remote) is { } connection ? new Hop(Transport.Tcp, remote, connection.Id) : null;

    public bool IsOpen(string connection) => connections.IsOpen(connection);

    public async Task<IPAddress?> Resolve(string host)
    {
        using var limit = new CancellationTokenSource(options.ResolveTimeMax);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, Local.AddressFamily, limit.Token);
            return addresses.FirstOrDefault();
        }
        catch (Exception unknown) when (unknown is SocketException or OperationCanceledException or ArgumentException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        datagrams.Dispose();
        connections.Dispose();
    }

    private async Task SendOverNew(Hop hop, ReadOnlyMemory<byte> message, Action failed)
    {
        if (await connections.To(hop.Remote) is not { } connection || !connection.TrySend(message))
        {
            failed();
        }
    }

    private void ReceiveDatagram(byte[] datagram, IPEndPoint from)
    {
        if (room.Wait(0))
        {
            HandOver(datagram, new Hop(Transport.Udp, from));
        }
        else
        {
            TelephonyMetrics.Dropped.Add(1, TelephonyMetrics.Of(Transport.Udp));
        }
    }

    private async ValueTask ReceiveFromStream(byte[] message, StreamConnection from)
    {
        await room.WaitAsync().ConfigureAwait(false);
        HandOver(message, new Hop(Transport.Tcp, from.Remote, from.Id));
    }

    private void HandOver(byte[] message, Hop from)
    {
        TelephonyMetrics.Received.Add(1, TelephonyMetrics.Of(from.Transport));
        loop.Post(() =>
        {
            room.Release();
            user.Received(message, from);
        });
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                loop.Post(() => connections.Accept(socket));
            }
            catch (SocketException failure) when (failure.SocketErrorCode != SocketError.OperationAborted)
            {
                // The peer was gone before it was accepted, or descriptors are used up: the next accept tells.
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
