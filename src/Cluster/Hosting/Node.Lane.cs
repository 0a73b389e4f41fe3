using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Hosting;

/// <summary>The durable mark has moved, or has not: what the lane tells its node.</summary>
internal sealed partial class Node
{
    public void Released(IReadOnlyList<LaneEntry> entries, DateTimeOffset storedAt)
    {
        Clock.Raise(storedAt);
        Counters.Batches++;
        var events = Committed(entries, storedAt);
        if (events.Count > 0)
        {
            Counters.Commits++;
            Counters.Events += events.Count;
            parts.Committed(events);
        }

        foreach (var entry in entries)
        {
            Release((ActorEntry)entry);
            Failpoint.MidRelease(entries, entry);
        }
    }

    public void Killed(IReadOnlyList<LaneEntry> entries, int batch, AppendResult why) => Failures.Killed(entries, batch, why);

    public void InDoubt(string why, int attempt)
    {
        Counters.InDoubt++;
        Log.BatchInDoubt(why, attempt);
    }

    private List<CommittedEvent> Committed(IReadOnlyList<LaneEntry> entries, DateTimeOffset storedAt)
    {
        var isLogged = Log.IsEnabled(LogLevel.Trace);
        var events = new List<CommittedEvent>();
        foreach (var entry in entries)
        {
            foreach (var item in entry.Events)
            {
                events.Add(new CommittedEvent(item.Shard, item.Position, entry.Epoch, item.Stream, item.Version, item.Tag, item.Body, storedAt));
                if (isLogged)
                {
                    Log.EventStored(item.Stream, item.Version, item.Tag, item.Shard, item.Position);
                }
            }
        }

        return events;
    }

    /// <summary>What rested on this entry may leave: its answer, its performs.</summary>
    private void Release(ActorEntry entry)
    {
        var actor = entry.Activation;
        if (entry.After is { } after)
        {
            actor.Durable = after;
            actor.Undurable--;
            Snapshots.Grown(actor, entry.Events);
        }

        entry.Span.Answered(entry.Answer);
        if (entry.Answer is { } answer)
        {
            entry.Cause!.Answer(answer);
        }

        foreach (var run in entry.Starts ?? [])
        {
            Duties.Start(run);
        }

        if (actor.Undurable > 0)
        {
            return;
        }

        if (actor.Phase == Phase.Loading)
        {
            Loader.Load(actor);
        }
        else
        {
            Rest(actor);
        }
    }
}
