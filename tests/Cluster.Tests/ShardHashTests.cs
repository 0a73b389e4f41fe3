using CallCenter.Actors;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Tests;

public sealed class ShardHashTests
{
    /// <summary>Journals are laid out by it: a change here makes every existing center unreadable.</summary>
    [Theory]
    [InlineData("demo/main/agent/1001", 246)]
    [InlineData("demo/main/queue/sales", 10)]
    [InlineData("a/b/call/0123456789abcdef0123456789abcdef", 180)]
    public void An_actor_stays_in_its_shard_for_ever(string id, int shard)
    {
        Assert.True(ActorId.TryParse(id, out var actor));
        Assert.Equal(shard, ShardHash.ShardOf(actor, 256));
    }

    [Fact]
    public void Actors_spread_evenly()
    {
        var counts = new int[256];
        for (var number = 0; number < 256_000; number++)
        {
            counts[ShardHash.ShardOf(ActorId.Agent("demo", $"{number}"), 256)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 800, 1_200));
    }
}
