using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>Every process that folds events sees them all: pushed by their owner, or from the journal.</summary>
public sealed class FeedAcrossTests
{
    private static readonly string Purse = Town.PurseOf(0);
    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode views;

    public FeedAcrossTests()
    {
        (one, views) = (town.Start("one"), town.Start("views", Roles.Views | Roles.Api));
        town.Give(one, 0, 1, 2, 3);
        town.Run();
    }

    [Fact]
    public async Task Events_are_pushed_as_they_become_durable()
    {
        using var reader = views.Feed.Subscribe([0, 0, 0, 0]);
        one.Ask(Purse, new C.Put(1));
        one.Ask(Purse, new C.Put(2));

        Assert.Equal([1L, 2], (await Read(reader, 2)).Select(item => item.Position));
    }

    [Fact]
    public async Task What_a_link_lost_is_read_from_the_journal()
    {
        using var reader = views.Feed.Subscribe([0, 0, 0, 0]);
        town.Links.Carry = (_, frame) => frame is Frame.Committed { Events: [{ Position: 2 or 3 }] } ? 0 : 1;
        for (var count = 0; count < 5; count++)
        {
            one.Ask(Purse, new C.Put(1));
        }

        Assert.Equal([1L, 2, 3, 4, 5], (await Read(reader, 5)).Select(item => item.Position));
    }

    [Fact]
    public async Task What_a_full_link_did_not_take_shows_when_it_takes_again()
    {
        using var reader = views.Feed.Subscribe([0, 0, 0, 0]);
        town.Links.Full = "one";
        one.Ask(Purse, new C.Put(1));
        one.Ask(Purse, new C.Put(1));
        Assert.Equal(0, views.Feed.Heads()[0]);
        town.Links.Full = null;
        town.Elapse(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await Read(reader, 2)).Count);
        Assert.Equal(2, one.Node.Node.Counters.EventsNotPushed);
        one.Ask(Purse, new C.Put(1));
        Assert.Equal([3L], (await Read(reader, 1)).Select(item => item.Position));
    }

    [Fact]
    public void What_a_dead_node_could_not_tell_is_told_by_its_successor()
    {
        town.Links.Carry = (_, frame) => frame is Frame.Committed ? 0 : 1;
        one.Ask(Purse, new C.Put(1));
        var two = town.Start("two");
        town.Kill(one);
        town.Give(two, 0);
        town.Run();

        Assert.Equal(1, views.Feed.Heads()[0]);
    }

    [Fact]
    public void Without_any_news_the_journal_is_looked_at_every_few_seconds()
    {
        town.Links.Carry = (_, _) => 0;
        one.Ask(Purse, new C.Put(1));
        Assert.Equal(0, views.Feed.Heads()[0]);
        town.Elapse(TimeSpan.FromSeconds(3));

        Assert.Equal(1, views.Feed.Heads()[0]);
    }

    [Fact]
    public void Heads_never_go_back()
    {
        one.Ask(Purse, new C.Put(1));
        one.Ask(Purse, new C.Put(1));
        town.Links.Of("one").TrySend("views", new Frame.Heads(new Dictionary<int, long> { [0] = 1 }));
        town.Links.Of("one").TrySend("views", new Frame.Committed([town.Database.Shard(0)[0]]));
        town.Run();

        Assert.Equal(2, views.Feed.Heads()[0]);
    }

    [Fact]
    public void News_of_shards_that_do_not_exist_are_nobodys()
    {
        town.Links.Of("one").TrySend("views", new Frame.Heads(new Dictionary<int, long> { [Town.Shards] = 1 }));
        town.Links.Of("one").TrySend("views", new Frame.Committed([new CommittedEvent(-1, 1, 1, Toys.PurseBehaviour.Id(Purse), 1, "CoinsPut", default, default)]));
        one.Ask(Purse, new C.Put(1));

        Assert.Equal([1L, 0, 0, 0], views.Feed.Heads());
    }

    [Fact]
    public async Task A_head_that_the_journal_does_not_show_holds_nobody_up()
    {
        using var reader = views.Feed.Subscribe([0, 0, 0, 0]);
        var other = Town.PurseOf(3);
        views.Feed.Raise([KeyValuePair.Create(0, 7L)]);
        one.Ask(other, new C.Put(1));

        Assert.Equal(3, Assert.Single(await Read(reader, 1)).Shard);
        Assert.False(reader.IsCurrent);
    }

    private static async Task<List<CommittedEvent>> Read(EventSubscription subscription, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = new List<CommittedEvent>();
        while (read.Count < count)
        {
            read.AddRange(await subscription.Next(patience.Token));
        }

        return read;
    }
}
