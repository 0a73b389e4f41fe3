using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The sockets of one edge: UDP and TCP on one address and port, TLS and WebSocket on others where wanted. Reading happens off the loop and is bounded by
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
    private readonly List<(Transport Transport, Socket Socket)> listeners = [];

    /// <exception cref="SocketException">The address is in use or not ours.</exception>
    /// <exception cref="InvalidDataException">The certificate cannot be used.</exception>
    public SocketNetwork(IPEndPoint listen, StreamFaces faces, string name, TransportOptions options, EdgeLoop loop, LoopTimers timers, TimeProvider clock, INetworkUser user)
    {
        this.options = options;
        this.loop = loop;
        this.user = user;
        room = new SemaphoreSlim(options.ReceivedMax, options.ReceivedMax);
        var security = new TlsSecurity(faces);
        try
        {
            Local = Bind(Transport.Tcp, listen)!;
            Bind(Transport.Tls, faces.Tls);
            Bind(Transport.WebSocket, faces.WebSocket);
            Bind(Transport.SecureWebSocket, faces.SecureWebSocket);
            if (faces.Tls is not null || faces.SecureWebSocket is not null)
            {
                security.Check();
            }

            datagrams = new DatagramSocket(Local, options.SocketBufferBytes, SipLimits.MessageBytesMax, ReceiveDatagram);
        }
        catch
        {
            listeners.ForEach(listener => listener.Socket.Dispose());
            throw;
        }

        connections = new StreamConnections(name, Local.Address, security, options, timers, clock, ReceiveFromStream, user.ConnectionLost);
    }

    /// <summary>The address that UDP and TCP are bound to.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The ports of what listens besides.</summary>
    public IReadOnlyDictionary<Transport, int> Faces =>
        listeners.Where(listener => listener.Transport != Transport.Tcp).ToDictionary(listener => listener.Transport, listener => ((IPEndPoint)listener.Socket.LocalEndPoint!).Port);

    public void Start()
    {
        loop.Post(connections.Sweep);
        datagrams.Start();
        foreach (var (transport, socket) in listeners)
        {
            socket.Listen(512);
            _ = Task.Run(() => Accept(transport, socket));
        }
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

    public async Task<Hop?> Connect(Transport transport, IPEndPoint remote, string host) =>
        await connections.To(transport, remote, host) is { } connection ? new Hop(transport, remote, connection.Id) : null;

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
        listeners.ForEach(listener => listener.Socket.Dispose());
        datagrams.Dispose();
        connections.Dispose();
    }

    private async Task SendOverNew(Hop hop, ReadOnlyMemory<byte> message, Action failed)
    {
        if (await connections.To(hop.Transport, hop.Remote, hop.Remote.Address.ToString()) is not { } connection || !connection.TrySend(message))
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
        HandOver(message, new Hop(from.Transport, from.Remote, from.Id));
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

    private IPEndPoint? Bind(Transport transport, IPEndPoint? listen)
    {
        if (listen is null)
        {
            return null;
        }

        var socket = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listeners.Add((transport, socket));
        socket.Bind(listen);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private async Task Accept(Transport transport, Socket listener)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                loop.Post(() => connections.Accept(transport, socket));
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
