using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Brings actors into memory from their streams: those somebody asks for first, then those of the live set, a bounded number at a time.
/// Their duties begin when they are back.
/// </summary>
internal sealed class Loader(Node node)
{
    private readonly Queue<Activation> asked = new();
    private readonly Queue<Activation> owing = new();
    private int reading;

    /// <summary>Actors of the live set that are not back yet.</summary>
    public int Owed { get; private set; }

    /// <summary>Somebody waits for it.</summary>
    public void Load(Activation actor)
    {
        if (actor.Load < LoadStage.Asked)
        {
            actor.Load = LoadStage.Asked;
            asked.Enqueue(actor);
            ReadNext();
        }
    }

    /// <summary>It has duties: no hurry, but it must come back.</summary>
    public void LoadOwing(Activation actor)
    {
        Owed++;
        actor.IsOwed = true;
        actor.Load = LoadStage.Owing;
        owing.Enqueue(actor);
        ReadNext();
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

    private void ReadNext()
    {
        while (reading < node.Options.LoadsMax && (asked.TryDequeue(out var actor) || owing.TryDequeue(out actor)))
        {
            // In both queues when somebody asked for an owing one: the second time it is being read already, or back.
            if (actor.Phase == Phase.Loading && actor.Load is LoadStage.Asked or LoadStage.Owing)
            {
                actor.Load = LoadStage.Reading;
                actor.Latest = new Remembered(actor.Type.Initial(actor.Id), 0, DateTimeOffset.MinValue, actor.Latest.IsListed);
                reading++;
                Read(actor);
            }
        }
    }

    private void Read(Activation actor) =>
        StoreCall.Run(
            () => node.Store.Read(actor.Id, actor.Shard, actor.Latest.Version + 1, node.Options.LoadPage, CancellationToken.None),
            node.Post,
            (page, failure) => Arrived(actor, page, failure));

    private void Arrived(Activation actor, IReadOnlyList<CommittedEvent>? page, Exception? failure)
    {
        if (actor.Phase != Phase.Loading)
        {
            Finished();
            return;
        }

        if (page is null)
        {
            node.Log.LoadFailed(failure!, actor.Id);
            node.Timers.Set(new ReadAgain(this, actor), node.Now + node.Options.RetryMax);
            return;
        }

        ImmutableArray<Duty>? duties;
        try
        {
            Replay(actor, page);
            duties = page.Count < node.Options.LoadPage ? actor.Type.Duties(actor.Latest.State) : null;
        }
        catch (Exception bug)
        {
            Finished();
            node.Failures.Crashed(actor, null, bug);
            return;
        }

        if (duties is { } all)
        {
            Finished();
            Back(actor, all);
        }
        else
        {
            Read(actor);
        }
    }

    private void Replay(Activation actor, IReadOnlyList<CommittedEvent> page)
    {
        var (state, version, lastTime, listed) = actor.Latest;
        foreach (var stored in page)
        {
            version = stored.Version;
            node.Clock.Raise(stored.StoredAt);
            if (node.Messages.Read(stored.Tag, stored.Body.Span) is not { } item)
            {
                // A newer version wrote it. Kept in the stream, skipped here.
                node.Log.TagUnknown(stored.Tag, actor.Id, stored.Version);
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
        node.RecoveryMayBeOver();
    }

    private void Finished()
    {
        reading--;
        ReadNext();
    }

    private sealed class ReadAgain(Loader loader, Activation actor) : Due
    {
        public override void Fire()
        {
            if (actor.Phase == Phase.Loading)
            {
                loader.Read(actor);
            }
            else
            {
                loader.Finished();
            }
        }
    }
}
