using CallCenter.Actors.Calls.Callers;
using CallCenter.Api.Views;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>Who callers are, from the call records of this process's own views: as fresh as they are.</summary>
internal sealed class KnownCallers(CallQueries calls) : ICallers
{
    public async ValueTask<KnownCaller?> Find(string tenant, string caller) => await Task.Run(() => calls.LastSpokenTo(TenantScope.Of(tenant), caller));
}
