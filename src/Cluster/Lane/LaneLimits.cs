namespace CallCenter.Cluster.Lane;

/// <summary>Bounds of a lane and of its batches.</summary>
internal sealed record LaneLimits
{
    public int BytesMax { get; init; } = 64 * 1024 * 1024;

    public int BatchEntriesMax { get; init; } = 2_000;

    public int BatchBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>First pause before a batch in doubt is sent again; doubles up to <see cref="DoubtPauseMax"/>.</summary>
    public TimeSpan DoubtPause { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan DoubtPauseMax { get; init; } = TimeSpan.FromSeconds(1);
}
