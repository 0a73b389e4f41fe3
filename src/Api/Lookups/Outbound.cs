using System.Net;
using System.Net.Sockets;

namespace CallCenter.Api.Lookups;

/// <summary>
/// HTTP to addresses that a tenant names. Of the network it sees only what <see cref="Reach"/> allows, looked at when the connection is made, after the
/// name was resolved; it follows no redirect, knows no proxy and no cookie, and unpacks nothing.
/// </summary>
internal static class Outbound
{
    private const int ConnectionsMax = 64;
    private const int AddressesMax = 4;

    /// <param name="reach">What may be connected to.</param>
    /// <param name="option">The option of the operator that would allow more, for the message.</param>
    /// <param name="plain">What may be connected to without TLS; null: the same.</param>
    /// <param name="connectTimeMax">For a connection to come up.</param>
    public static HttpClient Client(Reach reach, string option, TimeSpan connectTimeMax, Reach? plain = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = ConnectionsMax,
        MaxResponseHeadersLength = 16,
        ConnectTimeout = connectTimeMax,
        // So that a name that moves is followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, stop) => Connect(context, context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp ? plain ?? reach : reach, option, stop),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, Reach reach, string option, CancellationToken stop)
    {
        var named = IPAddress.TryParse(context.DnsEndPoint.Host, out var address) ? [address] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
        var allowed = named.Where(reach.Allows).Take(AddressesMax).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"no address of {context.DnsEndPoint.Host} may be reached ({option})");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
