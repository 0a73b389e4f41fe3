using CallCenter.Actors;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>What a node shows and keeps when the disk is late, says no, or belongs to somebody else (DESIGN 4.1, rules 4 to 7, 9 and 10).</summary>
public sealed class FailureTests
{
    private readonly World world = new();

    [Fact]
    public void An_answer_is_held_until_its_event_is_durable()
    {
        var host = world.Start();
        host.Store.Hold();

        var asked = host.Ask("anna", new C.Put(5));
        Assert.False(asked.IsOut);
        Assert.Empty(host.Committed);

        host.Store.LetGo();
        host.Run();
        Assert.Equal(new PurseReply(5), Assert.IsType<Answer.Answered>(asked.Answer).Reply);
        Assert.Single(host.Committed);
    }

    [Fact]
    public void Even_a_question_and_a_refusal_wait_for_what_they_rest_on()
    {
        var host = world.Start();
        host.Store.Hold();
        host.Ask("anna", new C.Put(5));

        var question = host.Ask("anna", new C.Count());
        var refusal = host.Ask("anna", new C.Pay("bert", 6, 1));
        Assert.False(question.IsOut);
        Assert.False(refusal.IsOut);

        host.Store.LetGo();
        host.Run();
        Assert.Equal(new PurseReply(5), Assert.IsType<Answer.Answered>(question.Answer).Reply);
        Assert.IsType<Answer.Refused>(refusal.Answer);
    }

    [Fact]
    public void A_message_to_an_actor_of_the_same_node_runs_on_what_is_not_durable_yet()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Ask("bert", new C.Put(1));
        host.Store.Hold();

        host.Ask("anna", new C.Pay("bert", 3, 1));
        Assert.Equal(4, ((PurseState)host.Resident("bert")!.Latest.State).Coins);
        Assert.DoesNotContain("PaymentReceived", world.Story("bert"));

        host.Store.LetGo();
        host.Run();
        Assert.Equal(["CoinsPut", "PaymentStarted", "PaymentDone"], world.Story("anna"));
    }

    [Fact]
    public void A_perform_starts_only_when_its_state_is_durable()
    {
        var host = world.Start();
        host.Store.Hold();

        host.Ask("anna", new C.Mint(5, 1));
        Assert.Empty(host.Performer.All);

        host.Store.LetGo();
        host.Run();
        Assert.Single(host.Performer.All);
    }

    [Fact]
    public void One_fenced_shard_rolls_the_others_back_by_reference_and_their_causes_go_again()
    {
        var host = world.Start();
        var (ours, lost) = InOtherShards("purse");
        host.Ask(ours, new C.Put(1));
        host.Ask(lost, new C.Put(1));
        var loads = host.Node.Counters.Loaded;
        host.Store.Hold();
        var kept = host.Ask(ours, new C.Put(5));
        var gone = host.Ask(lost, new C.Put(5));
        world.Database.TakeOver(ShardOf(lost));

        host.Store.LetGo();
        host.Run();

        Assert.Equal(new PurseReply(6), Assert.IsType<Answer.Answered>(kept.Answer).Reply);
        Assert.IsType<Answer.Unknown>(gone.Answer);
        Assert.Equal([ShardOf(lost)], host.Fenced);
        Assert.Equal(loads, host.Node.Counters.Loaded);
        Assert.Null(host.Resident(lost));
        Assert.Equal([1L, 2], world.Database.Stream(PurseBehaviour.Id(ours)).Select(item => item.Version));
    }

    [Fact]
    public void What_rests_on_a_lost_decision_is_undone_wherever_it_went()
    {
        var host = world.Start();
        var (receiver, payer) = InOtherShards("purse");
        host.Ask(payer, new C.Put(5));
        host.Ask(receiver, new C.Put(1));
        host.Store.Hold();
        host.Ask(payer, new C.Pay(receiver, 3, 1));
        Assert.Equal(4, ((PurseState)host.Resident(receiver)!.Latest.State).Coins);
        world.Database.TakeOver(ShardOf(payer));

        host.Store.LetGo();
        host.Run();

        Assert.Equal(1, host.Coins(receiver));
        Assert.Equal(["CoinsPut"], world.Story(payer));
        Assert.Equal(["CoinsPut"], world.Story(receiver));
    }

    [Fact]
    public void A_timer_that_was_rolled_back_and_decided_again_fires_once()
    {
        var host = world.Start();
        var (ours, lost) = InOtherShards("purse");
        host.Store.Hold();
        host.Ask(ours, new C.PutLater(5, world.Time.GetUtcNow().AddSeconds(1), 1));
        host.Ask(lost, new C.PutLater(5, world.Time.GetUtcNow().AddSeconds(1), 1));
        world.Database.TakeOver(ShardOf(lost));
        host.Store.LetGo();
        host.Elapse(TimeSpan.FromSeconds(5));

        Assert.Equal(["LaterAgreed", "LaterPut"], world.Story(ours));
        Assert.Empty(world.Story(lost));
    }

    [Fact]
    public void A_zombie_answers_nothing_and_writes_nothing()
    {
        var zombie = world.Start();
        zombie.Ask("anna", new C.Put(5));
        var successor = world.Start();
        successor.Ask("anna", new C.Put(1));

        var asked = zombie.Ask("anna", new C.Count());

        Assert.IsType<Answer.Unknown>(asked.Answer);
        Assert.Equal(World.Shards, zombie.Fenced.Distinct().Count() + zombie.Node.Shards.OwnedCount);
        Assert.Equal(6, successor.Coins("anna"));
    }

    [Fact]
    public void After_a_conflict_the_shard_is_read_again_and_goes_on()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        WriteBehindItsBack("anna");

        var asked = host.Ask("anna", new C.Put(1));
        Assert.IsType<Answer.Unknown>(asked.Answer);

        Assert.Equal(15, host.Coins("anna"));
    }

    [Fact]
    public void When_the_lane_is_full_asks_are_refused_but_actors_go_on()
    {
        var host = world.Start(new() { LaneBytesMax = 4_000 });
        host.Ask("anna", new C.Put(50));
        host.Store.Hold();
        host.Ask("anna", new C.Pay("bert", 1, 1));
        var asks = Enumerable.Range(0, 30).Select(_ => host.Ask("cleo", new C.Put(1))).ToList();

        Assert.Equal(Refusal.LaneFull, Assert.IsType<Answer.Refused>(asks[^1].Answer).Reason);
        host.Store.LetGo();
        host.Run();
        Assert.Equal("PaymentDone", world.Story("anna").Last());
    }

    [Fact]
    public void When_a_mailbox_is_full_asks_are_refused_and_a_duty_repeats()
    {
        var host = world.Start(new() { MailboxMax = 3 });
        host.Ask("anna", new C.Put(50));
        host.Store.Faults = new() { ReadFails = 1 };
        var asks = Enumerable.Range(0, 4).Select(_ => host.Ask("bert", new C.Put(1))).ToList();
        Assert.Equal(Refusal.MailboxFull, Assert.IsType<Answer.Refused>(asks[3].Answer).Reason);

        host.Ask("anna", new C.Pay("bert", 1, 1));
        host.Store.Faults = new();
        host.Elapse(TimeSpan.FromSeconds(5));

        Assert.Equal(4, host.Coins("bert"));
    }

    [Fact]
    public void A_deadline_ends_the_waiting()
    {
        var host = world.Start();
        host.Store.Hold();
        var asked = host.Ask("anna", new C.Put(5), TimeSpan.FromSeconds(2));

        host.Elapse(TimeSpan.FromSeconds(3));
        Assert.IsType<Answer.Unknown>(asked.Answer);

        host.Store.LetGo();
        host.Run();
        Assert.Single(asked.Answers);
        Assert.Equal(5, host.Coins("anna"));
    }

    private static int ShardOf(string purse) => ShardHash.ShardOf(PurseBehaviour.Id(purse), World.Shards);

    private static (string One, string Other) InOtherShards(string name)
    {
        var one = name + 0;
        return (one, Enumerable.Range(1, 100).Select(number => name + number).First(other => ShardOf(other) != ShardOf(one)));
    }

    private void WriteBehindItsBack(string purse)
    {
        var stream = world.Database.Stream(PurseBehaviour.Id(purse));
        var last = stream[^1];
        var item = new PurseEvent.CoinsPut(last.StoredAt, 10);
        var batch = new AppendBatch(
            [new NewEvent(last.Shard, last.Position + 1, last.Stream, last.Version + 1, nameof(PurseEvent.CoinsPut), ToyMessages.Instance.Write(item))],
            [],
            new Dictionary<int, long> { [last.Shard] = last.Epoch });
        Assert.IsType<AppendResult.Appended>(world.Database.Append(batch));
    }
}
