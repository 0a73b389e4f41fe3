using CallCenter.Actors;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Messages for actors of shards that are being taken over: they wait for the reading instead of being sent away and coming again, in the order
/// they came. Nothing of them is decided, so whoever sent them may be told at any time that they are not here.
/// </summary>
internal sealed class WaitingRoom(Node node)
{
    private readonly Dictionary<int, List<(ActorId To, Message Message)>> waiting = [];
    private int count;

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(int shard, ActorId to, Message message)
    {
        if (count >= node.Options.WaitingMax)
        {
            return false;
        }

        if (!waiting.TryGetValue(shard, out var there))
        {
            waiting.Add(shard, there = []);
        }

        there.Add((to, message));
        count++;
        return true;
    }

    /// <summary>These shards are served from now on.</summary>
    public void LetIn(IReadOnlyList<int> shards)
    {
        foreach (var (to, message) in shards.SelectMany(Leave).Where(item => !item.Message.IsStale))
        {
            node.Deliver(to, message);
        }
    }

    /// <summary>These are not taken over after all.</summary>
    public void SendAway(IReadOnlyCollection<int> shards)
    {
        foreach (var (_, message) in shards.SelectMany(Leave))
        {
            message.NotHere();
        }
    }

    private List<(ActorId To, Message Message)> Leave(int shard)
    {
        if (!waiting.Remove(shard, out var there))
        {
            return [];
        }

        count -= there.Count;
        return there;
    }
}
