using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// How this edge names itself to others: in Via and Contact. The same over restarts, so that a repeat is a retransmission (17.2.3); where edges share
/// a name, also at another edge. No port: whoever looks the name up finds it there (RFC 3263).
/// </summary>
internal sealed record EdgeAddress(string Host, int? Port)
{
    public static EdgeAddress Of(EdgeOptions options, IPEndPoint local) =>
        options.AdvertisedHost is { } shared ? new(shared, options.AdvertisedPort) : new(HostOf(local.Address), local.Port);

    public Via Via(Transport transport, string branch) => Messages.Via.Of(transport == Transport.Tcp ? "TCP" : "UDP", Host, Port, branch);

    /// <summary>Names the call and the leg by its token, and us; nothing else.</summary>
    public string Contact(string token, Transport transport) =>
        string.Create(CultureInfo.InvariantCulture, $"<sip:{token}@{Host}{(Port is { } port ? $":{port}" : "")}{(transport == Transport.Tcp ? ";transport=tcp" : "")}>");

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
