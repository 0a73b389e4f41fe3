using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// Tells the processes that fold events what this node made durable. A link that is full misses events and is told the heads as soon as it takes
/// them: readers find the rest in the journal. All on the node's loop.
/// </summary>
internal sealed class FeedPush(string self, Node node, ILinks links, EventFeed feed)
{
    private const Roles Readers = Roles.Edge | Roles.Api | Roles.Views;

    /// <summary>Events of one frame, and about how many bytes of them.</summary>
    private const int FrameEventsMax = 500;
    private const int FrameBytesMax = 256 * 1024;

    /// <summary>Pause before heads are tried again on a full link.</summary>
    private static readonly TimeSpan HeadsPause = TimeSpan.FromMilliseconds(20);

    // Members that missed something, with the heads that they have to hear.
    private readonly Dictionary<string, Missed> missed = [];

    public Routes Routes { get; set; } = Routes.None;

    public void Push(IReadOnlyList<CommittedEvent> events)
    {
        foreach (var member in Routes.Standing)
        {
            if (member.Name != self && (member.Roles & Readers) != 0)
            {
                PushTo(member.Name, events);
            }
        }
    }

    /// <summary>After connecting, and after a take-over: everything that is known to be durable.</summary>
    public void Connected(string member) => TellHeads(member, AllHeads());

    public void TellAll(IReadOnlyDictionary<int, long> heads)
    {
        foreach (var member in Routes.Standing)
        {
            if (member.Name != self && (member.Roles & Readers) != 0)
            {
                TellHeads(member.Name, heads);
            }
        }
    }

    public void Disconnected(string member)
    {
        if (missed.Remove(member, out var gone))
        {
            node.Alarms.Cancel(gone);
        }
    }

    private void PushTo(string member, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var part in Parts(events))
        {
            if (missed.ContainsKey(member) || !links.TrySend(member, new Frame.Committed(part)))
            {
                node.Counters.EventsNotPushed += part.Count;
                Miss(member, part.Select(item => KeyValuePair.Create(item.Shard, item.Position)));
            }
        }
    }

    private void TellHeads(string member, IReadOnlyDictionary<int, long> heads)
    {
        if (heads.Count > 0 && (missed.ContainsKey(member) || !links.TrySend(member, new Frame.Heads(heads))))
        {
            Miss(member, heads);
        }
    }

    private void Miss(string member, IEnumerable<KeyValuePair<int, long>> heads)
    {
        if (!missed.TryGetValue(member, out var misses))
        {
            missed.Add(member, misses = new Missed(this, member));
            node.Alarms.Set(misses, node.Now + HeadsPause);
        }

        foreach (var (shard, position) in heads)
        {
            misses.Heads[shard] = position;
        }
    }

    private void Again(Missed misses)
    {
        if (links.TrySend(misses.Member, new Frame.Heads(misses.Heads)))
        {
            missed.Remove(misses.Member);
        }
        else if (Routes.Standing.Any(member => member.Name == misses.Member))
        {
            node.Alarms.Set(misses, node.Now + HeadsPause);
        }
        else
        {
            missed.Remove(misses.Member);
        }
    }

    private Dictionary<int, long> AllHeads() =>
        feed.Heads().Select((position, shard) => (position, shard)).Where(head => head.position > 0).ToDictionary(head => head.shard, head => head.position);

    private static IEnumerable<IReadOnlyList<CommittedEvent>> Parts(IReadOnlyList<CommittedEvent> events)
    {
        var part = new List<CommittedEvent>();
        var bytes = 0;
        foreach (var item in events)
        {
            if (part.Count > 0 && (part.Count == FrameEventsMax || bytes + item.Body.Length > FrameBytesMax))
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(item);
            bytes += item.Body.Length;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private sealed class Missed(FeedPush push, string member) : Due
    {
        public string Member { get; } = member;

        public SortedDictionary<int, long> Heads { get; } = [];

        public override void Fire() => push.Again(this);
    }
}
