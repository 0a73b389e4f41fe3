using System.Threading.Channels;
using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// The link with one peer through all its connections: makes them, or waits for them when the peer is the one who calls, one after the other, until
/// nobody wants it any more. Who waits knocks meanwhile, so that both sides hear that the other's machine refuses, and that the other hears of this one.
/// </summary>
internal sealed class PeerLink : IDisposable
{
    /// <summary>A link that stood so long was a good one: it is made again without a pause.</summary>
    private static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(1);

    private readonly LinkParts parts;
    private readonly LinkCounters counters;
    private readonly Seldom news;
    private readonly Backoff backoff;
    private readonly bool calls;
    private readonly CancellationTokenSource leaving = new();

    // What is offered, and what stands, change in one go: a connection must not be taken for the one that it takes the place of.
    private readonly Lock gate = new();
    private readonly Channel<Greeted> offered = Channel.CreateBounded<Greeted>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest },
        static replaced => replaced.Dispose());

    private Task called = Task.CompletedTask;
    private volatile Link? live;

    /// <summary>The peer has not read of us yet.</summary>
    private bool isUnknownThere;

    public PeerLink(LinkParts parts, Peer peer, LinkCounters counters)
    {
        this.parts = parts;
        this.counters = counters;
        Peer = peer;
        news = new Seldom(parts.Clock);
        backoff = new Backoff(parts.Options.PauseMin, parts.Options.PauseMax, parts.Random);
        calls = string.CompareOrdinal(parts.Self.Name, peer.Name) < 0;
    }

    public Peer Peer { get; }

    /// <summary>Completes when it is left and everything of it is closed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins when the link it takes the place of has ended.</summary>
    public void Start(PeerLink? after) => Ended = Task.Run(async () =>
    {
        await (after?.Ended ?? Task.CompletedTask);
        await Run();
        Dispose();
    });

    /// <summary>The link that has taken it, for whoever says when it leaves; null when none has.</summary>
    public Link? TryAdd(Frame frame)
    {
        try
        {
            if (live is { } link && link.TryAdd(frame))
            {
                return link;
            }
        }
        catch (Exception failure)
        {
            // Not in the contracts, or larger than any frame may be: a bug, but not one that may end the loop of who sends.
            parts.Log.LinkNotWritten(failure, frame.GetType().Name, Peer.Name, failure.Message);
        }

        counters.Drop();
        return null;
    }

    /// <summary>The peer has called. It does so when its side of the link is gone, whatever ours thinks.</summary>
    public void Offer(Greeted connection)
    {
        lock (gate)
        {
            if (!offered.Writer.TryWrite(connection))
            {
                connection.Dispose();
                return;
            }

            live?.Abort(LinkEnding.Closed("it has called again"));
        }
    }

    /// <summary>A later start of the same name has shown itself: this one is gone.</summary>
    public void Supersede() => live?.Abort(LinkEnding.Reset("it has been started again"));

    /// <summary>Not wanted any more.</summary>
    public void Leave(Farewell why)
    {
        _ = leaving.CancelAsync();
        if (why == Farewell.Replaced)
        {
            live?.Abort(LinkEnding.Closed("it has been started again"));
        }
        else
        {
            live?.Close(why);
        }
    }

    /// <summary>By itself at its end.</summary>
    public void Dispose() => leaving.Dispose();

    private async Task Run()
    {
        var pause = calls ? TimeSpan.Zero : backoff.Next();
        while (!leaving.IsCancellationRequested)
        {
            await Pause(pause);
            if (await Next() is { } link)
            {
                pause = await Stand(link) ? backoff.Restart() : backoff.Next();
            }
            else
            {
                pause = isUnknownThere ? backoff.Least() : backoff.Next();
            }
        }

        offered.Writer.Complete();
        while (offered.Reader.TryRead(out var late))
        {
            late.Dispose();
        }
    }

    /// <summary>Ends early when the peer calls, or the link is left.</summary>
    private Task Pause(TimeSpan length) => length == TimeSpan.Zero
        ? Task.CompletedTask
        : Task.WhenAny(Task.Delay(length, parts.Clock, leaving.Token), Called());

    /// <summary>One wait at a time, however often somebody looks.</summary>
    private Task Called() => called.IsCompleted ? called = offered.Reader.WaitToReadAsync(leaving.Token).AsTask() : called;

    private async Task<Link?> Next()
    {
        if (leaving.IsCancellationRequested)
        {
            return null;
        }

        return Offered() ?? (calls ? await Call() : await Knock());
    }

    /// <summary>What the peer has made. What it offers from now on takes this one's place.</summary>
    private Link? Offered()
    {
        lock (gate)
        {
            return offered.Reader.TryRead(out var connection) ? live = LinkOver(connection) : null;
        }
    }

    private async Task<Link?> Call()
    {
        var greeting = await parts.Greeter.Call(Peer, leaving.Token);
        isUnknownThere = greeting is Greeting.Failed { Said: Farewell.NotKnown };
        switch (greeting)
        {
            case Greeting.Made made:
                return live = LinkOver(made.Link);
            case Greeting.Failed failed:
                Report(failed.Ending, failed.Said);
                return null;
            default:
                return null;
        }
    }

    private async Task<Link?> Knock()
    {
        var knock = parts.Greeter.Knock(Peer, leaving.Token);
        if (await Task.WhenAny(knock, Called()) == knock && await knock is { } ending)
        {
            Report(ending);
        }

        return Offered();
    }

    private Link LinkOver(Greeted connection) => new(connection, parts.Codec, parts.Options, counters);

    /// <summary>True when it stood for a while.</summary>
    private async Task<bool> Stand(Link standing)
    {
        using var link = standing;
        var began = parts.Clock.GetTimestamp();
        if (leaving.IsCancellationRequested)
        {
            link.Close(Farewell.NotWanted);
        }

        counters.Connected();
        parts.Log.LinkMade(Peer.Name, Peer.Incarnation);
        Tell(() => parts.User.Connected(Peer));
        var ending = await link.Run(frame => Received(link, frame));
        live = null;
        var level = LinkLog.LevelOf(ending);
        parts.Log.LinkEnded(level, Peer.Name, Peer.Incarnation, ending.Why);
        Tell(() => parts.User.Disconnected(Peer, ending.End));
        return parts.Clock.GetElapsedTime(began) >= SteadyAfter;
    }

    private void Received(Link from, Frame frame)
    {
        try
        {
            parts.User.Received(Peer, frame);
        }
        catch (Exception bug)
        {
            // What comes behind it must not be taken as if this had been.
            parts.Log.LinkUserFailed(bug, Peer.Name);
            from.Abort(LinkEnding.Closed("what it sent could not be taken"));
        }
    }

    private void Report(LinkEnding ending, Farewell said = Farewell.None)
    {
        if (leaving.IsCancellationRequested)
        {
            return;
        }

        if (news.IsNews(ending.Why))
        {
            var level = LinkLog.LevelOf(said);
            parts.Log.LinkNotMade(level, Peer.Name, Peer.Incarnation, Peer.Address, ending.Why);
        }

        Tell(() => parts.User.Disconnected(Peer, ending.End));
    }

    private void Tell(Action what)
    {
        try
        {
            what();
        }
        catch (Exception bug)
        {
            parts.Log.LinkUserFailed(bug, Peer.Name);
        }
    }
}
