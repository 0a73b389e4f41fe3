using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Engine;

/// <summary>The production engine, hosting pebbles.</summary>
internal static class Engines
{
    public static async Task<ActorSystem> Start(IEventStore store, NodeClock clock, long epoch)
    {
        var system = await ActorSystem.Open(new ActorSystemOptions
        {
            Types = [PebbleBehaviour.Type],
            Store = store,
            Epoch = epoch,
            Clock = clock,
            Messages = PebbleMessages.Instance,
            Node = new NodeOptions { PassivateAfter = TimeSpan.FromHours(1), ResidentMax = 1_000_000 },
        });
        await system.Start(NoPorts.Instance);
        return system;
    }

    public static Task<ActorSystem> InMemory() => Start(new MemoryStore(), new NodeClock(TimeProvider.System), epoch: 1);

    public static Task<ActorSystem> On(SqliteEventStore store) => Start(store, store.Clock, store.Epoch);

    public static async Task<object?> Ask(ActorSystem system, int number, PebbleCommand command) =>
        await system.Actors.Ask(PebbleBehaviour.Id(number), command, TimeSpan.FromSeconds(30)) is Answer.Answered answered
            ? answered.Reply
            : throw new InvalidOperationException($"{command} was not answered");

    internal sealed class NoPorts : IPerformer
    {
        public static readonly NoPorts Instance = new();

        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
            throw new InvalidOperationException("pebbles perform nothing");
    }
}
