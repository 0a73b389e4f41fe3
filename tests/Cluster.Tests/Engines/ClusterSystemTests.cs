using System.Net;
using CallCenter.Actors;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using CallCenter.Cluster.Tests.Postgres;
using CallCenter.Cluster.Tests.Toys;
using Microsoft.Extensions.Logging.Abstractions;
using static CallCenter.Cluster.Tests.Toys.PurseBehaviour;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Engines;

/// <summary>The whole cluster on threads, sockets and a real PostgreSQL.</summary>
[Collection(SharedPostgres.Name)]
public sealed class ClusterSystemTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Purses = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string schema = "s" + Guid.NewGuid().ToString("N");
    private readonly List<(ActorSystem System, PostgresCenter Center)> started = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var (system, center) in Enumerable.Reverse(started))
        {
            await system.DisposeAsync();
            center.Dispose();
        }
    }

    [Fact]
    public async Task Actors_of_three_processes_are_one_center()
    {
        var (one, two, edge) = (await Start("one", Roles.Core), await Start("two", Roles.Core), await Start("edge", Roles.Edge | Roles.Api));
        await Task.WhenAll(one.Recovered, two.Recovered, edge.Recovered).WaitAsync(Patience);
        await OwnsSome(two, edge);
        using var feed = edge.Feed.Subscribe(edge.Feed.Heads());
        for (var purse = 0; purse < Purses; purse++)
        {
            await Reply(edge, Purse(purse), new C.Put(10));
            await Reply(edge, Purse(purse), new C.Pay($"purse{Purses - 1 - purse}", 3, 1));
        }

        await Seen(feed, nameof(PurseEvent.PaymentDone), Purses);
        for (var purse = 0; purse < Purses; purse++)
        {
            Assert.Equal(new PurseReply(10), await Reply(one, Purse(purse), new C.Count()));
        }

        Assert.True(one.Counters.ShardsOwned > 0);
        Assert.True(two.Counters.ShardsOwned > 0);
        Assert.Equal(["one", "two"], edge.Linked);
        Assert.Equal(3, edge.Membership!.Members.Count(member => member.IsStanding));
    }

    [Fact]
    public async Task A_process_that_stops_hands_everything_over_and_no_ask_notices()
    {
        var (one, two, edge) = (await Start("one", Roles.Core), await Start("two", Roles.Core), await Start("edge", Roles.Edge));
        await Task.WhenAll(one.Recovered, two.Recovered, edge.Recovered).WaitAsync(Patience);
        var stopping = one.Stop(Patience);
        var rounds = 0;
        do
        {
            rounds++;
            for (var purse = 0; purse < Purses; purse++)
            {
                await Reply(edge, Purse(purse), new C.Put(1));
            }
        }
        while (!stopping.IsCompleted);

        await stopping;
        for (var purse = 0; purse < Purses; purse++)
        {
            Assert.Equal(new PurseReply(rounds), await Reply(two, Purse(purse), new C.Count()));
        }

        Assert.False(two.Broken.IsCompleted);
    }

    private static ActorId Purse(int number) => Id($"purse{number}");

    private async Task<ActorSystem> Start(string name, Roles roles)
    {
        var center = await PostgresCenter.Open(
            new PostgresOptions { ConnectionString = postgres.Server.ConnectionString(), Schema = schema, Process = name, Shards = 16 }, TimeProvider.System, NullLogger.Instance);
        var system = await ActorSystem.Open(new ClusterOptions
        {
            Types = [PurseBehaviour.Type],
            Center = center,
            Cluster = "toys",
            Name = name,
            Roles = roles,
            Links = new LinkOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) },
            Messages = ToyMessages.Instance,
        });
        started.Add((system, center));
        await system.Start(new PlannedPerformer());
        return system;
    }

    private static async Task<object?> Reply(ActorSystem system, ActorId to, object command) =>
        Assert.IsType<Answer.Answered>(await system.Actors.Ask(to, command, Patience)).Reply;

    /// <summary>On a busy machine the second may start too late to share from the beginning: then it is given its part when it has been there for a while.</summary>
    private static async Task OwnsSome(ActorSystem system, ActorSystem asking)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (system.Counters.ShardsOwned == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Reply(asking, Purse(0), new C.Count());
        }
    }

    private static async Task Seen(EventSubscription feed, string tag, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (count > 0)
        {
            count -= (await feed.Next(patience.Token)).Count(item => item.Tag == tag);
        }
    }
}
