using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Simulation.Store;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>While a shard is read by its new owner, who asks for it waits there: nobody is sent away to come again.</summary>
public sealed class TakingOverTests
{
    private static readonly string Payer = Town.PurseOf(0);
    private static readonly string Receiver = Town.PurseOf(2);

    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode two;
    private readonly TownNode heir;
    private readonly SimulatedEventStore slow;

    public TakingOverTests()
    {
        slow = new SimulatedEventStore(town.Database, 1, town.Later);
        (one, two) = (town.Start("one"), town.Start("two"));
        heir = town.Start("heir", store: slow, options: new NodeOptions { WaitingMax = 3 });
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        one.Ask(Payer, new C.Put(100));
        slow.Faults = new StoreFaults { DelayMax = TimeSpan.FromSeconds(1) };
        town.Give(heir, 0);
        town.Run();
    }

    [Fact]
    public void An_ask_waits_at_the_new_owner_until_the_shard_is_read()
    {
        var asked = two.Ask(Payer, new C.Put(5));
        Assert.False(asked.IsOut);

        town.Elapse(TimeSpan.FromSeconds(10));
        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.DoesNotContain(town.Links.Sent, sent => sent is { From: "heir", Frame: Frame.NotHere });
        Assert.Single(town.Links.Sent, sent => sent.Frame is Frame.Ask { Command: C.Put { Coins: 5 } });
    }

    [Fact]
    public void An_ask_of_the_new_owner_itself_waits_too()
    {
        var asked = heir.Ask(Payer, new C.Put(5));
        Assert.False(asked.IsOut);

        town.Elapse(TimeSpan.FromSeconds(10));
        Assert.IsType<Answer.Answered>(asked.Answer);
    }

    [Fact]
    public void A_parcel_waits_and_need_not_be_sent_again()
    {
        two.Ask(Receiver, new C.Put(50));
        two.Ask(Receiver, new C.Pay(Payer, 20, 1));
        Assert.Single(Payments());

        slow.Faults = StoreFaults.None;
        heir.Node.Acquire(town.Take(heir, 0));
        town.Run();
        Assert.Single(Payments());
        Assert.Equal(["CoinsPut", "PaymentReceived"], town.Story(Payer));
    }

    [Fact]
    public void Who_waits_for_a_shard_that_goes_to_another_is_asked_there()
    {
        var asked = two.Ask(Payer, new C.Put(5));
        heir.Node.Lose([0]);
        town.Give(one, 0);
        town.Elapse(TimeSpan.FromSeconds(1));

        Assert.IsType<Answer.Answered>(asked.Answer);
        Assert.Equal(["CoinsPut", "CoinsPut"], town.Story(Payer));
    }

    [Fact]
    public void Who_waits_is_told_at_the_deadline_that_nobody_knows()
    {
        slow.Faults = new StoreFaults { ReadFails = 1 };
        var asked = two.Ask(Payer, new C.Put(5), TimeSpan.FromSeconds(3));
        town.Elapse(TimeSpan.FromSeconds(3));

        Assert.IsType<Answer.Unknown>(asked.Answer);
        slow.Faults = StoreFaults.None;
        town.Elapse(TimeSpan.FromSeconds(10));
        Assert.Equal(["CoinsPut"], town.Story(Payer));
    }

    [Fact]
    public void More_than_there_is_room_for_are_sent_away_and_come_again()
    {
        var asked = Enumerable.Range(0, 4).Select(_ => two.Ask(Payer, new C.Put(5))).ToList();
        Assert.Single(town.Links.Sent, sent => sent is { From: "heir", Frame: Frame.NotHere });

        town.Elapse(TimeSpan.FromSeconds(10));
        Assert.All(asked, ask => Assert.IsType<Answer.Answered>(ask.Answer));
        slow.Faults = StoreFaults.None;
        Assert.Equal(120, two.Coins(Payer));
    }

    [Fact]
    public void Those_who_waited_together_are_read_together()
    {
        string[] purses = [Payer, Town.PurseOf(0, 1), Town.PurseOf(0, 2)];
        var asked = purses.Select(purse => two.Ask(purse, new C.Count())).ToList();
        town.Elapse(TimeSpan.FromSeconds(10));

        Assert.All(asked, ask => Assert.IsType<Answer.Answered>(ask.Answer));
        Assert.Equal(purses.Length, Assert.Single(slow.Groups).Count);
    }

    private IEnumerable<Frame> Payments() =>
        town.Links.Sent.Where(sent => sent is { From: "two", Frame: Frame.Carried { Parcel: Parcel.Request } }).Select(sent => sent.Frame);
}
