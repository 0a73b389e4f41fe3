using System.Collections.Immutable;
using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Configuration;
using CallCenter.Api.Secrets;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>The edge's view of the configuration: the last <see cref="DialPlan"/>, replaced whole, and the secrets that it names.</summary>
public sealed class LiveDialPlan(SecretStore secrets, string site = ActorId.MainSite) : IDialPlan, ICurrentPlan
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private volatile DialPlan plan = DialPlan.Empty;

    public bool Ready => Current.Ready;

    public DialPlan Current => plan;

    /// <summary>This document is in force under this version; nothing happens when a later one is known.</summary>
    public void Replace(TenantDocument document, long version)
    {
        lock (gate)
        {
            if (version >= VersionOf(document.Tenant))
            {
                versions[document.Tenant] = version;
                plan = plan.With(document);
            }
        }
    }

    /// <summary>The version of the tenant's document that is in the plan; 0: none.</summary>
    public long VersionOf(string tenant)
    {
        lock (gate)
        {
            return versions.GetValueOrDefault(tenant);
        }
    }

    public string? TenantOfTrunk(IPAddress source) => Current.TenantOfTrunk(source);

    public NumberPlan? Number(string tenant, string number) => Current.Number(tenant, number, site);

    public TransferTarget? Transfer(string tenant, string number, string caller, DateTimeOffset now) => Current.Transfer(tenant, number, caller, now, site);

    public ImmutableArray<OutboundRoute> Outbound(string tenant, string number, string? shows) => Current.Outbound(tenant, number, shows);

    public string Caller(string tenant, string number, TrunkEntry? by) => Current.Caller(tenant, number, by);

    public string Called(string tenant, string number, TrunkEntry? by) => Current.Called(tenant, number, by);

    public TrunkEntry? TrunkAt(string tenant, IPAddress source) => Current.TrunkAt(tenant, source);

    public TrunkEntry? Trunk(string tenant, string id) => Current.Trunk(tenant, id);

    public IEnumerable<(string Tenant, TrunkEntry Trunk)> WaysOut => Current.WaysOut;

    public CallerFacts? Facts(string tenant, NumberPlan plan, string caller, DateTimeOffset now) => Current.Facts(tenant, plan, caller, now);

    public string? LastResort(string tenant, string number) => Current.LastResort(tenant, number);

    public CallLimits Limits(string tenant) => Current.Limits(tenant);

    public string? TenantOfPhone(string user, string domain) => Current.TenantOfPhone(user, domain);

    public IReadOnlyList<string> Realms(string domain) => Current.Realms(domain);

    public DigestSecret? Secret(string tenant, string phone) =>
        secrets.Find(tenant, phone, Current.CredentialVersion(tenant, phone)) is { } secret ? new DigestSecret(secret.Realm, secret.Md5, secret.Sha256) : null;

    public (string Tenant, string Site)? Scope(string scope) => Current.Scope(scope);
}
