using System.Net.Sockets;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>One standing connection with a peer: frames in, frames out, until either side or the network ends it.</summary>
internal sealed class Link : IDisposable
{
    [ThreadStatic]
    private static FrameWriter? writerOfThread;

    private readonly Greeted greeted;
    private readonly FrameCodec codec;
    private readonly LinkOptions options;
    private readonly LinkCounters counters;
    private readonly Outbox outbox;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private LinkEnding? ending;
    private volatile bool isClosing;
    private bool isDisposed;

    public Link(Greeted greeted, FrameCodec codec, LinkOptions options, LinkCounters counters)
    {
        this.greeted = greeted;
        this.codec = codec;
        this.options = options;
        this.counters = counters;
        outbox = new Outbox(options, counters);
    }

    /// <summary>It leaves with the next <see cref="Flush"/>.</summary>
    /// <exception cref="MalformedFrameException">The frame is too large to be sent.</exception>
    public bool TryAdd(Frame frame)
    {
        var writer = writerOfThread ??= new FrameWriter();
        codec.Write(frame, writer);
        if (writer.Written.Length - FrameLimits.PrefixBytes <= options.FrameBytesMax)
        {
            return outbox.TryAdd(writer.Written, IsUrgent(frame));
        }

        return frame is Frame.Committed { Events.Count: > 1 } batch
            ? TryAddHalves(batch)
            : throw new MalformedFrameException($"it has {writer.Written.Length} bytes");
    }

    /// <summary>What was added leaves now. Never waits.</summary>
    public void Flush() => outbox.Flush();

    /// <summary>Gives each frame to <paramref name="received"/>, in order, until the end.</summary>
    public async Task<LinkEnding> Run(Action<Frame> received)
    {
        var writing = Write();
        await Read(received);
        if (!isClosing)
        {
            await stop.CancelAsync();
        }

        await writing;
        greeted.Dispose();
        return ending!.Value;
    }

    /// <summary>An orderly end: what waits is sent, bounded in time, then the reason.</summary>
    public void Close(Farewell why)
    {
        End(LinkEnding.Said("we", why));
        isClosing = true;
        var writer = writerOfThread ??= new FrameWriter();
        why.Write(writer);
        outbox.Close(writer.Written);
        lock (gate)
        {
            if (!isDisposed)
            {
                stop.CancelAfter(options.FarewellTimeMax);
            }
        }
    }

    /// <summary>An end at once: nobody is there to hear a farewell.</summary>
    public void Abort(LinkEnding why)
    {
        End(why);
        lock (gate)
        {
            if (!isDisposed)
            {
                _ = stop.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            stop.Dispose();
        }
    }

    /// <summary>What the recovery of the cluster waits for goes before bulk when room is short.</summary>
    private static bool IsUrgent(Frame frame) => frame is not (Frame.Ask or Frame.Carried or Frame.Perform or Frame.Committed);

    /// <summary>When only the first half finds room, the rest is read from the journal like after any other gap.</summary>
    private bool TryAddHalves(Frame.Committed batch)
    {
        var half = batch.Events.Count / 2;
        return TryAdd(new Frame.Committed([.. batch.Events.Take(half)])) && TryAdd(new Frame.Committed([.. batch.Events.Skip(half)]));
    }

    private async Task Read(Action<Frame> received)
    {
        try
        {
            await greeted.Inlet.All(options.FrameBytesMax, frame => Take(frame, received), counters.Received, stop.Token);
            End(LinkEnding.WithoutFarewell);
        }
        catch (MalformedFrameException malformed)
        {
            End(LinkEnding.Of(malformed));
            Close(Farewell.Malformed);
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            End(LinkEnding.Of(failure));
        }
    }

    private async Task Write()
    {
        try
        {
            await outbox.WriteTo(greeted.Stream, stop.Token);
            greeted.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            Abort(LinkEnding.Of(failure));
        }
    }

    private bool Take(ReadOnlySpan<byte> bytes, Action<Frame> received)
    {
        var from = new FrameReader(bytes);
        if ((FrameKind)from.Byte() == FrameKind.Farewell)
        {
            End(LinkEnding.Said("it", Farewells.Read(ref from)));
            return false;
        }

        if (!isClosing && codec.Read(bytes) is { } frame)
        {
            received(frame);
        }

        return true;
    }

    /// <summary>The first reason is the true one; the others follow from it.</summary>
    private void End(LinkEnding why)
    {
        lock (gate)
        {
            ending ??= why;
        }
    }
}
