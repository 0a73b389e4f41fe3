using CallCenter.Cluster;
using CallCenter.Simulation.Rules;
using CallCenter.Simulation.Store;

namespace CallCenter.Simulation.Clusters;

/// <summary>
/// R1: a reader of the feed at the edge, as a projector is. It hears over links what cores made durable, fills gaps from the journal, and is given
/// every event of every shard once, in order.
/// </summary>
internal sealed class EdgeViews
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly ClusterProcess edge;
    private readonly SimulatedDatabase database;
    private readonly Action<IReadOnlyList<CommittedEvent>> check;
    private readonly EventSubscription subscription;
    private bool isReading;

    public EdgeViews(ClusterProcess edge, SimulatedDatabase database, Action<IReadOnlyList<CommittedEvent>> check)
    {
        (this.edge, this.database, this.check) = (edge, database, check);
        subscription = edge.Feed.Subscribe(new long[database.ShardCount]);
        Look();
    }

    /// <summary>L3: in the end it has everything.</summary>
    public void CheckEnd()
    {
        for (var shard = 0; shard < database.ShardCount; shard++)
        {
            var (seen, stored) = (subscription.Positions[shard], database.Shard(shard).Count);
            Rulebook.Require(seen == stored, "L3", $"views of shard {shard} are at {seen}, the journal ends at {stored}");
        }
    }

    private void Look()
    {
        if (!isReading && !subscription.IsCurrent)
        {
            isReading = true;
            _ = Read();
        }

        edge.Machine.After(LookEvery, Look);
    }

    private async Task Read()
    {
        try
        {
            check(await subscription.Next(CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            // Its connection broke: it looks again.
        }
        catch (RuleBrokenException)
        {
            // Remembered by the rulebook; a task would keep it to itself.
        }

        isReading = false;
    }
}
