using CallCenter.Actors;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Chaos.Probe;

/// <summary>An actor of every shard: the first made-up agent whose name falls into it. Nobody ever configures them.</summary>
internal static class Targets
{
    public static ActorId[] OfEach(int shards)
    {
        var targets = new ActorId[shards];
        for (int number = 0, found = 0; found < shards; number++)
        {
            var agent = ActorId.Agent("probe", $"p{number}");
            ref var target = ref targets[ShardHash.ShardOf(agent, shards)];
            if (target == default)
            {
                target = agent;
                found++;
            }
        }

        return targets;
    }
}
