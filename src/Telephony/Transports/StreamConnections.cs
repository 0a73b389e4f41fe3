using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The TCP connections of one edge, at most <see cref="TransportOptions.ConnectionsMax"/>. One to an address is used again for everything that
/// goes there (RFC 3261 section 18). Their ids are of this run of the edge only: one from before a restart is never open. On the loop only.
/// </summary>
internal sealed class StreamConnections(
    string name,
    IPAddress local,
    TransportOptions options,
    LoopTimers timers,
    TimeProvider clock,
    Func<byte[], StreamConnection, ValueTask> received,
    Action<string> lost) : IDisposable
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(5);

    private readonly string run = $"{name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private readonly Dictionary<string, StreamConnection> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<IPEndPoint, StreamConnection> byRemote = [];
    private readonly Dictionary<IPEndPoint, Task<StreamConnection?>> connecting = [];
    private readonly Dictionary<IPAddress, int> perAddress = [];
    private bool disposed;
    private int made;

    public bool IsOpen(string connection) => byId.ContainsKey(connection);

    /// <summary>The connection a hop names, else one that is open to its address.</summary>
    public StreamConnection? Find(Hop hop) =>
        hop.Connection is { } id && byId.TryGetValue(id, out var named) ? named : byRemote.GetValueOrDefault(hop.Remote);

    public void Accept(Socket socket)
    {
        try
        {
            if (Add(socket) is null)
            {
                TelephonyMetrics.Dropped.Add(1, TelephonyMetrics.Of(Actors.Calls.Dialogs.Transport.Tcp));
                socket.Dispose();
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    /// <summary>A connection to this address, or null when none can be had in time.</summary>
    public async Task<StreamConnection?> To(IPEndPoint remote)
    {
        if (byRemote.TryGetValue(remote, out var open))
        {
            return open;
        }

        if (!connecting.TryGetValue(remote, out var attempt))
        {
            attempt = Connect(remote);
            connecting[remote] = attempt;
        }

        try
        {
            return await attempt;
        }
        finally
        {
            connecting.Remove(remote);
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

    private async Task<StreamConnection?> Connect(IPEndPoint remote)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(options.ConnectTimeMax);
        try
        {
            if (remote.AddressFamily == local.AddressFamily)
            {
                socket.Bind(new IPEndPoint(local, 0));
            }

            await socket.ConnectAsync(remote, limit.Token);
            if (Add(socket) is { } connection)
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

    private StreamConnection? Add(Socket socket)
    {
        var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        var ofAddress = perAddress.GetValueOrDefault(address);
        if (disposed || byId.Count >= options.ConnectionsMax || ofAddress >= options.ConnectionsPerAddressMax)
        {
            return null;
        }

        made++;
        var connection = new StreamConnection(string.Create(CultureInfo.InvariantCulture, $"{run}-{made}"), socket, options, clock);
        byId.Add(connection.Id, connection);
        byRemote[connection.Remote] = connection;
        perAddress[address] = ofAddress + 1;
        _ = Serve(connection);
        return connection;
    }

    private async Task Serve(StreamConnection connection)
    {
        await Task.Run(() => connection.Run(received));
        byId.Remove(connection.Id);
        if (byRemote.TryGetValue(connection.Remote, out var latest) && latest == connection)
        {
            byRemote.Remove(connection.Remote);
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
}
