namespace CallCenter.Cluster.Links;

/// <summary>
/// Links to the other processes of the cluster: one multiplexed duplex stream for each pair, made and made again by itself. Frames of one
/// sender arrive in order or not at all: a link that is made again begins after what the one before it lost. The simulator has its own.
/// </summary>
internal interface ILinks
{
    /// <summary>Be connected with exactly these; the one of the lower name calls. From any thread.</summary>
    void Reach(IReadOnlyCollection<Peer> peers);

    /// <summary>False when there is no link now or its buffer is full: the frame is not sent. Never waits. From any thread.</summary>
    bool TrySend(string member, Frame frame);
}

/// <summary>Whom a link leads to: a restart is another peer.</summary>
internal sealed record Peer(string Name, long Incarnation, string Address);

/// <summary>Who hears from links; called from any thread, must return at once.</summary>
internal interface ILinkUser
{
    void Connected(Peer peer);

    void Received(Peer from, Frame frame);

    /// <summary>
    /// The link is gone, or an attempt to make it has failed: told again at each attempt, also before the first <see cref="Connected"/>. It is tried again;
    /// <see cref="LinkEnd.Reset"/> means the other's machine said that nobody is there.
    /// </summary>
    void Disconnected(Peer peer, LinkEnd end);

    /// <summary>
    /// Somebody of the cluster has called, or knocked, who is not reached for, or a start of it that is not the one reached for. It was turned away, and tries
    /// again soon: the register may know more.
    /// </summary>
    void Unknown(string name, long incarnation);
}

internal enum LinkEnd
{
    /// <summary>Closed with a word, turned away, or no answer at all.</summary>
    Closed = 1,

    /// <summary>Reset or closed without a word, or the connect was refused, or a later start of it has shown itself: the process is gone.</summary>
    Reset = 2,
}
