using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Lane;

/// <summary>
/// The one way to the disk of a node (DESIGN 4.1). Decisions are applied in memory at once and queue here; batches commit strictly in order, one
/// outstanding, each wholly or not at all; what an entry holds is released when it is durable. Sans-I/O: the store's completions come back
/// through <paramref name="post"/> into the node's loop.
/// <list type="number">
/// <item>Positions are never reused. A failure at f kills [f, head].</item>
/// <item>An entry whose activation or message rests on a dead position is not taken.</item>
/// <item>Every answer is an entry, empty if it has no event; its shard joins the batch's fence set under its activation's epoch.</item>
/// <item>Nothing is released before it is durable.</item>
/// <item value="8">Unknown: the identical batch again; the store asks "are my rows there?" before the fence.</item>
/// <item value="11">Bounded in bytes; <see cref="IsFull"/> turns away outside inputs only.</item>
/// </list>
/// Dropping and rolling back activations (5, 6, 7, 10) is the owner's part: Hosting/Failures.cs; never showing what is not durable (9) its residents' and feed's.
/// </summary>
internal sealed class CommitLane(IEventStore store, LaneLimits limits, ILaneOwner owner, TimerHeap timers, NodeClock clock, Action<Action> post)
{
    private readonly DeadPositions dead = new();
    private readonly Queue<LaneEntry> waiting = new();
    private LaneBatch? outstanding;

    /// <summary>The last position given.</summary>
    public long Head { get; private set; }

    /// <summary>Every living position up to here is durable.</summary>
    public long Durable { get; private set; }

    public long Bytes { get; private set; }

    public int Depth => waiting.Count + (outstanding?.Entries.Count ?? 0);

    public bool IsFull => Bytes >= limits.BytesMax;

    public bool HasWaiting => waiting.Count > 0;

    public bool IsBusy => outstanding is not null;

    /// <summary>No batch is sent: our lease may be over. One that is under way may complete.</summary>
    public bool IsHeld { get; set; }

    /// <summary>More is waiting than one batch takes.</summary>
    public bool HasFullBatch => waiting.Count >= limits.BatchEntriesMax;

#if PLANTED
    public Defects Planted { get; init; }
#endif

    public bool IsDead(long position) => dead.Contains(position);

    /// <summary>What rested on this position is decided: durable, or dead.</summary>
    public bool IsSettled(long position) => position <= Durable || dead.Contains(position);

    /// <summary>Takes the entry and gives it its position; false when what it rests on is dead.</summary>
    public bool TryAppend(LaneEntry entry, long activationHorizon, long messageHorizon)
    {
        if (dead.Contains(activationHorizon) || dead.Contains(messageHorizon))
        {
            return false;
        }

        entry.Position = ++Head;
#if PLANTED
        if (Planted.HasFlag(Defects.AnswersNotFenced) && entry.Events.Count == 0 && IsSettled(activationHorizon) && IsSettled(messageHorizon))
        {
            Durable = Depth == 0 ? entry.Position : Durable;
            owner.Released([entry], clock.Now);
            return true;
        }
#endif
        waiting.Enqueue(entry);
        Bytes += entry.Bytes;
        return true;
    }

    /// <summary>Sends what waits as the next batch, unless one is outstanding.</summary>
    public void Flush()
    {
        if (outstanding is null && waiting.Count > 0 && !IsHeld)
        {
            outstanding = LaneBatch.Take(waiting, limits);
#if PLANTED
            if (Planted.HasFlag(Defects.ReleaseBeforeDurable))
            {
                owner.Released(outstanding.Entries, clock.Now);
            }
#endif
            Send(outstanding);
        }
    }

    private void Send(LaneBatch batch)
    {
        batch.Attempt++;
        var span = Spans.Commit(batch);
        var content = batch.Content;
#if PLANTED
        content = Planted.HasFlag(Defects.LiveSetApart) ? content with { Live = [] } : content;
#endif
        StoreCall.Run(() => store.Append(content, CancellationToken.None), post, (result, failure) =>
        {
            span.Committed(result);
            Completed(batch, result ?? new AppendResult.Unknown(failure?.Message ?? "no result"));
        });
    }

    private void Completed(LaneBatch batch, AppendResult result)
    {
        if (batch != outstanding)
        {
            return;
        }

        switch (result)
        {
            case AppendResult.Appended appended:
                Commit(batch, appended.StoredAt);
                break;
            case AppendResult.Unknown unknown:
                owner.InDoubt(unknown.Why, batch.Attempt);
                timers.Set(batch.Again(() => Send(batch)), clock.Now + Pause(batch.Attempt));
                break;
            default:
                Kill(batch, result);
                break;
        }
    }

    private void Commit(LaneBatch batch, DateTimeOffset storedAt)
    {
        outstanding = null;
#if PLANTED
        if (Planted.HasFlag(Defects.LiveSetApart) && batch.Content.Live.Count > 0)
        {
            StoreCall.Run(() => store.Append(batch.Content with { Events = [] }, CancellationToken.None), post, (_, _) => { });
        }
#endif
        Durable = batch.Entries[^1].Position;
        Bytes -= batch.Bytes;

        // The disk starts on what has gathered meanwhile before the node turns to what is now free to go.
        Flush();
#if PLANTED
        if (Planted.HasFlag(Defects.ReleaseBeforeDurable))
        {
            return;
        }
#endif
        owner.Released(batch.Entries, storedAt);
    }

    private void Kill(LaneBatch batch, AppendResult why)
    {
        outstanding = null;
        var killed = new List<LaneEntry>(batch.Entries);
#if PLANTED
        if (Planted.HasFlag(Defects.LaterBatchSurvives))
        {
            Bytes -= batch.Bytes;
            dead.Kill(killed[0].Position, killed[^1].Position);
            owner.Killed(killed, batch.Entries.Count, why);
            return;
        }
#endif
        killed.AddRange(waiting);
        waiting.Clear();
        Bytes = 0;
        dead.Kill(batch.Entries[0].Position, Head);
        owner.Killed(killed, batch.Entries.Count, why);
    }

    private TimeSpan Pause(int attempt)
    {
        var pause = limits.DoubtPause * Math.Pow(2, Math.Min(attempt - 1, 16));
        return pause < limits.DoubtPauseMax ? pause : limits.DoubtPauseMax;
    }
}
