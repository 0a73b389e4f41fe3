using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The connections of one edge, at most <see cref="TransportOptions.ConnectionsMax"/>. One to an address is used again for everything that
/// goes there over the same transport (RFC 3261 section 18), over TLS to the same host. Their ids are of this run of the edge only: one from before a restart is never open. On the loop only.
/// </summary>
internal sealed class StreamConnections(
    string name,
    IPAddress local,
    TlsSecurity security,
    TransportOptions options,
    LoopTimers timers,
    TimeProvider clock,
    Func<byte[], StreamConnection, ValueTask> received,
    Action<string> lost) : IDisposable
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(5);

    private readonly string run = $"{name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private readonly Dictionary<string, StreamConnection> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Far, StreamConnection> byRemote = [];
    private readonly Dictionary<Far, Task<StreamConnection?>> connecting = [];
    private readonly Dictionary<IPAddress, int> perAddress = [];
    private bool disposed;
    private int made;

    public bool IsOpen(string connection) => byId.ContainsKey(connection);

    /// <summary>The connection a hop names, else one that is open to its address.</summary>
    public StreamConnection? Find(Hop hop) =>
        hop.Connection is { } id && byId.TryGetValue(id, out var named) ? named : byRemote.GetValueOrDefault(new Far(hop.Transport, hop.Remote, ""));

    public void Accept(Transport transport, Socket socket)
    {
        try
        {
            if (Add(transport, "", socket, transport is Transport.Tls or Transport.SecureWebSocket ? security.AsServer : null) is null)
            {
                TelephonyMetrics.Dropped.Add(1, TelephonyMetrics.Of(transport));
                socket.Dispose();
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    /// <summary>A connection to this address, or null when none can be had in time.</summary>
    public async Task<StreamConnection?> To(Transport transport, IPEndPoint remote, string host)
    {
        var far = new Far(transport, remote, transport == Transport.Tls ? host : "");
        if (byRemote.TryGetValue(far, out var open))
        {
            return open;
        }

        if (transport is Transport.WebSocket or Transport.SecureWebSocket)
        {
            // Who came by one is reached by it, or not at all.
            return null;
        }

        if (!connecting.TryGetValue(far, out var attempt))
        {
            attempt = Connect(far);
            connecting[far] = attempt;
        }

        try
        {
            return await attempt;
        }
        finally
        {
            connecting.Remove(far);
        }
    }

    /// <summary>Closes what is overdue, now and every some seconds.</summary>
    public void Sweep()
    {
        if (disposed)
        {
            return;
        }

        foreach (var connection in byId.Values.Where(connection => connection.IsOverdue()).ToArray())
        {
            connection.Dispose();
        }

        timers.Start(SweepPause, Sweep);
    }

    public void Dispose()
    {
        disposed = true;
        foreach (var connection in byId.Values)
        {
            connection.Dispose();
        }
    }

    private async Task<StreamConnection?> Connect(Far far)
    {
        var remote = far.Remote;
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(options.ConnectTimeMax);
        try
        {
            if (remote.AddressFamily == local.AddressFamily)
            {
                socket.Bind(new IPEndPoint(local, 0));
            }

            await socket.ConnectAsync(remote, limit.Token);
            if (Add(far.Transport, far.Host, socket, far.Transport == Transport.Tls ? (plain, stop) => security.AsClient(plain, far.Host, stop) : null) is { } connection
                && await connection.IsOpen.WaitAsync(limit.Token))
            {
                return connection;
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Refused, unreachable or too slow: all the same to who wants to send.
        }

        socket.Dispose();
        return null;
    }

    private StreamConnection? Add(Transport transport, string host, Socket socket, Func<Stream, CancellationToken, Task<Stream>>? secure)
    {
        var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        var ofAddress = perAddress.GetValueOrDefault(address);
        if (disposed || byId.Count >= options.ConnectionsMax || ofAddress >= options.ConnectionsPerAddressMax)
        {
            return null;
        }

        made++;
        var connection = new StreamConnection(string.Create(CultureInfo.InvariantCulture, $"{run}-{made}"), transport, socket, secure, options, clock);
        var far = new Far(transport, connection.Remote, host);
        byId.Add(connection.Id, connection);
        byRemote[far] = connection;
        perAddress[address] = ofAddress + 1;
        _ = Serve(connection, far);
        return connection;
    }

    private async Task Serve(StreamConnection connection, Far far)
    {
        await Task.Run(() => connection.Run(received));
        byId.Remove(connection.Id);
        if (byRemote.TryGetValue(far, out var latest) && latest == connection)
        {
            byRemote.Remove(far);
        }

        var address = connection.Remote.Address;
        if (perAddress[address] == 1)
        {
            perAddress.Remove(address);
        }
        else
        {
            perAddress[address]--;
        }

        lost(connection.Id);
    }

    /// <param name="Transport">How.</param>
    /// <param name="Remote">To where.</param>
    /// <param name="Host">Over TLS, when we connected: whom its certificate names.</param>
    private readonly record struct Far(Transport Transport, IPEndPoint Remote, string Host);
}
