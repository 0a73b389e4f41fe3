using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// From suspicion to eviction. Who cannot renew its own lease accuses nobody; silence and another's own word count only when our renewals have
/// worked for a while, because an outage that all shared ends at different moments for each. A wrong eviction costs a hand-over, never data.
/// </summary>
internal sealed class Accusations(ClusterMember member)
{
    /// <summary>A member's word that it cannot renew, unless repeated, is old after this.</summary>
    private static readonly TimeSpan WordLasts = TimeSpan.FromSeconds(1.5);

    /// <summary>A suspicion in the register is made anew before it stops counting.</summary>
    private static readonly TimeSpan NoteEvery = ILeases.SuspicionLasts / 3;

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, Accusation> accusations = [];
    private readonly Dictionary<long, (DateTimeOffset First, DateTimeOffset Last)> words = [];

    private MemberOptions Options => member.Options;

    /// <summary>Incarnations suspected now.</summary>
    public IReadOnlySet<long> Accused => accusations.Keys.ToHashSet();

    public void Reset()
    {
        words.Clear();
        foreach (var suspect in accusations.Keys.ToList())
        {
            Drop(suspect);
        }
    }

    public void Drop(long suspect)
    {
        if (accusations.Remove(suspect, out var dropped))
        {
            dropped.IsOver = true;
            member.Timers.Cancel(dropped);
        }
    }

    /// <summary>It says itself that it cannot renew. Ours must work after that: then the register shows whether it is so.</summary>
    public void Heard(Peer from, long incarnation)
    {
        if (from.Incarnation == incarnation && member.Probing.Find(incarnation) is not null)
        {
            var first = words.TryGetValue(incarnation, out var earlier) && member.Now - earlier.Last < WordLasts ? earlier.First : member.Now;
            words[incarnation] = (first, member.Now);
            member.Renewal.AskSoon();
        }
    }

    public void WeighAll()
    {
        foreach (var watch in member.Probing.Watches.ToList())
        {
            Weigh(watch);
        }
    }

    /// <summary>What is known of this member has changed.</summary>
    public void Weigh(Watch watch)
    {
        var suspect = watch.Peer.Incarnation;
        if ((watch.Verdict(member.Health.Patience) ?? OwnWord(suspect)) is not { } why)
        {
            Drop(suspect);
            return;
        }

        if (!accusations.TryGetValue(suspect, out var accusation))
        {
            accusations[suspect] = accusation = new Accusation(Press) { Name = watch.Peer.Name, Suspect = suspect, Pause = Options.EvictEvery };
            member.Counters.Suspicions++;
            member.Log.Suspected(watch.Peer.Name, why);
        }

        if (accusation.Why != why)
        {
            accusation.Why = why;
            accusation.NotedAt = null;
        }

        Press(accusation);
    }

    private Suspicion? OwnWord(long suspect) =>
        words.TryGetValue(suspect, out var word) && member.Now - word.Last < WordLasts && member.Renewal.LastStart >= word.First
        && member.View.Find(suspect) is { } other && other.ExpiresIn <= Options.Lease - Options.RenewEvery
            ? Suspicion.CannotRenew
            : null;

    /// <summary>Its own word, and no newer one: a renewal since then has refuted it, so it is not noted anew.</summary>
    private bool IsSaidOnlyBefore(Accusation accusation, DateTimeOffset noted) =>
        accusation.Why == Suspicion.CannotRenew && words.TryGetValue(accusation.Suspect, out var word) && word.Last <= noted;

    private void Press(Accusation accusation)
    {
        var isAllowed = accusation.Why == Suspicion.LinkReset ? member.Renewal.IsFresh : member.Renewal.IsSteady;
        if (accusation.IsPressed || accusation.IsSet || !isAllowed)
        {
            return;
        }

        accusation.IsPressed = true;
        if (accusation.NotedAt is { } noted && (member.Now - noted < NoteEvery || IsSaidOnlyBefore(accusation, noted)))
        {
            Evict(accusation);
            return;
        }

        var (by, suspect, why) = (member.Incarnation, accusation.Suspect, accusation.Why);
        RegisterCall<bool>.Run(member, Options.CallTimeout, async stop =>
        {
            await member.Leases.Suspect(by, suspect, why, stop).ConfigureAwait(false);
            return true;
        }, outcome =>
        {
            accusation.NotedAt = outcome.IsKnown ? member.Now : null;
            Evict(accusation);
        });
    }

    private void Evict(Accusation accusation)
    {
        if (accusation.IsOver)
        {
            return;
        }

        RegisterCall<bool>.Run(member, Options.CallTimeout, stop => member.Leases.Evict(accusation.Suspect, stop), outcome =>
        {
            accusation.IsPressed = false;
            if (outcome is { IsKnown: true, Value: true })
            {
                member.Counters.Evictions++;
                member.Log.Evicted(accusation.Name, accusation.Suspect, accusation.Why);
                member.Evicted(accusation.Suspect);
            }
            else if (!accusation.IsOver)
            {
                // The second suspecter may come a moment later; alone we wait for the end of its lease.
                member.Timers.Set(accusation, member.Now + accusation.Pause);
                accusation.Pause = accusation.Pause * 2 < PauseMax ? accusation.Pause * 2 : PauseMax;
            }
        });
    }

    private sealed class Accusation(Action<Accusation> again) : Due
    {
        public required string Name { get; init; }

        public required long Suspect { get; init; }

        public Suspicion Why { get; set; }

        public DateTimeOffset? NotedAt { get; set; }

        public TimeSpan Pause { get; set; }

        /// <summary>A call about it is under way.</summary>
        public bool IsPressed { get; set; }

        public bool IsOver { get; set; }

        public override void Fire() => again(this);
    }
}
