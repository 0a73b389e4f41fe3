using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>Takes free shards: our own part at once, in chunks, and after a grace what its heirs have left.</summary>
internal sealed class Takeover
{
    private readonly ClusterMember member;
    private readonly Dictionary<int, DateTimeOffset> freeSince = [];
    private readonly Alarm again;
    private readonly Alarm settled;
    private HashSet<long> foundAtWork = [];
    private DateTimeOffset joinedAt;
    private DateTimeOffset settlesAt;
    private DateTimeOffset pausedUntil;
    private bool isSettling;
    private bool wasLate;
    private bool isAsking;

    public Takeover(ClusterMember member)
    {
        this.member = member;
        again = new Alarm(Run);
        settled = new Alarm(member.Renewal.AskSoon);
    }

    private MemberOptions Options => member.Options;

    public void Reset()
    {
        isAsking = false;
        freeSince.Clear();
        member.Timers.Cancel(again);
        member.Timers.Cancel(settled);
    }

    /// <summary>Just joined: others may be joining too, and the first one should not take all and give most away at once.</summary>
    public void Settle(ClusterView first)
    {
        isSettling = true;
        foundAtWork = [.. first.Shards.Select(shard => shard.Incarnation)];
        joinedAt = member.Now;
        settlesAt = member.Now + Options.SettleFor;
        member.Timers.Set(settled, settlesAt);
    }

    /// <summary>Late is who found others at work that are still there: not what a cluster leaves behind that was killed as a whole.</summary>
    public void Renewed(DateTimeOffset started)
    {
        if (isSettling && started >= settlesAt)
        {
            isSettling = false;
            wasLate = member.View.Standing().Any(other => foundAtWork.Contains(other.Incarnation));
        }
    }

    public void Run()
    {
        if (isAsking || isSettling || member.Phase != MemberPhase.Standing || member.Renewal.IsHeld || !Options.Roles.HasFlag(Roles.Core))
        {
            return;
        }

        var free = member.View.Free();
        NoteFree(free);
        var claims = Placement.Claims(free, Placement.Heirs(member.View, member.Accusations.Accused), IsLate, Options.Name, member.Health.IsSick, Options.HeirGrace)
            .Select(claim => (claim.Shard, At: Later(freeSince[claim.Shard] + claim.After, pausedUntil))).ToList();
        var due = claims.Where(claim => claim.At <= member.Now).Select(claim => claim.Shard).Take(Options.AcquireMax).ToList();
        if (due.Count > 0)
        {
            Acquire(due);
        }
        else if (claims.Count > 0)
        {
            member.Timers.Set(again, claims.Min(claim => claim.At));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Of others we know since when we see them; of ourselves, whether others were at work when we came.</summary>
    private bool IsLate(string name) =>
        name == Options.Name ? wasLate && member.Now - joinedAt < Options.StableFor : member.Stability.IsLate(name, member.Now);

    private void NoteFree(IReadOnlyList<int> free)
    {
        var still = free.ToHashSet();
        foreach (var taken in freeSince.Keys.Where(shard => !still.Contains(shard)).ToList())
        {
            freeSince.Remove(taken);
        }

        foreach (var shard in free)
        {
            freeSince.TryAdd(shard, member.Now);
        }
    }

    private void Acquire(List<int> shards)
    {
        isAsking = true;
        var incarnation = member.Incarnation;
        RegisterCall<IReadOnlyDictionary<int, long>>.Run(member, Options.CallTimeout, stop => member.Leases.Acquire(incarnation, shards, stop), outcome =>
        {
            isAsking = false;
            var taken = outcome.Value ?? new Dictionary<int, long>();
            if (taken.Count < shards.Count)
            {
                // Somebody else has them, or nobody knows: the register tells. What came of a call without answer is ours or still free there.
                pausedUntil = member.Now + Options.AcquireRetry;
                member.Log.NotTaken(shards.Count - taken.Count, outcome.Failure?.Message ?? "owned by others or still locked");
                member.Renewal.AskSoon();
            }

            Took(taken);
        });
    }

    private void Took(IReadOnlyDictionary<int, long> taken)
    {
        member.Counters.ShardsTakenOver += taken.Count;
        if (taken.Count > 0)
        {
            member.SendAll(new Frame.Owned(member.Incarnation, taken));
        }

        member.Know(member.View.With(member.Incarnation, taken));
    }
}
