using CallCenter.Actors;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>Duties: repeated until the state no longer lists them, on time, and back after every restart.</summary>
public sealed class DutyTests
{
    private readonly World world = new();

    [Fact]
    public void A_delivery_is_answered_once_and_ends()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Pay("bert", 3, 1));

        Assert.Equal(["CoinsPut", "PaymentStarted", "PaymentDone"], world.Story("anna"));
        Assert.Equal(["PaymentReceived"], world.Story("bert"));
        Assert.Equal(0, host.Resident("anna")!.DutyCount);
    }

    [Fact]
    public void A_refusal_comes_back_as_a_command()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5_000));
        host.Ask("anna", new C.Pay("bert", PurseBehaviour.PaymentMax + 1, 1));

        Assert.Equal("PaymentRefused", world.Story("anna").Last());
        Assert.Equal(5_000, host.Coins("anna"));
    }

    [Fact]
    public void A_reply_that_is_a_command_comes_back_in_place_of_the_confirmation()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Pay(PurseBehaviour.Closed, 3, 1));

        Assert.Equal(["CoinsPut", "PaymentStarted", "PaymentRefused"], world.Story("anna"));
        Assert.Equal(5, host.Coins("anna"));
    }

    [Fact]
    public void What_the_engine_refuses_is_asked_again()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        host.Ask("bert", new C.Explode());
        Assert.Equal(Refusal.Impaired, Assert.IsType<Answer.Refused>(host.Ask("bert", new C.Count()).Answer).Reason);

        host.Ask("anna", new C.Pay("bert", 3, 1));
        Assert.Equal("PaymentStarted", world.Story("anna").Last());

        host.Elapse(TimeSpan.FromSeconds(65));
        Assert.Equal("PaymentDone", world.Story("anna").Last());
        Assert.Equal(3, host.Coins("bert"));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(2, 2)]
    public void A_delivery_whose_message_or_answer_is_lost_is_repeated_and_counted_once(int requests, int replies)
    {
        var host = world.Start(link: new LosingLink { Requests = requests, Replies = replies });
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Pay("bert", 3, 1));
        Assert.DoesNotContain("PaymentDone", world.Story("anna"));

        host.Elapse(TimeSpan.FromSeconds(10));

        Assert.Equal("PaymentDone", world.Story("anna").Last());
        Assert.Equal(3, host.Coins("bert"));
    }

    [Fact]
    public void Repeats_come_after_a_growing_pause_with_an_end()
    {
        var link = new LosingLink { Requests = int.MaxValue };
        var host = world.Start(link: link);
        host.Ask("anna", new C.Put(5));
        var start = world.Time.GetUtcNow();
        link.Clock = () => world.Time.GetUtcNow() - start;
        host.Ask("anna", new C.Pay("bert", 3, 1));
        host.Elapse(TimeSpan.FromSeconds(20));

        var pauses = link.Sent.Zip(link.Sent.Skip(1), (before, after) => (after - before).TotalMilliseconds).ToList();
        Assert.InRange(pauses[0], 80, 120);
        Assert.InRange(pauses[1], 160, 240);
        Assert.All(pauses[5..], pause => Assert.InRange(pause, 1_600, 2_400));
    }

    [Fact]
    public void While_the_disk_is_slow_nothing_is_asked_again()
    {
        var link = new LosingLink();
        var host = world.Start(link: link);
        host.Ask("anna", new C.Put(5));
        host.Store.Hold();
        host.Ask("anna", new C.Pay("bert", 3, 1));
        host.Elapse(TimeSpan.FromSeconds(20));

        Assert.Single(link.Sent);
        host.Store.LetGo();
        host.Elapse(TimeSpan.FromSeconds(5));
        Assert.Equal("PaymentDone", world.Story("anna").Last());
    }

    [Fact]
    public void Without_a_command_for_the_answer_done_is_remembered_until_the_next_start()
    {
        var host = world.Start();
        host.Ask("anna", new C.Greet("bert"));
        host.Elapse(TimeSpan.FromMinutes(1));
        Assert.Equal(["Greeted"], world.Story("bert"));

        world.Start();
        Assert.Equal(["Greeted", "Greeted"], world.Story("bert"));
    }

    [Fact]
    public void A_wake_is_never_early()
    {
        var host = world.Start();
        var due = world.Time.GetUtcNow().AddSeconds(10);
        host.Ask("anna", new C.PutLater(5, due, 1));

        host.Elapse(TimeSpan.FromSeconds(9.999));
        Assert.Equal(["LaterAgreed"], world.Story("anna"));

        host.Elapse(TimeSpan.FromMilliseconds(2));
        Assert.Equal(["LaterAgreed", "LaterPut"], world.Story("anna"));
    }

    [Fact]
    public void A_wake_that_came_due_while_nobody_ran_comes_at_the_next_start()
    {
        var host = world.Start();
        host.Ask("anna", new C.PutLater(5, world.Time.GetUtcNow().AddSeconds(10), 1));
        world.Time.Move(TimeSpan.FromHours(1));

        var successor = world.Start();

        Assert.Equal(5, successor.Coins("anna"));
    }

    [Fact]
    public void A_perform_that_is_done_or_failed_comes_back_as_a_command()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        host.Ask("anna", new C.Mint(7, 2));
        host.Performer.All[0].Complete(PerformOutcome.Done);
        host.Performer.All[1].Complete(PerformOutcome.Failed);
        host.Run();

        Assert.Equal(["MintAsked", "MintAsked", "Minted", "MintGivenUp"], world.Story("anna"));
        Assert.All(host.Performer.All, asked => Assert.False(asked.DutyEnded.IsCancellationRequested, "who has finished is not called off"));
    }

    [Fact]
    public void A_perform_is_repeated_while_it_may_pass()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            host.Performer.All[attempt].Complete(PerformOutcome.Again);
            host.Elapse(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(4, host.Performer.All.Count);
        Assert.Equal(["MintAsked"], world.Story("anna"));
    }

    [Fact]
    public void A_late_or_second_completion_of_a_perform_changes_nothing()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        host.Performer.All[0].Complete(PerformOutcome.Done);
        host.Performer.All[0].Complete(PerformOutcome.Failed);
        host.Run();
        host.Performer.All[0].Complete(PerformOutcome.Done);
        host.Run();

        Assert.Equal(["MintAsked", "Minted"], world.Story("anna"));
    }

    [Fact]
    public void Duties_are_back_after_a_start_whoever_asks()
    {
        var link = new LosingLink { Requests = int.MaxValue };
        var host = world.Start(link: link);
        host.Ask("anna", new C.Put(5));
        host.Ask("anna", new C.Pay("bert", 3, 1));
        host.Ask("cleo", new C.Mint(5, 1));
        host.Ask("dora", new C.Put(5));

        var successor = world.Start();

        Assert.Equal(1, successor.Recoveries);
        Assert.Equal("PaymentDone", world.Story("anna").Last());
        Assert.Single(successor.Performer.All);
        Assert.Null(successor.Resident("dora"));
    }

    [Fact]
    public void The_live_set_lists_exactly_the_streams_with_duties()
    {
        var host = world.Start();
        host.Ask("anna", new C.Mint(5, 1));
        host.Ask("anna", new C.Mint(6, 2));
        host.Ask("bert", new C.Put(5));
        Assert.Equal([PurseBehaviour.Id("anna")], Live());

        host.Performer.All[0].Complete(PerformOutcome.Done);
        host.Run();
        Assert.Equal([PurseBehaviour.Id("anna")], Live());

        host.Performer.All[1].Complete(PerformOutcome.Done);
        host.Run();
        Assert.Empty(Live());
    }

    [Fact]
    public void A_live_set_that_is_wrong_is_put_right_at_the_start()
    {
        var host = world.Start();
        host.Ask("anna", new C.Put(5));
        var stream = PurseBehaviour.Id("anna");
        var shard = world.Database.Stream(stream)[0].Shard;
        world.Database.Append(new([], [new(shard, stream, true)], new Dictionary<int, long> { [shard] = 1 }));

        world.Start();

        Assert.Empty(Live());
    }

    private IEnumerable<ActorId> Live() => Enumerable.Range(0, World.Shards).SelectMany(world.Database.LiveSet);

    private sealed class LosingLink : ILocalLink
    {
        public int Requests { get; set; }

        public int Replies { get; set; }

        public Func<TimeSpan> Clock { get; set; } = () => TimeSpan.Zero;

        public List<TimeSpan> Sent { get; } = [];

        public void Carry(Parcel parcel, Action<Parcel> deliver)
        {
            if (parcel is Parcel.Request)
            {
                Sent.Add(Clock());
            }

            if (parcel is Parcel.Request ? Requests-- > 0 : Replies-- > 0)
            {
                return;
            }

            deliver(parcel);
        }
    }
}
