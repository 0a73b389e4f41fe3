using System.Net;

namespace CallCenter.Api.Lookups;

/// <summary>
/// Which addresses a look-up or a webhook may be sent to. A tenant names the host, and its name server the address: so that neither can point into
/// the operator's own network, only public addresses are reached, and of the others those that the operator of this process named.
/// </summary>
public sealed class Reach(IReadOnlyList<IPNetwork> named, bool withPublic = true)
{
    /// <summary>What is not a machine in the public network: IANA's special-purpose registries (RFC 6890), and addresses that hold others within.</summary>
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(block => IPNetwork.Parse(block)),
    ];

    /// <summary>2000::/3 is all that is given out; of it not the blocks that are for protocols, tunnels (6to4, Teredo) and examples.</summary>
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicV6 = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (withPublic && IsPublic(plain)) || named.Any(network => network.Contains(plain));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
        ? !NotPublic.Any(network => network.Contains(address))
        : PublicV6.Contains(address) && !NotPublicV6.Any(network => network.Contains(address));
}
