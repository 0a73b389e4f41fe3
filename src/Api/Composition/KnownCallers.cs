using CallCenter.Actors.Calls.Callers;
using CallCenter.Api.Lookups;
using CallCenter.Api.Views;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>Who callers are: from the call records of this process's own views, as fresh as they are, and from the systems that tenants name.</summary>
internal sealed class KnownCallers(CallQueries calls, CallerLookups lookups) : ICallers
{
    public async ValueTask<KnownCaller?> Find(string tenant, string caller) => await Task.Run(() => calls.LastSpokenTo(TenantScope.Of(tenant), caller));

    public async ValueTask<LookedUp> LookUp(LookupQuestion question) => await Task.Run(() => lookups.Ask(question).AsTask());
}
