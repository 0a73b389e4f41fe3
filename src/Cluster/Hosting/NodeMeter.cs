using System.Diagnostics.Metrics;

namespace CallCenter.Cluster.Hosting;

/// <summary>A node's counters as metrics. No label comes from outside.</summary>
internal sealed class NodeMeter : IDisposable
{
    public const string Name = "CallCenter.Cluster";

    private readonly Meter meter = new(Name);

    public NodeMeter(NodeCounters counters)
    {
        meter.CreateObservableCounter("callcenter.messages", () => counters.Messages, "{message}", "commands decided");
        meter.CreateObservableCounter("callcenter.messages.discarded", () => counters.Discarded, "{message}", "messages nobody waits for any more");
        meter.CreateObservableCounter("callcenter.asks.refused", () => counters.Refused, "{ask}", "asks turned away for want of room");
        meter.CreateObservableCounter("callcenter.journal.events", () => counters.Events, "{event}", "events made durable");
        meter.CreateObservableCounter("callcenter.journal.batches", () => counters.Batches, "{batch}", "batches, those of answers only included");
        meter.CreateObservableCounter("callcenter.journal.commits", () => counters.Commits, "{commit}", "batches with events: one flush of the disk each");
        meter.CreateObservableCounter("callcenter.journal.in_doubt", () => counters.InDoubt, "{time}", "times that nobody knew whether a batch was written");
        meter.CreateObservableCounter("callcenter.journal.killed", () => counters.Killed, "{decision}", "decisions that never happened");
        meter.CreateObservableCounter("callcenter.actors.loaded", () => counters.Loaded, "{actor}", "actors read from their streams");
        meter.CreateObservableCounter("callcenter.snapshots.kept", () => counters.SnapshotsKept, "{state}", "states kept beside their streams");
        meter.CreateObservableCounter("callcenter.snapshots.used", () => counters.SnapshotsUsed, "{actor}", "actors read from a kept state on");
        meter.CreateObservableCounter("callcenter.actors.passivated", () => counters.Passivated, "{actor}", "idle actors that left memory");
        meter.CreateObservableCounter("callcenter.actors.crashed", () => counters.Crashes, "{crash}", "bugs in behaviours");
        meter.CreateObservableCounter("callcenter.asks.elsewhere", () => counters.AskedElsewhere, "{ask}", "asks that another node was given");
        meter.CreateObservableCounter("callcenter.asks.not_here", () => counters.NotHere, "{ask}", "asks that reached a node without the shard");
        meter.CreateObservableCounter("callcenter.parcels.sent", () => counters.ParcelsSent, "{parcel}", "messages between actors that left for another node");
        meter.CreateObservableCounter("callcenter.parcels.received", () => counters.ParcelsReceived, "{parcel}", "messages between actors that came from another node");
        meter.CreateObservableCounter("callcenter.parcels.unroutable", () => counters.ParcelsUnroutable, "{parcel}", "messages that found no owner or no link; they are repeated");
        meter.CreateObservableCounter("callcenter.performs.elsewhere", () => counters.PerformedElsewhere, "{duty}", "duties given to the ports of another process");
        meter.CreateObservableCounter("callcenter.feed.not_pushed", () => counters.EventsNotPushed, "{event}", "durable events that a full link did not take");
        meter.CreateObservableGauge("callcenter.node.held", () => counters.Held, "{node}", "1 while nothing is decided because the lease may be over");
        meter.CreateObservableGauge("callcenter.actors.resident", () => counters.Residents, "{actor}", "actors in memory");
        meter.CreateObservableGauge("callcenter.actors.owed", () => counters.Owed, "{actor}", "actors with duties that are not back yet");
        meter.CreateObservableGauge("callcenter.timers", () => counters.Timers, "{timer}", "timers set");
        meter.CreateObservableGauge("callcenter.lane.depth", () => counters.LaneDepth, "{decision}", "decisions not durable yet");
        meter.CreateObservableGauge("callcenter.lane.bytes", () => counters.LaneBytes, "By", "their size");
        meter.CreateObservableGauge("callcenter.shards.owned", () => counters.ShardsOwned, "{shard}", "shards owned");
    }

    public void Dispose() => meter.Dispose();
}
