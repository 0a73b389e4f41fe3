using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>How the sockets of links are set, and what their failures say of the other side.</summary>
internal static class LinkSockets
{
    private const int Backlog = 128;
    private const int KeepAliveSeconds = 1;
    private const int KeepAliveProbesMax = 3;

    // linux/tcp.h; RFC 5482
    private const int ProtocolTcp = 6;
    private const int TcpUserTimeout = 18;

    public static Socket Listen(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static async Task<Socket> Connect(EndPoint to, TimeSpan timeMax, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
            late.CancelAfter(timeMax);
            await socket.ConnectAsync(to, late.Token);

            // A port of the ephemeral range that nobody listens on may be given to the very socket that calls it: TCP then connects it with itself.
            return socket.LocalEndPoint!.Equals(socket.RemoteEndPoint) ? throw new SocketException((int)SocketError.ConnectionRefused) : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Small frames leave at once; a machine that is gone is noticed also when nothing is sent.</summary>
    public static void Tune(Socket socket, TimeSpan silenceMax)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbesMax);
        if (OperatingSystem.IsLinux())
        {
            var milliseconds = (int)silenceMax.TotalMilliseconds;
            socket.SetRawSocketOption(ProtocolTcp, TcpUserTimeout, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in milliseconds)));
        }
    }

    /// <summary>HOST:PORT; an IPv6 address in brackets.</summary>
    public static bool TryParse(string address, [NotNullWhen(true)] out EndPoint? endPoint)
    {
        endPoint = null;
        if (IPEndPoint.TryParse(address, out var ip) && ip.Port != 0)
        {
            endPoint = ip;
        }
        else if (address.LastIndexOf(':') is var colon and > 0
            && Uri.CheckHostName(address[..colon]) == UriHostNameType.Dns
            && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != 0)
        {
            endPoint = new DnsEndPoint(address[..colon], port);
        }

        return endPoint is not null;
    }

    public static bool IsLoopback(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host == "localhost",
        _ => false,
    };
}
