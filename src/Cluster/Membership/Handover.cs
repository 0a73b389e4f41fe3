using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// Planned hand-over: a bounded batch of shards at a time is drained, given away in the register, dropped, and announced. To a member that
/// joined and stayed, or to all others when this process ends; what merely went astray goes back slowly (<see cref="MemberOptions.StrayMovesPerMinute"/>).
/// </summary>
internal sealed class Handover
{
    private readonly ClusterMember member;
    private readonly Alarm again;
    private readonly Alarm undrained;
    private readonly Queue<DateTimeOffset> strayMoves = new();
    private Batch? batch;

    public Handover(ClusterMember member)
    {
        this.member = member;
        again = new Alarm(member.LookForWork);
        undrained = new Alarm(() => Keep("not durable in time"));
    }

    private MemberOptions Options => member.Options;

    private bool IsLeaving => member.Phase == MemberPhase.Leaving;

    public void Reset()
    {
        batch = null;
        member.Timers.Cancel(undrained);
        member.Timers.Cancel(again);
    }

    public void Run()
    {
        if (batch is not null || again.IsSet || member.Phase is not (MemberPhase.Standing or MemberPhase.Leaving) || !member.Renewal.IsFresh)
        {
            return;
        }

        var moves = Placement.Moves(member.Holdings.Shards, IsLeaving ? null : Options.Name, Successors()).ToList();
        var chosen = IsLeaving ? moves : Allowed(moves);
        if (chosen.GroupBy(move => move.Successor).MaxBy(group => group.Count()) is { } most)
        {
            Begin(most.Key, [.. most.Take(IsLeaving ? Options.LeavingHandoversMax : Options.HandoversMax).Select(move => move.Shard)]);
        }
    }

    /// <summary>A hand-over of which nobody knows is read back: what is still ours is served again.</summary>
    public void Renewed(DateTimeOffset started)
    {
        if (batch is { InDoubtSince: { } since } && started >= since)
        {
            Keep("it did not happen");
        }
    }

    /// <summary>Connected and well; and unless we end, there for long enough.</summary>
    private string[] Successors()
    {
        var others = Placement.Heirs(member.View, member.Accusations.Accused)
            .Where(name => name != Options.Name && member.View.Members[name].ExpiresIn > TimeSpan.Zero && member.Probing.IsConnected(name));
        return [.. IsLeaving ? others : others.Where(name => member.Stability.IsStable(name, member.Now))];
    }

    /// <summary>
    /// To those who had not proved themselves yet when the shard became ours: all, also when they were on their way already, as in a cold start.
    /// What came to us although another stood by for long: a few a minute.
    /// </summary>
    private List<(int Shard, string Successor)> Allowed(List<(int Shard, string Successor)> moves)
    {
        while (strayMoves.TryPeek(out var oldest) && oldest <= member.Now - TimeSpan.FromMinutes(1))
        {
            strayMoves.Dequeue();
        }

        var joins = moves.Where(move => member.Stability.StableFrom(move.Successor) > member.Holdings.Since(move.Shard)).ToList();
        if (joins.Count > 0)
        {
            return joins;
        }

        var strays = moves.Take(Math.Max(0, Options.StrayMovesPerMinute - strayMoves.Count)).ToList();
        strays.ForEach(_ => strayMoves.Enqueue(member.Now));
        return strays;
    }

    private void Begin(string successor, IReadOnlyList<int> shards)
    {
        var begun = batch = new Batch(successor, member.View.Members[successor].Incarnation, shards);
        member.Timers.Set(undrained, member.Now + Options.DrainTimeout);
        member.Host.Drain(shards, () => member.Post(() => Drained(begun)));
    }

    private void Drained(Batch drained)
    {
        if (batch != drained || !undrained.IsSet)
        {
            return;
        }

        member.Timers.Cancel(undrained);
        var epochs = member.Holdings.Of(drained.Shards);
        if (member.Renewal.IsHeld || epochs.Count == 0)
        {
            Keep("not ours to give now");
            return;
        }

        var incarnation = member.Incarnation;
        RegisterCall<IReadOnlyDictionary<int, long>>.Run(
            member, Options.CallTimeout, stop => member.Leases.HandOver(incarnation, epochs, drained.Incarnation, stop), outcome => Answered(drained, outcome));
    }

    private void Answered(Batch given, Outcome<IReadOnlyDictionary<int, long>> outcome)
    {
        if (outcome.Value is not { } gone)
        {
            member.Log.HandoverInDoubt(given.Shards.Count, given.Successor, outcome.Failure!.Message);
            given.InDoubtSince = member.Now;
            member.Renewal.AskSoon();
            return;
        }

        member.Counters.ShardsHandedOver += gone.Count;
        member.Log.HandedOver(gone.Count, given.Successor);
        if (gone.Count < given.Shards.Count)
        {
            given.Shards = [.. given.Shards.Where(shard => !gone.ContainsKey(shard))];
            KeepShards(given);
            Pause();
        }

        batch = null;
        member.SendAll(new Frame.Owned(given.Incarnation, gone));
        member.Know(member.View.With(given.Incarnation, gone));
    }

    private void Keep(string why)
    {
        if (batch is { } kept)
        {
            batch = null;
            member.Timers.Cancel(undrained);
            member.Log.NotHandedOver(kept.Shards.Count, kept.Successor, why);
            KeepShards(kept);
            Pause();
        }
    }

    private void KeepShards(Batch kept)
    {
        var ours = member.Holdings.Of(kept.Shards).Keys;
        if (ours.Count > 0)
        {
            member.Host.Keep(ours);
        }
    }

    private void Pause() => member.Timers.Set(again, member.Now + Options.HandoverRetry);

    private sealed class Batch(string successor, long incarnation, IReadOnlyList<int> shards)
    {
        public string Successor { get; } = successor;

        public long Incarnation { get; } = incarnation;

        public IReadOnlyList<int> Shards { get; set; } = shards;

        /// <summary>Nobody knows whether it happened, since then.</summary>
        public DateTimeOffset? InDoubtSince { get; set; }
    }
}
