using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;
using CallCenter.Api.Agents;
using CallCenter.Api.Calls;
using CallCenter.Api.Events;
using CallCenter.Api.Floors;
using CallCenter.Api.Journal;
using CallCenter.Api.Queues;

namespace CallCenter.Api.Views;

/// <summary>
/// Runs the folds over events, one at a time: keeps the boards, collects the rows that change until <see cref="Take"/>, and writes the
/// stream's events. Owned by one projector; reads rows it does not hold through <see cref="ViewStore"/>.
/// </summary>
internal sealed class Projection(ViewStore store, TimeProvider time)
{
    private readonly Dictionary<(string Tenant, string Id), CallRecord> calls = [];
    private readonly SortedDictionary<(string Tenant, string Queue), DateTimeOffset> changedQueues = [];
    private ViewBatch batch = new();
    private long lastNumber = store.LastNumber;

    public Boards Boards { get; private set; } = store.LoadBoards();

    /// <summary>Off while a new store is filled: nobody holds a token of its generation yet.</summary>
    public bool WritesStream { get; set; } = true;

    public void Apply(JournalEvent e)
    {
        batch.Checkpoints[e.Shard] = e.Position;
        switch (Contracts.Read(e.Tag, e.Body.Span))
        {
            case CallEvent @event:
                Apply(e, @event);
                break;
            case AgentEvent @event:
                Apply(e, @event);
                break;
            case QueueEvent @event:
                Apply(e, @event);
                break;
            case ConfigurationEvent @event:
                Apply(e, @event);
                break;
            case FloorEvent @event:
                Apply(e, @event);
                break;
            default:
                break; // phones have no row; an unknown tag is a newer version's
        }
    }

    /// <summary>What changed since the last time: to be committed before <see cref="Boards"/> are published.</summary>
    public ViewBatch Take()
    {
        foreach (var ((tenant, queue), at) in changedQueues)
        {
            var line = Boards.Of(tenant).Queues[queue];
            batch.Queues[(tenant, queue)] = line.State.Row;
            Write(tenant, Topics.Queues, line.IsShown ? "queue.changed" : "queue.removed", queue, at, null, QueueItem.From(line, Today));
        }

        changedQueues.Clear();
        foreach (var key in batch.Calls.Where(pair => pair.Value.After is { Phase: CallActivity.Ended } or { Arrived: null }).Select(pair => pair.Key))
        {
            calls.Remove(key); // what still comes (its wrap-up) reads it again
        }

        var taken = batch;
        batch = new ViewBatch();
        return taken;
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private void Apply(JournalEvent e, CallEvent @event)
    {
        var before = Call(e.Stream.Tenant, e.Stream.Key);
        var after = CallRecordView.Apply(before, e.Stream, @event);
        Store(e, before, after, @event.At, CloudEvent.TypeOf(e.Tag));
    }

    private void Apply(JournalEvent e, AgentEvent @event)
    {
        var board = Boards.Of(e.Stream.Tenant);
        var before = board.Agents.GetValueOrDefault(e.Stream.Key) ?? AgentBoard.Empty(e.Stream.Tenant, e.Stream.Key);
        var (after, closed) = AgentBoard.Apply(before, e.Stream, @event);
        if (!ReferenceEquals(before, after))
        {
            Boards = Boards.With(board with { Agents = board.Agents.SetItem(after.Id, after) });
            batch.Agents[(after.Tenant, after.Id)] = after;
            Write(after.Tenant, Topics.Agents, after.IsShown ? CloudEvent.TypeOf(e.Tag) : "agent.removed", after.Id, @event.At, e, AgentItem.From(after, board.Tenant));
            foreach (var (queue, difference) in QueueStaff.Difference(before, after))
            {
                var line = Line(after.Tenant, queue);
                Store(line with { Staff = line.Staff + difference, State = QueueBoard.Count(line.State) }, @event.At);
            }
        }

        if (closed is not null)
        {
            batch.Intervals.Add(closed);
            Count(e, Facts.Of(closed));
        }

        if (AgentBoard.Ended(before, @event) is { } offer)
        {
            batch.Offers.Add(offer);
            Count(e, Facts.Of(offer));
        }

        if (@event is AgentEvent.SignedIn)
        {
            Count(e, Facts.OfSignIn(after, @event.At));
        }

        if (CallRecordView.CallOf(@event) is { } id)
        {
            var call = Call(e.Stream.Tenant, id);
            Store(e, call, CallRecordView.Apply(call, e.Stream.Key, @event, after.Settings), @event.At, "call.changed");
        }
    }

    private void Apply(JournalEvent e, QueueEvent @event)
    {
        if (QueueStory.CallOf(@event) is { } call)
        {
            batch.Words.Add(new CallWord(call, e.Stream, e.Version));
        }

        var line = Line(e.Stream.Tenant, e.Stream.Key);
        var change = QueueBoard.Apply(line.State, @event, day => Day(e.Stream.Tenant, e.Stream.Key, day));
        if (ReferenceEquals(change.State, line.State))
        {
            return;
        }

        if (change.Stay is { } stay)
        {
            Count(e, Facts.Of(stay), line.State.Waiting.TryGetValue(stay.Stay, out var waited) ? Facts.Of(waited) : []);
            batch.Stays[(stay.Tenant, stay.Queue, stay.Stay)] = stay;
        }

        if (change.Day is { } day)
        {
            batch.Days[(day.Tenant, day.Queue, day.Day)] = day;
            line = line with { Latest = line.Latest is { } latest && latest.Day > day.Day ? latest : day };
        }

        Store(line with { State = change.State }, @event.At);
    }

    private void Apply(JournalEvent e, ConfigurationEvent @event)
    {
        var board = Boards.Of(e.Stream.Tenant);
        var tenant = board.Tenant.Apply(@event);
        if (!ReferenceEquals(tenant, board.Tenant))
        {
            Boards = Boards.With(board with { Tenant = tenant });
            batch.Tenants[tenant.Tenant] = tenant;
            batch.Versions.Add(ConfigurationVersion.Of(e.Stream, e.Version, (ConfigurationEvent.ConfigurationAccepted)@event));
            Write(tenant.Tenant, Topics.Config, "config.accepted", tenant.Tenant, @event.At, e, new ConfigItem(tenant.Tenant, tenant.Version, tenant.Version));
        }
    }

    private void Apply(JournalEvent e, FloorEvent @event)
    {
        var board = Boards.Of(e.Stream.Tenant);
        var (row, alarm) = board.Floor.Apply(@event);
        Boards = Boards.With(board with { Floor = row });
        batch.Floors[row.Tenant] = row;
        if (alarm is not null)
        {
            var item = AlarmItem.From(alarm);
            Write(row.Tenant, Topics.Alarms, CloudEvent.TypeOf(e.Tag), item.Id, @event.At, e, item);
        }

        if (FloorRow.WishOf(@event) is (var agent, var asked) && board.Agents.TryGetValue(agent.Key, out var waits) && waits.BreakAsked != asked)
        {
            var told = waits with { BreakAsked = asked, Revision = waits.Revision + 1 };
            Boards = Boards.With(Boards.Of(told.Tenant) with { Agents = board.Agents.SetItem(told.Id, told) });
            batch.Agents[(told.Tenant, told.Id)] = told;
            Write(told.Tenant, Topics.Agents, "agent.changed", told.Id, @event.At, e, AgentItem.From(told, board.Tenant));
        }
    }

    private void Store(JournalEvent e, CallRecord before, CallRecord after, DateTimeOffset at, string type)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        Count(e, before, after);
        var key = (after.Tenant, after.Id);
        calls[key] = after;
        Store(after.Tenant, Boards.Of(after.Tenant).Channels.After(before, after));
        batch.Calls[key] = (batch.Calls.TryGetValue(key, out var known) ? known.Before : before.Revision == 0 ? null : before, after);
        if (after.Arrived is not null)
        {
            Write(after.Tenant, Topics.Calls, type, after.Id, at, e, new CallItem(after));
        }
    }

    private void Count(JournalEvent e, CallRecord before, CallRecord after)
    {
        if (before.Arrived != after.Arrived || before.Ended != after.Ended)
        {
            Count(e, Facts.OfCall(after), Facts.OfCall(before));
        }

        foreach (var line in Facts.LinesEnded(before, after))
        {
            Count(e, Facts.OfLine(after, line));
        }

        foreach (var (segment, wrapUp, at) in Facts.Complete(after))
        {
            if (!Facts.IsComplete(before, segment.Id))
            {
                batch.Segments.Add((after.Tenant, after.Id, segment, wrapUp, at));
                Count(e, Facts.Of(segment, wrapUp, at));
            }
        }
    }

    private void Count(JournalEvent e, IEnumerable<Contribution> given, IEnumerable<Contribution>? takenBack = null) =>
        batch.Figures.Change(e.Stream.Tenant, takenBack ?? [], given, new Position(e.Shard, e.Position).ToString());

    private void Store(QueueLine line, DateTimeOffset at)
    {
        var row = line.State.Row;
        var board = Boards.Of(row.Tenant);
        Boards = Boards.With(board with { Queues = board.Queues.SetItem(row.Id, line) });
        changedQueues[(row.Tenant, row.Id)] = at;
    }

    private void Store(string tenant, TrunkChannels channels)
    {
        var board = Boards.Of(tenant);
        if (!ReferenceEquals(channels, board.Channels))
        {
            Boards = Boards.With(board with { Channels = channels });
        }
    }

    private CallRecord Call(string tenant, string id) => calls.GetValueOrDefault((tenant, id))
        ?? store.LoadCall(tenant, id)
        ?? CallRecordView.Empty(tenant, id);

    private QueueLine Line(string tenant, string queue) => Boards.Of(tenant).Queues.GetValueOrDefault(queue)
        ?? new QueueLine(QueueBoard.Empty(tenant, queue), null, StaffCount.None);

    private QueueDay Day(string tenant, string queue, DateOnly day) =>
        batch.Days.GetValueOrDefault((tenant, queue, day))
        ?? (Line(tenant, queue).Latest is { } latest && latest.Day == day ? latest : null)
        ?? store.LoadDay(tenant, queue, day)
        ?? new QueueDay(tenant, queue, day);

    private void Write<T>(string tenant, Topics topic, string type, string subject, DateTimeOffset at, JournalEvent? e, T row)
    {
        if (!WritesStream)
        {
            return;
        }

        lastNumber++;
        var position = e is null ? null : new Position(e.Shard, e.Position).ToString();
        var body = CloudEvent.Write(new StreamToken(store.Generation, lastNumber).ToString(), tenant, topic, type, subject, at, position, row);
        batch.Events.Add(new StreamEvent(lastNumber, tenant, topic, body));
    }
}

/// <summary>A tenant's configuration as the event stream shows it.</summary>
internal sealed record ConfigItem(string Id, long Version, long Revision);
