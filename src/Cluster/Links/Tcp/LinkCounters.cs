namespace CallCenter.Cluster.Links.Tcp;

/// <summary>What the links with one member count, over all connections and incarnations. From any thread.</summary>
internal sealed class LinkCounters(string peer)
{
    private long bytesSent;
    private long bytesReceived;
    private long framesSent;
    private long framesReceived;
    private long dropped;
    private long connects;
    private long buffered;

    /// <summary>A member's name: operators choose it, the register bounds how many there are.</summary>
    public KeyValuePair<string, object?> Label { get; } = new("peer", peer);

    public long BytesSent => Volatile.Read(ref bytesSent);

    public long BytesReceived => Volatile.Read(ref bytesReceived);

    public long FramesSent => Volatile.Read(ref framesSent);

    public long FramesReceived => Volatile.Read(ref framesReceived);

    /// <summary>Frames that found no link or no room.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    public long Connects => Volatile.Read(ref connects);

    /// <summary>Waiting to be sent now.</summary>
    public long Buffered => Volatile.Read(ref buffered);

    public void Sent(int bytes)
    {
        Interlocked.Increment(ref framesSent);
        Interlocked.Add(ref bytesSent, bytes);
    }

    public void Received(long frames, long bytes)
    {
        Interlocked.Add(ref framesReceived, frames);
        Interlocked.Add(ref bytesReceived, bytes);
    }

    public void Drop() => Interlocked.Increment(ref dropped);

    public void Connected() => Interlocked.Increment(ref connects);

    public void Buffer(long bytes) => Interlocked.Add(ref buffered, bytes);
}
