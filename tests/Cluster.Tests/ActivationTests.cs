using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>Coming into memory and leaving it: reading, passivation, bugs in behaviours.</summary>
public sealed class ActivationTests
{
    private readonly World world = new();

    [Fact]
    public void A_long_stream_is_read_in_pages()
    {
        var host = world.Start();
        for (var put = 0; put < 25; put++)
        {
            host.Ask("anna", new C.Put(1));
        }

        Assert.Equal(25, world.Start(new NodeOptions { LoadPage = 10 }).Coins("anna"));
    }

    [Fact]
    public void The_live_set_is_read_in_groups_and_its_long_streams_to_their_end()
    {
        string[] purses = ["anna", "bert", "cora", "dora", "emil"];
        var host = world.Start();
        foreach (var (purse, count) in purses.Zip(Enumerable.Range(1, purses.Length)))
        {
            host.Ask(purse, new C.Mint(5, 1));
            for (var put = 0; put < 3 * count; put++)
            {
                host.Ask(purse, new C.Put(1));
            }
        }

        var successor = world.Start(new NodeOptions { GroupMax = 2, GroupPage = 4, LoadPage = 5 });

        Assert.Equal(1, successor.Recoveries);
        Assert.All(purses, purse => Assert.Equal((host.Resident(purse)!.Latest.Version, 1), (successor.Resident(purse)!.Latest.Version, successor.Resident(purse)!.DutyCount)));
        Assert.Equal([3, 6, 9, 12, 15], purses.Select(successor.Coins));
    }

    [Fact]
    public void A_read_that_fails_is_tried_again()
    {
        world.Start().Ask("anna", new C.Put(5));
        var host = world.Start();
        host.Store.Faults = new() { ReadFails = 1 };
        var asked = host.Ask("anna", new C.Count());
        host.Elapse(TimeSpan.FromSeconds(5));
        Assert.False(asked.IsOut);

        host.Store.Faults = new();
        host.Elapse(TimeSpan.FromSeconds(5));
        Assert.Equal(new PurseReply(5), Assert.IsType<Answer.Answered>(asked.Answer).Reply);
    }

    [Fact]
    public void An_idle_actor_leaves_and_comes_back_when_asked()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Elapse(TimeSpan.FromSeconds(59));
        Assert.NotNull(host.Resident("anna"));

        host.Elapse(TimeSpan.FromSeconds(2));
        Assert.Null(host.Resident("anna"));
        Assert.Equal(5, host.Coins("anna"));
    }

    [Fact]
    public void An_actor_with_duties_stays()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        host.Elapse(TimeSpan.FromHours(1));

        Assert.NotNull(host.Resident("anna"));
    }

    [Fact]
    public void An_actor_with_anything_undurable_stays()
    {
        var host = world.Start();
        host.Store.Hold();
        host.Ask("anna", new C.Put(5));
        host.Elapse(TimeSpan.FromMinutes(5));
        Assert.NotNull(host.Resident("anna"));

        host.Store.LetGo();
        host.Run();
        host.Elapse(TimeSpan.FromMinutes(5));
        Assert.Null(host.Resident("anna"));
    }

    [Fact]
    public void Beyond_the_bound_the_one_idle_longest_leaves_first()
    {
        var host = world.Start(new NodeOptions { ResidentMax = 2 });
        host.Ask("anna", new C.Put(1));
        host.Ask("bert", new C.Put(1));
        host.Ask("anna", new C.Count());
        host.Ask("cleo", new C.Put(1));

        Assert.Null(host.Resident("bert"));
        Assert.NotNull(host.Resident("anna"));
        Assert.NotNull(host.Resident("cleo"));
    }

    [Fact]
    public void When_nobody_may_leave_new_ones_are_refused()
    {
        var host = world.Start(new NodeOptions { ResidentMax = 1 });
        host.Ask("anna", new C.Mint(1, 1));

        Assert.Equal(Refusal.MailboxFull, Assert.IsType<Answer.Refused>(host.Ask("bert", new C.Put(1)).Answer).Reason);
        Assert.IsType<Answer.Answered>(host.Ask("anna", new C.Put(1)).Answer);
    }

    [Fact]
    public void A_command_that_crashes_is_tried_once_more_and_then_the_stream_is_impaired()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));

        Assert.Equal(Refusal.Impaired, Assert.IsType<Answer.Refused>(host.Ask("anna", new C.Explode()).Answer).Reason);

        Assert.Equal(2, host.Node.Counters.Crashes);
        Assert.Equal(Refusal.Impaired, Assert.IsType<Answer.Refused>(host.Ask("anna", new C.Count()).Answer).Reason);
        Assert.Equal(0, host.Coins("bert"));
    }

    [Fact]
    public void An_impaired_stream_is_tried_again_after_a_while()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Mint(7, 1));
        host.Ask("anna", new C.Explode());

        host.Elapse(TimeSpan.FromSeconds(61));

        Assert.Equal(5, host.Coins("anna"));
        Assert.Equal(2, host.Performer.All.Count(asked => asked.Owner == PurseBehaviour.Id("anna")) - 1);
    }

    [Fact]
    public void A_crash_waits_for_what_the_actor_decided_before()
    {
        var host = world.Start();
        host.Store.Hold();
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Explode());
        host.Ask("anna", new C.Put(6));
        Assert.Equal(1, host.Node.Counters.Crashes);

        host.Store.LetGo();
        host.Elapse(TimeSpan.FromMinutes(2));

        Assert.Equal(5, host.Coins("anna"));
    }

    [Fact]
    public void A_poisoned_stream_does_not_keep_others_from_recovering()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        host.Ask("bert", new C.Mint(5, 1));
        var item = world.Database.Stream(PurseBehaviour.Id("anna"))[^1];
        world.Database.Append(new(
            [new(item.Shard, world.Database.Shard(item.Shard).Count + 1, item.Stream, item.Version + 1, "Poisoned", ToyMessages.Instance.Write(new PurseEvent.Poisoned(item.StoredAt)))],
            [],
            new Dictionary<int, long> { [item.Shard] = item.Epoch }));

        var successor = world.Start();

        Assert.Equal(1, successor.Recoveries);
        Assert.Equal([PurseBehaviour.Id("bert")], successor.Performer.All.Select(asked => asked.Owner));
        Assert.IsType<Answer.Refused>(successor.Ask("anna", new C.Count()).Answer);
    }

    [Fact]
    public void An_event_that_cannot_be_applied_is_never_written()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));

        Assert.IsType<Answer.Refused>(host.Ask("anna", new C.Poison()).Answer);

        Assert.Equal(["CoinsPut"], world.Story("anna"));
    }

    [Fact]
    public void An_unknown_tag_is_kept_and_skipped()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        var item = world.Database.Stream(PurseBehaviour.Id("anna"))[^1];
        world.Database.Append(new(
            [new(item.Shard, item.Position + 1, item.Stream, 2, "FromTheFuture", "{}"u8.ToArray())], [], new Dictionary<int, long> { [item.Shard] = item.Epoch }));

        var successor = world.Start();
        successor.Ask("anna", new C.Put(1));

        Assert.Equal(6, successor.Coins("anna"));
        Assert.Equal([1L, 2, 3], world.Database.Stream(PurseBehaviour.Id("anna")).Select(stored => stored.Version));
    }

    [Fact]
    public void Decisions_see_no_time_before_their_last_event()
    {
        world.Start().Ask("anna", new C.Put(5));
        var stored = world.Database.Stream(PurseBehaviour.Id("anna"))[0].StoredAt;
        var behind = new World().Time;
        Assert.True(stored <= behind.GetUtcNow());

        var clock = new NodeClock(behind);
        clock.Raise(stored.AddHours(1));
        var raised = clock.Now;
        behind.Move(TimeSpan.FromSeconds(1));

        Assert.Equal(stored.AddHours(1), raised);
        Assert.Equal(raised.AddSeconds(1), clock.Now);
    }

    [Fact]
    public void A_busy_actor_lets_others_have_their_turn()
    {
        var host = world.Start(new NodeOptions { TurnMax = 10 });
        host.Coins("anna");
        host.Coins("bert");
        var order = new List<string>();
        for (var put = 0; put < 100; put++)
        {
            host.Node.Ask(PurseBehaviour.Id("anna"), new C.Count(), TimeSpan.FromHours(1), _ => order.Add("anna"));
        }

        host.Node.Ask(PurseBehaviour.Id("bert"), new C.Count(), TimeSpan.FromHours(1), _ => order.Add("bert"));
        host.Run();

        Assert.InRange(order.IndexOf("bert"), 0, 10);
    }
}
