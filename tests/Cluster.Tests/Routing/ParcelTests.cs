using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>Messages between actors of different nodes: durable first, repeated until answered, at the new owner at once.</summary>
public sealed class ParcelTests
{
    private static readonly string Payer = Town.PurseOf(0);
    private static readonly string Receiver = Town.PurseOf(2);
    private readonly Town town = new();
    private readonly TownNode one;
    private readonly TownNode two;

    public ParcelTests()
    {
        (one, two) = (town.Start("one"), town.Start("two"));
        town.Give(one, 0, 1);
        town.Give(two, 2, 3);
        one.Ask(Payer, new C.Put(100));
    }

    [Fact]
    public void A_payment_crosses_nodes()
    {
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));

        Assert.Equal(70, two.Coins(Payer));
        Assert.Equal(30, one.Coins(Receiver));
        Assert.Equal(["CoinsPut", "PaymentStarted", "PaymentDone"], town.Story(Payer));
    }

    [Fact]
    public void Nothing_leaves_for_another_node_before_it_is_durable() => Assert.Null(LeftBeforeDurable(new NodeOptions()));

#if PLANTED
    [Fact]
    public void A_parcel_sent_before_it_is_durable_is_seen() => Assert.NotNull(LeftBeforeDurable(new NodeOptions { Planted = Defects.ParcelBeforeDurable }));
#endif

    [Fact]
    public void What_was_fenced_never_leaves()
    {
        one.Store.Hold();
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));
        town.Take(two, 0);
        one.Store.LetGo();
        town.Elapse(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(town.Links.Sent, sent => sent.Frame is Frame.Carried);
        Assert.Empty(town.Story(Receiver));
    }

    [Fact]
    public void A_repeat_leaves_although_its_owner_decides_all_the_time()
    {
        town.Links.Carry = (_, frame) => frame is Frame.Carried { Parcel: Parcel.Request } && town.Links.Sent.Count(sent => sent.Frame is Frame.Carried) == 1 ? 0 : 1;
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));
        one.Store.Hold();
        one.Ask(Payer, new C.Put(1));
        town.Elapse(TimeSpan.FromSeconds(1));

        // The payment is in the durable state, whatever waits for the disk now.
        Assert.Equal(["PaymentReceived"], town.Story(Receiver));
    }

    [Fact]
    public void Loss_and_doubling_of_frames_change_nothing()
    {
        var count = 0;
        town.Links.Carry = (_, _) => count++ % 3;
        for (var number = 1; number <= 20; number++)
        {
            one.Ask(Payer, new C.Pay(Receiver, 2, number));
        }

        town.Elapse(TimeSpan.FromSeconds(30));
        town.Links.Carry = null;
        Assert.Equal(60, one.Coins(Payer));
        Assert.Equal(40, two.Coins(Receiver));
    }

    [Fact]
    public void What_waits_for_a_shard_goes_at_once_when_it_has_a_new_owner()
    {
        town.Kill(two);
        town.Evict(two);
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));
        town.Elapse(TimeSpan.FromSeconds(20));
        var three = town.Start("three");
        town.Give(three, 2, 3);
        town.Run();

        // No time has passed; a duty that has waited this long would repeat after two seconds only.
        Assert.Equal(["PaymentReceived"], town.Story(Receiver));
        Assert.Equal(["CoinsPut", "PaymentStarted", "PaymentDone"], town.Story(Payer));
    }

    [Fact]
    public void What_waits_for_a_shard_that_becomes_ours_goes_at_once()
    {
        town.Kill(two);
        one.Ask(Payer, new C.Pay(Receiver, 30, 1));
        town.Elapse(TimeSpan.FromSeconds(20));
        town.Give(one, 2, 3);
        town.Run();

        Assert.Equal(["PaymentReceived"], town.Story(Receiver));
    }

    [Fact]
    public void A_payment_between_purses_of_one_node_runs_ahead_of_the_disk()
    {
        one.Store.Hold();
        one.Ask(Payer, new C.Pay(Town.PurseOf(1), 30, 1));
        Assert.DoesNotContain(town.Links.Sent, sent => sent.Frame is Frame.Carried);

        one.Store.LetGo();
        town.Run();
        Assert.Equal(30, one.Coins(Town.PurseOf(1)));
    }

    private Frame? LeftBeforeDurable(NodeOptions options)
    {
        var sender = town.Start("sender", options: options);
        town.Give(sender, 0, 1);
        town.Run();
        sender.Store.Hold();
        sender.Ask(Payer, new C.Pay(Receiver, 30, 1));
        town.Elapse(TimeSpan.FromSeconds(5));
        var left = town.Links.Sent.Select(sent => sent.Frame).FirstOrDefault(frame => frame is Frame.Carried);
        sender.Store.LetGo();
        town.Run();
        Assert.Contains(town.Links.Sent, sent => sent is { From: "sender", Frame: Frame.Carried });
        return left;
    }
}
