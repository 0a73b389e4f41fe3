using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// How this edge names itself to others: in Via and Contact. The same over restarts, so that a repeat is a retransmission (17.2.3); where edges share
/// a name, also at another edge. No port: whoever looks the name up finds it there (RFC 3263).
/// </summary>
internal sealed record EdgeAddress(string Host, int? Port)
{
    /// <summary>The port of each face besides UDP and TCP; what has none is reached over its connection, or as the others.</summary>
    public IReadOnlyDictionary<Transport, int> Faces { get; init; } = ImmutableDictionary<Transport, int>.Empty;

    public static EdgeAddress Of(EdgeOptions options, IPEndPoint local, IReadOnlyDictionary<Transport, int> faces) =>
        (options.AdvertisedHost is { } shared ? new EdgeAddress(shared, options.AdvertisedPort) : new EdgeAddress(HostOf(local.Address), local.Port)) with { Faces = faces };

    public Via Via(Transport transport, string branch) => Messages.Via.Of(transport.InVia(), Host, Faces.TryGetValue(transport, out var port) ? port : Port, branch);

    /// <summary>Names the call and the leg by its token, and us; nothing else. Over a transport that does not listen here, where UDP and TCP do.</summary>
    public string Contact(string token, Transport transport)
    {
        var port = Faces.TryGetValue(transport, out var face) ? face : Port;
        var isReached = Faces.ContainsKey(transport) || transport == Transport.Tcp;
        return string.Create(CultureInfo.InvariantCulture, $"<sip:{token}@{Host}{(port is { } known ? $":{known}" : "")}{(isReached ? $";transport={transport.InUri()}" : "")}>");
    }

    private static string HostOf(IPAddress address)
    {
        var own = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? FirstOfMachine(address.AddressFamily) : address;
        return own.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{own}]" : own.ToString();
    }

    private static IPAddress FirstOfMachine(AddressFamily family) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(adapter => adapter.OperationalStatus == OperationalStatus.Up && adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == family && !address.IsIPv6LinkLocal)
        ?? (family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback);
}
