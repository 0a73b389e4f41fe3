using System.Collections.Immutable;
using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration;
using CallCenter.Telephony.Authentication;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>One tenant with a trunk at 127.7.0.9, a number 4000 and a phone 6001.</summary>
internal sealed class TestPlan : IDialPlan
{
    public const string Tenant = "demo";
    public const string Password = "secret-6001";

    public bool Ready { get; set; } = true;

    public string? TenantOfTrunk(IPAddress source) => source.ToString() switch
    {
        "127.7.0.9" => Tenant,
        "127.7.0.10" => Other,
        _ => null,
    };

    /// <summary>A tenant with a trunk at 127.7.0.10 and the same numbers.</summary>
    public const string Other = "other";

    public string? Resort { get; set; }

    public string? LastResort(string tenant, string number) => Resort;

    public Dictionary<string, CallLimits> Limited { get; } = [];

    public CallLimits Limits(string tenant) => Limited.GetValueOrDefault(tenant) ?? CallLimits.None;

    public EquatableArray<NumberRule> Rules { get; set; } = [];

    public NumberPlan? Number(string tenant, string number) => number is "4000" or "110" ? new NumberPlan(number, "sales", AnswerMode.OnQueue, "calm") { Rules = Rules } : null;

    public TransferTarget? Transfer(string tenant, string number, string caller, DateTimeOffset now) =>
        Number(tenant, number) is { } plan ? new TransferTarget(number) { Plan = plan } : null;

    public ImmutableArray<OutboundRoute> Outbound(string tenant, string number, string? shows) =>
        number.StartsWith('0') && shows is null or "4000" ? [new OutboundRoute(number, new TrunkWay("carrier", $"sip:{number}@127.7.0.9:5080", 1, 1), shows ?? "4000", TimeSpan.FromSeconds(30))] : [];

    public Func<string, string> Numbering { get; set; } = number => number;

    public string Caller(string tenant, string number, TrunkEntry? by) => Numbering(number);

    /// <summary>Trunks that are more than an address that may call.</summary>
    public List<TrunkEntry> Trunks { get; } = [];

    public Func<string, string> Meant { get; set; } = number => number;

    public string Called(string tenant, string number, TrunkEntry? by) => Meant(number);

    public TrunkEntry? TrunkAt(string tenant, IPAddress source) => Trunks.Find(trunk => trunk.Sources.Contains(source.ToString()));

    public TrunkEntry? Trunk(string tenant, string id) => Trunks.Find(trunk => trunk.Id == id);

    public IEnumerable<(string Tenant, TrunkEntry Trunk)> WaysOut => Trunks.Where(trunk => trunk.Outbound is not null).Select(trunk => (Tenant, trunk));

    public CallerFacts? Facts(string tenant, NumberPlan plan, string caller, DateTimeOffset now) => plan.Rules.Count == 0 ? null : CallerFacts.None;

    public string? TenantOfPhone(string user, string domain) => user is "6001" ? Tenant : null;

    public List<string> Tenants { get; } = [Tenant];

    public IReadOnlyList<string> Realms(string domain) => Tenants.Contains(domain) ? [domain] : Tenants;

    public DigestSecret? Secret(string tenant, string phone) => phone == "6001" ? DigestResponse.SecretOf(phone, Tenant, Password) : null;

    public (string Tenant, string Site)? Scope(string scope) => scope == LegToken.ScopeOf(Tenant, ActorId.MainSite) ? (Tenant, ActorId.MainSite) : null;
}
