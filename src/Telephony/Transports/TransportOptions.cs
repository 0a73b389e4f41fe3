namespace CallCenter.Telephony.Transports;

/// <summary>The bounds of the sockets. Defaults suit one machine with some thousand phones.</summary>
public sealed record TransportOptions
{
    /// <summary>Datagrams and stream messages received but not looked at yet; more are dropped (datagrams) or wait in the socket (streams).</summary>
    public int ReceivedMax { get; init; } = 4096;

    /// <summary>Kernel buffer of the datagram socket, bytes each way: a burst of a second must fit.</summary>
    public int SocketBufferBytes { get; init; } = 4 * 1024 * 1024;

    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Connections from one address: one peer cannot take them all.</summary>
    public int ConnectionsPerAddressMax { get; init; } = 2_000;

    /// <summary>Messages waiting to be written to one connection; a peer that reads slower is cut off.</summary>
    public int OutboundMax { get; init; } = 256;

    /// <summary>From the first byte of a message to its last, and from accept to the first message: bounds a peer that drips (slow loris).</summary>
    public TimeSpan MessageTimeMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Without any byte, keep-alives included, a connection is closed. Longer than the longest keep-alive pause of a phone.</summary>
    public TimeSpan IdleTimeMax { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A connection without any byte is probed after this long, and three times more 5 s apart: a phone that is gone without a word is known to be so
    /// after that, and no offer goes to it (RELIABILITY A4). Whole seconds.
    /// </summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ConnectTimeMax { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan ResolveTimeMax { get; init; } = TimeSpan.FromSeconds(5);
}
