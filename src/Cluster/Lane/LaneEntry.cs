using System.Diagnostics;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Lane;

/// <summary>
/// One decision on its way to the disk: its events (maybe none: an answer alone asks the fence too), and the change to the live set. What it
/// releases when durable belongs to the subclass.
/// </summary>
internal abstract class LaneEntry
{
    /// <summary>What an entry without events counts for in the lane's bound.</summary>
    private const int EmptyBytes = 200;

    /// <summary>Where it stands in the lane; given once by <see cref="CommitLane.TryAppend"/>.</summary>
    public long Position { get; internal set; }

    public required int Shard { get; init; }

    /// <summary>The epoch that its activation was loaded under (rule 3).</summary>
    public required long Epoch { get; init; }

    public IReadOnlyList<NewEvent> Events { get; init; } = [];

    public LiveChange? Live { get; init; }

    /// <summary>Of the turn, until it is durable; null when nobody follows it.</summary>
    public Activity? Span { get; init; }

    public int Bytes
    {
        get
        {
            var bytes = EmptyBytes;
            foreach (var item in Events)
            {
                bytes += EmptyBytes + item.Body.Length;
            }

            return bytes;
        }
    }
}
