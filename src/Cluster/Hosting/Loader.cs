using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Brings actors into memory from their streams: those somebody asks for first, those of the live set as the store has time for them. What came in
/// one round of the loop is one reading. Their duties begin when they are back.
/// </summary>
internal sealed class Loader(Node node)
{
    private readonly Queue<Activation> asked = new();
    private readonly Queue<Activation> owing = new();

    // Read in part; the rest comes page by page.
    private readonly Queue<Activation> unfinished = new();
    private int reading;
    private int groups;

    /// <summary>Actors of the live set that are not back yet.</summary>
    public int Owed { get; private set; }

    /// <summary>Somebody waits for it.</summary>
    public void Load(Activation actor)
    {
        if (actor.Load < LoadStage.Asked)
        {
            actor.Load = LoadStage.Asked;
            asked.Enqueue(actor);
        }
    }

    /// <summary>It has duties: no hurry, but it must come back.</summary>
    public void LoadOwing(Activation actor)
    {
        Owed++;
        actor.IsOwed = true;
        actor.Load = LoadStage.Owing;
        owing.Enqueue(actor);
    }

    /// <summary>It is back, impaired or gone: recovery no longer waits for it.</summary>
    public void Settled(Activation actor)
    {
        actor.Load = LoadStage.None;
        if (actor.IsOwed)
        {
            actor.IsOwed = false;
            Owed--;
        }
    }

    /// <summary>Asks the store for what has gathered; at the end of each round.</summary>
    public void ReadNext()
    {
        while (reading < node.Options.LoadsMax && unfinished.TryDequeue(out var actor))
        {
            reading++;
            Read(actor);
        }

        while (reading < node.Options.LoadsMax && asked.Count > 0 && GroupOf(asked, node.Options.AskedGroupMax) is [var first, ..] group)
        {
            reading++;
            if (group.Count == 1)
            {
                Read(first);
            }
            else
            {
                Read(group, () => reading--);
            }
        }

        // What long streams hold back is memory: first they are finished.
        while (groups < node.Options.GroupLoadsMax && unfinished.Count == 0 && owing.Count > 0 && GroupOf(owing, node.Options.GroupMax) is { Count: > 0 } group)
        {
            groups++;
            Read(group, () => groups--);
        }
    }

    private static List<Activation> GroupOf(Queue<Activation> queue, int max)
    {
        var group = new List<Activation>();
        while (group.Count < max && NextOf(queue, out var next))
        {
            group.Add(next);
        }

        return group;
    }

    /// <summary>In both queues when somebody asked for an owing one: the second time it is being read already, or back.</summary>
    private static bool NextOf(Queue<Activation> queue, [NotNullWhen(true)] out Activation? next)
    {
        while (queue.TryDequeue(out next))
        {
            if (next.Phase == Phase.Loading && next.Load is LoadStage.Asked or LoadStage.Owing)
            {
                next.Load = LoadStage.Reading;
                Begin(next);
                return true;
            }
        }

        return false;
    }

    private static void Begin(Activation actor)
    {
        actor.Latest = new Remembered(actor.Type.Initial(actor.Id), 0, DateTimeOffset.MinValue, actor.Latest.IsListed);
        actor.Snapshot = new SnapshotMark { IsBeingTaken = actor.Snapshot.IsBeingTaken };
    }

    private void Read(Activation actor)
    {
        if (actor.Latest.Version > 0 && node.Snapshots.MayHave(actor))
        {
            node.Snapshots.Read(actor, () => ReadPage(actor));
        }
        else
        {
            ReadPage(actor);
        }
    }

    private void ReadPage(Activation actor) =>
        StoreCall.Run(
            () => node.Store.Read(actor.Id, actor.Shard, actor.Latest.Version + (actor.Snapshot.IsUnproved ? 0 : 1), node.Options.LoadPage, CancellationToken.None),
            node.Post,
            (page, failure) => Arrived(actor, page, failure));

    private void Read(List<Activation> group, Action read) =>
        StoreCall.Run(
            () => node.Store.ReadMany([.. group.Select(actor => actor.Id)], node.Options.GroupPage, CancellationToken.None),
            node.Post,
            (pages, failure) => Arrived(group, read, pages, failure));

    private void Arrived(Activation actor, IReadOnlyList<CommittedEvent>? page, Exception? failure)
    {
        if (page is null && actor.Phase == Phase.Loading)
        {
            node.Log.LoadFailed(failure!, actor.Id);
            node.Timers.Set(new ReadAgain(() => Read(actor)), node.Now + node.Options.RetryMax);
            return;
        }

        reading--;
        Take(actor, page ?? [], node.Options.LoadPage);
    }

    private void Arrived(List<Activation> group, Action read, IReadOnlyList<IReadOnlyList<CommittedEvent>>? pages, Exception? failure)
    {
        if (pages is null)
        {
            node.Log.LoadFailed(failure!, group[0].Id);
            node.Timers.Set(new ReadAgain(() => Read(group, read)), node.Now + node.Options.RetryMax);
            return;
        }

        read();
        foreach (var (actor, page) in group.Zip(pages))
        {
            Take(actor, page, node.Options.GroupPage);
        }
    }

    private void Take(Activation actor, IReadOnlyList<CommittedEvent> page, int pageMax)
    {
        if (actor.Phase != Phase.Loading)
        {
            return;
        }

        var rest = page;
        if (actor.Snapshot.IsUnproved)
        {
            if (page is not [var last, ..] || last.Version != actor.Latest.Version)
            {
                StartOver(actor, null, "its last event is not in the journal");
                return;
            }

            actor.Snapshot.IsUnproved = false;
            rest = [.. page.Skip(1)];
        }

        ImmutableArray<Duty>? duties;
        try
        {
            Replay(actor, rest);
            duties = page.Count < pageMax ? actor.Type.Duties(actor.Latest.State) : null;
        }
        catch (Exception bug) when (actor.Snapshot.IsUsed)
        {
            // What was kept may be what is wrong.
            StartOver(actor, bug, "its actor crashed");
            return;
        }
        catch (Exception bug)
        {
            node.Failures.Crashed(actor, null, bug);
            return;
        }

        if (duties is { } all)
        {
            Back(actor, all);
        }
        else
        {
            unfinished.Enqueue(actor);
        }
    }

    private void StartOver(Activation actor, Exception? bug, string why)
    {
        node.Log.SnapshotIgnored(bug, actor.Id, why);
        Begin(actor);
        actor.Snapshot.IsAsked = true;
        unfinished.Enqueue(actor);
    }

    private void Replay(Activation actor, IReadOnlyList<CommittedEvent> page)
    {
        var (state, version, lastTime, listed) = actor.Latest;
        foreach (var stored in page)
        {
            version = stored.Version;
            actor.Snapshot.BytesSince += stored.Body.Length;
            node.Clock.Raise(stored.StoredAt);
            if (node.Messages.Read(stored.Tag, stored.Body.Span) is not { } item)
            {
                // A newer version wrote it. Kept in the stream, skipped here.
                node.Log.TagUnknown(stored.Tag, actor.Id, stored.Version);
                actor.Snapshot.LacksEvents = true;
                continue;
            }

            state = actor.Type.Apply(state, item);
            var time = actor.Type.TimeOf(item);
            lastTime = time > lastTime ? time : lastTime;
        }

        actor.Latest = new Remembered(state, version, lastTime, listed);
    }

    private void Back(Activation actor, ImmutableArray<Duty> duties)
    {
        actor.Durable = actor.Latest;
        actor.Horizon = 0;
        actor.Phase = Phase.Ready;
        node.Counters.Loaded++;
        Settled(actor);
        node.Begin(actor, duties);
        node.Snapshots.Look(actor);
        node.RecoveryMayBeOver();
    }

    private sealed class ReadAgain(Action read) : Due
    {
        public override void Fire() => read();
    }
}
