using System.Net;
using System.Security.Cryptography;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>Who a request outside a dialog comes from.</summary>
internal abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>An address that the tenant's configuration trusts: what it asserts is believed.</summary>
    public sealed record Trunk(string Tenant) : Origin;

    /// <summary>A phone that proved to know its secret. What else it says of itself is not believed.</summary>
    public sealed record Phone(string Tenant, string User) : Origin;

    /// <summary>Nobody yet, or nobody at all.</summary>
    public sealed record Unproven(SipResponse Answer) : Origin;
}

/// <summary>
/// The one gate: trunks by source address, phones by digest with the user of their address-of-record. An unknown user, a user without secret
/// and a wrong password get the same answer (RELIABILITY T2).
/// </summary>
internal sealed class Gate(IDialPlan plan, Replies replies, EdgeOptions options, TimeProvider clock)
{
    private readonly DigestServer digest = new(options.DigestSecret ?? RandomNumberGenerator.GetBytes(32), clock, options.DigestAlgorithms);
    private readonly NobodysRealm nobodys = new(plan, options.DigestSecret ?? RandomNumberGenerator.GetBytes(32));
    private readonly FailureThrottle throttle = new(options.DigestFailuresMax, options.DigestFailuresWindow, clock);

    public Origin Admit(SipRequest request, IPAddress source) =>
        plan.TenantOfTrunk(source) is { } tenant ? new Origin.Trunk(tenant) : Phone(request, request.From, source);

    /// <summary>By digest, as the user of <paramref name="claimed"/>: From of an INVITE, To of a REGISTER.</summary>
    public Origin Phone(SipRequest request, NameAddress claimed, IPAddress source)
    {
        if (throttle.Blocks(source))
        {
            return new Origin.Unproven(replies.Overloaded(request));
        }

        var user = claimed.Uri?.UserName ?? "";
        var domain = claimed.Uri?.HostAddress ?? "";
        var tenant = plan.TenantOfPhone(user, domain);
        var secret = tenant is null ? null : plan.Secret(tenant, user);
        var realm = secret?.Realm ?? nobodys.For(user, domain);
        var credentials = DigestCredentials.Of(request, realm);
        var verdict = digest.Verify(request, credentials, credentials?.Username == user ? secret : null);
        if (verdict == DigestVerdict.Accepted)
        {
            return new Origin.Phone(tenant!, user);
        }

        if (credentials is not null && verdict == DigestVerdict.Challenge)
        {
            throttle.Record(source);
            TelephonyMetrics.Challenged.Add(1);
        }

        return new Origin.Unproven(digest.Challenge(request, realm, StatelessTag.Of(request), verdict == DigestVerdict.Stale));
    }
}
