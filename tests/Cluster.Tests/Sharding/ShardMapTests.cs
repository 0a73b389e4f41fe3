using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Cluster.Tests.Sharding;

public sealed class ShardMapTests
{
    private const int Shards = 6;

    private static readonly Gen<News> AnyNews =
        from shard in Gen.Choose(-1, Shards)
        from epoch in Gen.Choose(0, 5)
        from isRegister in Gen.Elements(true, false)
        select new News(shard, epoch, isRegister);

    /// <summary>An epoch of a shard belongs to one incarnation for ever, so whoever has read the same things in another order knows the same.</summary>
    [Fact]
    public void The_order_of_news_does_not_matter() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.ArrayOf(AnyNews, 12).ToArbitrary(), news =>
        After(news).Shards.SequenceEqual(After([.. news.Reverse()]).Shards)));

    [Fact]
    public void Nothing_that_is_read_lowers_an_epoch() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.ArrayOf(AnyNews, 12).ToArbitrary(), news =>
    {
        var view = Empty();
        foreach (var item in news)
        {
            var next = item.On(view);
            if (next.Shards.Zip(view.Shards).Any(pair => pair.First.Epoch < pair.Second.Epoch))
            {
                return false;
            }

            view = next;
        }

        return true;
    }));

    [Fact]
    public void News_of_what_is_known_are_no_news()
    {
        var view = Empty().With(7, new Dictionary<int, long> { [2] = 3 });

        Assert.Same(view, view.With(8, new Dictionary<int, long> { [2] = 3, [Shards] = 9, [-1] = 9 }));
    }

    [Fact]
    public void Shards_of_the_evicted_are_free_and_a_late_reading_does_not_bring_them_back()
    {
        var register = Empty() with
        {
            Members = ClusterView.Empty.Members.Add("a", Standing("a", 7)).Add("b", Standing("b", 8)),
        };
        register = register.With(7, new Dictionary<int, long> { [0] = 1, [1] = 1 }).With(8, new Dictionary<int, long> { [2] = 1 });

        var view = register.Read(register).Without(new HashSet<long> { 7 });

        Assert.Equal([0, 1, 3, 4, 5], view.Free());
        Assert.Equal(["b"], view.Standing().Select(member => member.Name));
    }

    [Fact]
    public void The_next_reading_tells_whose_a_doubted_shard_is()
    {
        var register = Empty().With(7, new Dictionary<int, long> { [1] = 4 });

        var doubted = register.Doubting([1]);

        Assert.Equal(new ShardOwner(0, 4), doubted.Shards[1]);
        Assert.Equal(new ShardOwner(7, 4), doubted.Read(register).Shards[1]);
    }

    private static ClusterView Empty() => ClusterView.Empty with { Shards = [.. Enumerable.Repeat(new ShardOwner(0, 0), Shards)] };

    private static ClusterView After(News[] news) => news.Aggregate(Empty(), (view, item) => item.On(view));

    private static Member Standing(string name, long incarnation) => new(name, incarnation, $"{name}:1", Roles.All, 1, MemberState.Up, TimeSpan.FromSeconds(6));

    /// <summary>One shard's owner is heard of, or the register is read when it was so.</summary>
    private sealed record News(int Shard, long Epoch, bool IsRegister)
    {
        private long Incarnation => (Epoch * 100) + Shard;

        public ClusterView On(ClusterView view)
        {
            var epochs = new Dictionary<int, long> { [Shard] = Epoch };
            return IsRegister ? view.Read(Empty().With(Incarnation, epochs)) : view.With(Incarnation, epochs);
        }
    }
}
