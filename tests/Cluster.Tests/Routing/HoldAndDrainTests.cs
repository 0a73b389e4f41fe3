using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>A node whose lease may be over, and one that gives shards away.</summary>
public sealed class HoldAndDrainTests
{
    private static readonly string Payer = Town.PurseOf(0);
    private static readonly string Receiver = Town.PurseOf(2);
    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode two;

    public HoldAndDrainTests()
    {
        (one, two) = (town.Start("one", Membership.Roles.All), town.Start("two"));
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        one.Ask(Payer, new C.Put(100));
    }

    [Fact]
    public void A_held_node_decides_nothing_and_lets_nothing_leave()
    {
        one.Ask(Payer, new C.PutLater(5, town.Time.GetUtcNow().AddSeconds(1), 1));
        HoldWithWork();
        var before = (town.Links.Sent.Count(Leaves), one.Store.Batches.Count);
        Assert.IsType<Answer.Unknown>(one.Ask(Payer, new C.Put(1)).Answer);
        Assert.IsType<Answer.Unknown>(two.Ask(Payer, new C.Put(1)).Answer);
        town.Elapse(TimeSpan.FromMinutes(1));

        Assert.Equal(before, (town.Links.Sent.Count(Leaves), one.Store.Batches.Count));
        Assert.DoesNotContain("LaterPut", town.Story(Payer));
        Assert.Empty(one.Performer.All);
    }

    [Fact]
    public void A_held_node_that_goes_on_has_forgotten_nothing()
    {
        one.Ask(Payer, new C.PutLater(5, town.Time.GetUtcNow().AddSeconds(1), 1));
        HoldWithWork();
        town.Elapse(TimeSpan.FromMinutes(1));
        one.Node.Resume();
        town.Elapse(TimeSpan.FromSeconds(3));
        one.Performer.All[^1].Complete(PerformOutcome.Done);
        town.Run();

        Assert.Equal(100 - 30 + 5 + 9, two.Coins(Payer));
        Assert.Equal(30, one.Coins(Receiver));
    }

    [Fact]
    public void A_held_node_does_not_repeat_what_it_had_asked_an_edge_to_do()
    {
        var edge = town.Start("edge", Membership.Roles.Edge);
        two.Ask(Receiver, new C.Mint(5, 1));
        Assert.Single(edge.Performer.All);
        two.Node.Hold();
        var before = town.Links.Sent.Count(sent => sent.Frame is Frame.Perform);
        town.Elapse(TimeSpan.FromMinutes(1));
        Assert.Equal(before, town.Links.Sent.Count(sent => sent.Frame is Frame.Perform));

        two.Node.Resume();
        town.Elapse(TimeSpan.FromMinutes(1));
        Assert.NotEqual(before, town.Links.Sent.Count(sent => sent.Frame is Frame.Perform));
    }

    [Fact]
    public void A_node_that_wakes_up_without_a_lease_holds_before_anybody_tells_it()
    {
        one.LeaseIsOver = true;
        Assert.IsType<Answer.Unknown>(two.Ask(Payer, new C.Put(1)).Answer);

        one.LeaseIsOver = false;
        Assert.IsType<Answer.Answered>(two.Ask(Payer, new C.Put(1)).Answer);
    }

    [Fact]
    public void What_a_held_node_had_on_the_way_to_the_disk_may_become_durable()
    {
        one.Store.Hold();
        var asked = two.Ask(Payer, new C.Put(1));
        one.Node.Hold();
        one.Store.LetGo();
        town.Run();

        Assert.IsType<Answer.Answered>(asked.Answer);
    }

    [Fact]
    public void A_held_node_still_asks_others()
    {
        one.Node.Hold();

        Assert.IsType<Answer.Answered>(one.Ask(Receiver, new C.Put(1)).Answer);
    }

    [Fact]
    public void Who_waits_for_a_held_node_is_told_in_time()
    {
        one.Store.Hold();
        one.Ask(Payer, new C.Put(1));
        var asked = one.Ask(Payer, new C.Put(1), TimeSpan.FromSeconds(2));
        one.Node.Hold();
        town.Elapse(TimeSpan.FromSeconds(2));

        Assert.IsType<Answer.Unknown>(asked.Answer);
    }

#if PLANTED
    [Fact]
    public void A_node_that_ignores_its_hold_is_seen()
    {
        var deaf = town.Start("deaf", options: new NodeOptions { Planted = Defects.HoldIgnored });
        town.Give(deaf, 0);
        town.Run();
        deaf.Node.Hold();

        Assert.IsType<Answer.Answered>(deaf.Ask(Payer, new C.Put(1)).Answer);
    }
#endif

    [Fact]
    public void A_shard_is_drained_when_everything_decided_for_it_is_durable()
    {
        var drained = 0;
        one.Store.Hold();
        var decided = two.Ask(Payer, new C.Put(1));
        one.Node.Drain([0], () => drained++);
        town.Run();
        var late = two.Ask(Payer, new C.Put(10));
        Assert.Equal(0, drained);

        one.Store.LetGo();
        town.Run();
        Assert.Equal(1, drained);
        Assert.IsType<Answer.Answered>(decided.Answer);
        Assert.False(late.IsOut);

        town.Give(two, 0);
        town.Run();
        Assert.IsType<Answer.Answered>(late.Answer);
        Assert.Equal(111, one.Coins(Payer));
    }

    [Fact]
    public void A_draining_shard_takes_no_parcels_and_fires_no_timers()
    {
        one.Ask(Payer, new C.PutLater(5, town.Time.GetUtcNow().AddSeconds(1), 1));
        two.Ask(Receiver, new C.Put(50));
        one.Node.Drain([0], () => { });
        two.Ask(Receiver, new C.Pay(Payer, 20, 1));
        town.Elapse(TimeSpan.FromSeconds(10));
        Assert.Equal(["CoinsPut", "LaterAgreed"], town.Story(Payer));

        town.Give(two, 0);
        town.Elapse(TimeSpan.FromSeconds(3));
        Assert.Equal(125, one.Coins(Payer));
    }

    [Fact]
    public void A_hand_over_that_does_not_happen_leaves_everything_as_it_was()
    {
        one.Ask(Payer, new C.PutLater(5, town.Time.GetUtcNow().AddSeconds(1), 1));
        one.Node.Drain([0], () => { });
        var asked = one.Ask(Payer, new C.Put(10));
        town.Elapse(TimeSpan.FromSeconds(5));
        one.Node.Keep([0]);
        town.Elapse(TimeSpan.FromSeconds(1));

        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(115, one.Coins(Payer));
    }

    [Fact]
    public void A_shard_that_comes_back_while_it_is_being_read_is_read_again()
    {
        // The first reading is under way when the shard goes to another and comes back with more in it.
        var slow = new Simulation.Store.SimulatedEventStore(town.Database, 1, town.Later) { Faults = new Simulation.Store.StoreFaults { DelayMax = TimeSpan.FromSeconds(4) } };
        var three = town.Start("three", store: slow);
        three.Node.Acquire(town.Take(three, 0));
        town.Elapse(TimeSpan.FromMilliseconds(1));
        three.Node.Lose([0]);
        town.Give(two, 0);
        town.Run();
        Assert.IsType<Answer.Answered>(two.Ask(Payer, new C.Put(11)).Answer);
        two.Node.Lose([0]);
        three.Node.Acquire(town.Take(three, 0));
        town.LearnAll();
        town.Elapse(TimeSpan.FromMinutes(1));
        var asked = three.Ask(Payer, new C.Count());
        town.Elapse(TimeSpan.FromMinutes(1));

        Assert.Equal(new PurseReply(111), Assert.IsType<Answer.Answered>(asked.Answer).Reply);
        Assert.Empty(three.Fenced);
    }

    /// <summary>A payment and a mint were decided and are on the way to the disk when the lease may be over.</summary>
    private void HoldWithWork()
    {
        one.Store.Hold();
        one.Ask(Payer, new C.Mint(9, 2));
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));
        one.Node.Hold();
        one.Store.LetGo();
        town.Run();
    }

    private static bool Leaves((string From, string To, Frame Frame) sent) => sent is { From: "one", Frame: Frame.Carried or Frame.Perform };
}
