using System.Net;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// What is taken of what is new, before it costs anything: requests of one source that is no trunk (RELIABILITY F-30), calls of one tenant (F-25). What is
/// within a dialog is never asked, and neither are calls to a tenant's emergency numbers (C10). On the loop only.
/// </summary>
internal sealed class Admission(IDialPlan plan, EdgeOptions options, TimeProvider clock)
{
    /// <summary>Sources that are counted at a time; a flood from more is a matter for the packet filter.</summary>
    public const int SourcesMax = 10_000;

    private const int TenantsMax = 10_000;

    private readonly Buckets<IPAddress> sources = new(SourcesMax, clock);
    private readonly Buckets<string> tenants = new(TenantsMax, clock);

    public bool IsEmergency(string? tenant, string number) => tenant is not null && plan.Limits(tenant).Emergency.Contains(number);

    /// <summary>A request outside a dialog. Trunks are not counted here: they bring what their tenant may.</summary>
    public bool TakesRequest(IPAddress source)
    {
        if (plan.TenantOfTrunk(source) is not null || sources.Take(source, options.SourcePerSecond, options.SourceBurst))
        {
            return true;
        }

        TelephonyMetrics.Limited.Add(1, TelephonyMetrics.Limit("source"));
        return false;
    }

    public bool TakesCall(string tenant)
    {
        var limits = plan.Limits(tenant);
        if (limits.PerSecond is not { } perSecond || tenants.Take(tenant, perSecond, limits.Burst ?? perSecond))
        {
            return true;
        }

        TelephonyMetrics.Limited.Add(1, TelephonyMetrics.Limit("tenant"));
        return false;
    }
}
