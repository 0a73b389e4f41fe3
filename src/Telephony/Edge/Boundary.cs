using System.Net;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Where the inside begins (RELIABILITY S10). A proxy of ours is inside: it says whom a request comes from and by which way a phone is reached. What
/// anybody else writes into those headers is not read. Whose assertions of a caller are believed is another matter: those of trunks
/// (<see cref="CallerIdentity"/>), which are known by the source.
/// </summary>
internal sealed class Boundary(EdgeOptions options, IDialPlan plan)
{
    public bool IsProxy(Hop from) => Is(from.Remote.Address);

    /// <summary>
    /// Who sent it, as far as the outside goes. Null: a proxy of ours does not say it, or it says it twice, which means that somebody got a header of
    /// its own past it.
    /// </summary>
    public IPAddress? SourceOf(SipRequest request, Hop from)
    {
        if (!IsProxy(from))
        {
            return from.Remote.Address;
        }

        return request.Headers.Lines(HeaderNames.XSource).ToArray() is [var only] && IPAddress.TryParse(only.Trim().Trim('[', ']'), out var source) ? source : null;
    }

    /// <summary>Whose call a request is that has no token of ours: a trunk's by its source, a phone's by its name.</summary>
    public string? TenantOf(SipRequest request, Hop from) =>
        (SourceOf(request, from) is { } source ? plan.TenantOfTrunk(source) : null)
        ?? plan.TenantOfPhone(request.From.Uri?.UserName ?? "", request.From.Uri?.HostAddress ?? "");

    private bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.Proxies.Any(block => block.Contains(plain));
    }
}
