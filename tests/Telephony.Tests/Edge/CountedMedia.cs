using CallCenter.Actors;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Slots that are counted; no sockets behind them.</summary>
internal sealed class CountedMedia(int slots = 100) : IMedia
{
    private long lease;

    public List<MediaSlot> InUse { get; } = [];

    /// <summary>A session is there when this is; null: at once.</summary>
    public TaskCompletionSource? Opens { get; set; }

    public async ValueTask<MediaSlot?> Allocate(string call)
    {
        await (Opens?.Task ?? Task.CompletedTask);
        if (InUse.Count == slots)
        {
            return null;
        }

        lease++;
        InUse.Add(new MediaSlot("m1", "127.7.0.1", 20_000 + (int)lease * MediaSlot.PortsPerSlot, lease));
        return InUse[^1];
    }

    public Task<bool> Free(MediaSlot slot, CancellationToken dutyEnded)
    {
        Assert.True(InUse.Remove(slot), "freed what was not in use");
        return Task.FromResult(true);
    }

    public Task<bool> Apply(ActorId call, MediaDesired desired, CancellationToken dutyEnded) => Task.FromResult(true);
}
