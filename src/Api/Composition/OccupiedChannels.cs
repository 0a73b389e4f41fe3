using CallCenter.Api.Views;
using CallCenter.Telephony;

namespace CallCenter.Api.Composition;

/// <summary>Channels of trunks as this process's own boards have them.</summary>
internal sealed class OccupiedChannels(ViewHead head) : IChannels
{
    public IReadOnlySet<(string Call, int Leg)> Of(string tenant, string trunk) => head.Boards.Of(tenant).Channels.Of(trunk);
}
