using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Slots that are counted; no sockets behind them.</summary>
internal sealed class CountedMedia(int slots = 100) : IMedia
{
    private long lease;

    public List<MediaSlot> InUse { get; } = [];

    public MediaSlot? Allocate()
    {
        if (InUse.Count == slots)
        {
            return null;
        }

        lease++;
        InUse.Add(new MediaSlot("m1", "127.7.0.1", 20_000 + (int)lease * MediaSlot.PortsPerSlot, lease));
        return InUse[^1];
    }

    public void Free(MediaSlot slot) => Assert.True(InUse.Remove(slot), "freed what was not in use");

    public Task<bool> Apply(MediaDesired desired, CancellationToken dutyEnded) => Task.FromResult(true);
}
