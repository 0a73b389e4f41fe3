using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// O4: what is kept of a stream is, to the byte, what replaying it from zero gives, and owes the same; and so is whoever came back from a snapshot
/// and the rest of its stream.
/// </summary>
internal sealed class SnapshotRules
{
    private readonly SimulatedDatabase database;
    private readonly Dictionary<ActorId, Remembered> replayed = [];

    public SnapshotRules(SimulatedDatabase database)
    {
        this.database = database;
        database.Kept += Check;
    }

    /// <summary>An actor in memory, however it got there, of which nothing is undurable.</summary>
    public void Check(Activation actor)
    {
        if (actor is { Phase: Phase.Ready, Undurable: 0, Type.Contract: > 0 })
        {
            var zero = Replayed(actor.Type, actor.Id, actor.Durable.Version);
            Rulebook.Require(Same(actor.Type, actor.Durable, zero), "O4", $"{actor.Id} at {actor.Durable.Version} is not what its stream says");
        }
    }

    private void Check(Snapshot snapshot)
    {
        var type = Center.Types.Single(type => type.Kind == snapshot.Stream.Kind);
        Rulebook.Require(snapshot.Version <= database.Stream(snapshot.Stream).Count, "O4", $"the snapshot of {snapshot.Stream} is above the durable mark");
        var zero = Replayed(type, snapshot.Stream, snapshot.Version);
        var read = new Remembered(type.Read(snapshot.Body.Span), snapshot.Version, snapshot.LastTime, false);
        Rulebook.Require(snapshot.IsWhole && Same(type, read, zero), "O4", $"the snapshot of {snapshot.Stream} at {snapshot.Version} is not what its stream says");
    }

    private static bool Same(ActorType type, Remembered one, Remembered other) =>
        one.LastTime == other.LastTime
        && type.Write(one.State).AsSpan().SequenceEqual(type.Write(other.State))
        && type.Duties(one.State).SequenceEqual(type.Duties(other.State));

    /// <summary>From zero; what was replayed before is not replayed again.</summary>
    private Remembered Replayed(ActorType type, ActorId stream, long version)
    {
        if (!replayed.TryGetValue(stream, out var at) || at.Version > version)
        {
            at = new Remembered(type.Initial(stream), 0, DateTimeOffset.MinValue, false);
        }

        foreach (var row in database.Stream(stream).Skip((int)at.Version).Take((int)(version - at.Version)))
        {
            var item = Contracts.Read(row.Tag, row.Body.Span)!;
            var time = type.TimeOf(item);
            at = new Remembered(type.Apply(at.State, item), row.Version, time > at.LastTime ? time : at.LastTime, false);
        }

        return replayed[stream] = at;
    }
}
