using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Sharding;

/// <summary>
/// Since when each member is there, and how often its name came back. Shards are given to those who stay: one that flaps waits twice as long
/// after each return, so that a sick machine does not pull its shards back and forth.
/// </summary>
internal sealed class Stability(MemberOptions options)
{
    private readonly Dictionary<string, Presence> presences = [];
    private DateTimeOffset? firstLook;

    public void Look(ClusterView view, DateTimeOffset now)
    {
        firstLook ??= now;
        foreach (var member in view.Members.Values)
        {
            if (!presences.TryGetValue(member.Name, out var presence))
            {
                presences[member.Name] = presence = new Presence();
            }

            if (member.State == MemberState.Up && presence.Incarnation != member.Incarnation)
            {
                presence.Incarnation = member.Incarnation;
                presence.Since = now;
                presence.Comings.RemoveAll(at => at < now - options.FlapsCountFor);
                presence.Comings.Add(now);
            }
        }
    }

    /// <summary>From when on the present incarnation of this name counts as one that stays.</summary>
    public DateTimeOffset StableFrom(string name) =>
        presences.TryGetValue(name, out var presence) ? presence.Since + Needed(presence.Comings.Count) : DateTimeOffset.MaxValue;

    public bool IsStable(string name, DateTimeOffset now) => StableFrom(name) <= now;

    /// <summary>Came when this cluster, as far as we have seen it, was already at work, and has not been there for long.</summary>
    public bool IsLate(string name, DateTimeOffset now) =>
        !IsStable(name, now) && presences.TryGetValue(name, out var presence) && presence.Since - firstLook > options.SettleFor + options.RenewEvery;

    // The first coming is a start and the second a restart; what comes back more often flaps.
    private TimeSpan Needed(int comings)
    {
        var needed = options.StableFor;
        for (var flaps = comings - 2; flaps > 0 && needed < options.StableForMax; flaps--)
        {
            needed *= 2;
        }

        return needed < options.StableForMax ? needed : options.StableForMax;
    }

    private sealed class Presence
    {
        public long Incarnation { get; set; }

        public DateTimeOffset Since { get; set; }

        public List<DateTimeOffset> Comings { get; } = [];
    }
}
