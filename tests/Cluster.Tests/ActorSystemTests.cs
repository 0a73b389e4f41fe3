using CallCenter.Actors;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tests.Toys;
using static CallCenter.Cluster.Tests.Toys.PurseBehaviour;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>The whole engine on threads and a disk.</summary>
public sealed class ActorSystemTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string directory = Directory.CreateTempSubdirectory("journal").FullName;

    [Fact]
    public async Task An_answer_comes_from_the_disk_and_is_still_true_after_a_restart()
    {
        await With(async system => Assert.Equal(new PurseReply(5), await Reply(system, Id("anna"), new C.Put(5))));

        await With(async system => Assert.Equal(new PurseReply(5), await Reply(system, Id("anna"), new C.Count())));
    }

    [Fact]
    public async Task A_payment_reaches_the_other_purse()
    {
        await With(async system =>
        {
            using var feed = system.Feed.Subscribe(system.Feed.Heads());
            await Reply(system, Id("anna"), new C.Put(5));
            await Reply(system, Id("anna"), new C.Pay("bert", 3, 1));

            await Seen(feed, nameof(PurseEvent.PaymentDone));

            Assert.Equal(new PurseReply(2), await Reply(system, Id("anna"), new C.Count()));
            Assert.Equal(new PurseReply(3), await Reply(system, Id("bert"), new C.Count()));
        });
    }

    [Fact]
    public async Task The_story_of_an_actor_can_be_read()
    {
        await With(async system =>
        {
            await Reply(system, Id("anna"), new C.Put(5));
            await Reply(system, Id("anna"), new C.Put(6));

            var story = await system.Journal.Read(Id("anna"), 1, 10, default);

            Assert.Equal([1L, 2L], story.Select(item => item.Version));
        });
    }

    [Fact]
    public async Task Asks_after_a_stop_are_answered_unknown()
    {
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System);
        var system = await Start(store);
        await system.Stop(Patience);

        Assert.Equal(Answer.Unknown.Instance, await system.Actors.Ask(Id("anna"), new C.Put(1), Patience));
    }

    [Fact]
    public async Task A_process_that_was_overtaken_says_so_and_answers_nothing()
    {
        await With(async system =>
        {
            await Reply(system, Id("anna"), new C.Put(5));
            using var successor = SqliteEventStore.Open(null, new SqliteOptions { Directory = directory }, TimeProvider.System, null);

            Assert.IsType<Answer.Unknown>(await system.Actors.Ask(Id("anna"), new C.Put(1), Patience));

            await system.Broken.WaitAsync(Patience);
            Assert.Single(await successor.Read(Id("anna"), 0, 1, 10, default));
        });
    }

    [Fact]
    public async Task Timers_and_payments_go_on_after_a_restart()
    {
        await With(async system =>
        {
            await Reply(system, Id("anna"), new C.PutLater(5, DateTimeOffset.UtcNow.AddMilliseconds(50), 1));
        });

        await With(async system =>
        {
            using var feed = system.Feed.Subscribe(new long[system.Feed.ShardCount]);
            await system.Recovered.WaitAsync(Patience);
            await Seen(feed, nameof(PurseEvent.LaterPut));
        });
    }

    public void Dispose() => Directory.Delete(directory, true);

    private async Task With(Func<ActorSystem, Task> test)
    {
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System);
        await using var system = await Start(store);
        await test(system);
    }

    private static async Task<ActorSystem> Start(SqliteEventStore store)
    {
        var system = await ActorSystem.Open(new ActorSystemOptions { Types = [PurseBehaviour.Type], Store = store, Epoch = store.Epoch, Clock = store.Clock, Messages = ToyMessages.Instance });
        await system.Start(new PlannedPerformer());
        return system;
    }

    private static async Task<object?> Reply(ActorSystem system, ActorId to, object command) =>
        Assert.IsType<Answer.Answered>(await system.Actors.Ask(to, command, Patience)).Reply;

    private static async Task Seen(EventSubscription feed, string tag)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await feed.Next(patience.Token)).Any(item => item.Tag == tag))
        {
        }
    }
}
