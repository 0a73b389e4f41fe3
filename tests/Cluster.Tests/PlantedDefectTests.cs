#if PLANTED
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>Each switch does what it says; that it is found is the simulation's to prove.</summary>
public sealed class PlantedDefectTests
{
    private readonly World world = new();

    [Fact]
    public void Release_before_durable_lets_an_answer_out_that_a_crash_undoes()
    {
        var host = Start(Defects.ReleaseBeforeDurable);
        host.Store.Hold();

        Assert.True(host.Ask("anna", new C.Put(5)).IsOut);
        Assert.Equal(0, world.Start().Coins("anna"));
    }

    [Fact]
    public void A_later_batch_that_survives_writes_what_rests_on_nothing()
    {
        var host = world.Start(new NodeOptions { Planted = Defects.LaterBatchSurvives, BatchEntriesMax = 1 });
        var purses = Enumerable.Range(0, 50).Select(number => "purse" + number).ToList();
        var (payer, receiver) = (purses[0], purses.First(purse => Shard(purse) != Shard(purses[0])));
        host.Ask(payer, new C.Put(5));
        host.Ask(receiver, new C.Put(1));
        host.Store.Hold();
        host.Ask(payer, new C.Put(1));
        host.Ask(payer, new C.Pay(receiver, 6, 1));
        world.Database.TakeOver(Shard(payer));
        host.Store.LetGo();
        host.Run();

        Assert.Contains("PaymentReceived", world.Story(receiver));
        Assert.DoesNotContain("PaymentStarted", world.Story(payer));
    }

    [Fact]
    public void A_missed_key_leaves_a_payment_unsent()
    {
        var host = Start(Defects.TouchedKeysMissed);
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Pay("bert", 3, 1));
        host.Elapse(TimeSpan.FromMinutes(1));

        Assert.Empty(world.Story("bert"));
    }

    [Fact]
    public void Duties_that_are_not_restarted_stay_undone()
    {
        world.Start().Ask("anna", new C.PutLater(5, world.Time.GetUtcNow().AddSeconds(1), 1));
        Start(Defects.DutiesNotRestarted).Elapse(TimeSpan.FromMinutes(1));

        Assert.Equal(["LaterAgreed"], world.Story("anna"));
    }

    [Fact]
    public void Answers_past_the_fence_come_from_a_zombie()
    {
        var zombie = Start(Defects.AnswersNotFenced);
        zombie.Ask("anna", new C.Put(5));
        world.Start().Ask("anna", new C.Put(1));

        Assert.Equal(5, zombie.Coins("anna"));
    }

    [Fact]
    public void A_database_that_accepts_anything_takes_a_zombies_writes()
    {
        var zombie = world.Start();
        zombie.Ask("anna", new C.Put(5));
        world.Start();
        world.Database.AcceptsAnything = true;

        Assert.IsType<Answer.Answered>(zombie.Ask("anna", new C.Put(1)).Answer);
    }

    private Host Start(Defects planted) => world.Start(new NodeOptions { Planted = planted });

    private static int Shard(string purse) => ShardHash.ShardOf(PurseBehaviour.Id(purse), World.Shards);
}
#endif
