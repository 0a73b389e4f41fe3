namespace CallCenter.Cluster.Hosting;

/// <summary>Every bound of a node. The defaults serve one site on one machine.</summary>
public sealed record NodeOptions
{
    /// <summary>Waiting messages of one actor; beyond it outside asks are refused and actors' messages are answered unknown.</summary>
    public int MailboxMax { get; init; } = 10_000;

    /// <summary>Messages that wait for shards which are being taken over; more are sent away, and come again.</summary>
    public int WaitingMax { get; init; } = 20_000;

    /// <summary>Messages that one actor handles before others get their turn.</summary>
    public int TurnMax { get; init; } = 32;

    /// <summary>Bytes in the commit lane, not yet durable; beyond it outside asks are refused, never local messages.</summary>
    public int LaneBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Entries of one batch.</summary>
    public int BatchEntriesMax { get; init; } = 2_000;

    /// <summary>Bytes of one batch.</summary>
    public int BatchBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Actors in memory; beyond it idle ones leave early, and when none is idle outside asks for new ones are refused.</summary>
    public int ResidentMax { get; init; } = 500_000;

    /// <summary>An actor without duties that was asked nothing for this long leaves memory.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Readings at the same time of actors that somebody waits for, or whose streams are long; more wait.</summary>
    public int LoadsMax { get; init; } = 64;

    /// <summary>Streams that somebody waits for and that are read at once: they came together.</summary>
    public int AskedGroupMax { get; init; } = 64;

    /// <summary>Events of one read of a stream.</summary>
    public int LoadPage { get; init; } = 500;

    /// <summary>Streams of the live set that are read at once.</summary>
    public int GroupMax { get; init; } = 256;

    /// <summary>Events of each of them; longer streams are read on alone.</summary>
    public int GroupPage { get; init; } = 32;

    /// <summary>Groups being read at the same time. Few, so that who is asked for finds a free connection: paces a recovery.</summary>
    public int GroupLoadsMax { get; init; } = 2;

    /// <summary>A state is kept when its stream has grown by this many bytes since the last time, and by as many as the state itself takes.</summary>
    public int SnapshotAfterBytes { get; init; } = 256 * 1024;

    /// <summary>A larger state is not kept: its stream is read whole.</summary>
    public int SnapshotBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>States being kept at the same time.</summary>
    public int SnapshotsMax { get; init; } = 2;

    /// <summary>A duty that got no answer is repeated after this long, then after twice that, up to <see cref="RetryMax"/>.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream that crashed its behaviour twice stays impaired before it is tried again.</summary>
    public TimeSpan ImpairedFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Seed of the jitter of retries.</summary>
    public int Seed { get; init; }

#if PLANTED
    /// <summary>Defects planted on purpose, to prove that tests and simulation find them.</summary>
    public Defects Planted { get; init; }
#endif
}
