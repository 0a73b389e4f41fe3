namespace CallCenter.Cluster.Storage;

/// <summary>Where a center's journal is and how it is made.</summary>
public sealed record SqliteOptions
{
    /// <summary>The directory of the center; made when it is not there. One process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>Shards of a new center; an existing one keeps its own.</summary>
    public int Shards { get; init; } = 256;

    /// <summary>The file in <see cref="Directory"/>; its write-ahead log lies beside it.</summary>
    public const string FileName = "journal.db";

    internal const int PageBytes = 4096;

    /// <summary>
    /// Pages (4 KiB) in the write-ahead log at which they are copied into the file, beside the appends. Copying takes the disk from whoever
    /// rings just then, so it should be rare; a start after a crash reads at most about this much.
    /// </summary>
    public int CheckpointPages { get; init; } = 16_000;

    /// <summary>Pages at which appends wait for that copying, so that the log cannot grow without bound.</summary>
    public int WalPagesMax { get; init; } = 200_000;

    /// <summary>Journals up to this size are checked whole at each start.</summary>
    public long CheckBytesMax { get; init; } = 512L * 1024 * 1024;
}

/// <summary>The journal cannot be used; the message says what to do. Nothing was changed.</summary>
public sealed class JournalUnusableException : Exception
{
    public JournalUnusableException(string message)
        : base(message)
    {
    }

    public JournalUnusableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public JournalUnusableException()
    {
    }
}
