using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// Looks every few seconds where the journal ends: what a link lost, or a dead node could not tell any more, shows in feeds after at most that.
/// </summary>
internal sealed class HeadsWatch : Due
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly Node node;
    private readonly Action<IReadOnlyDictionary<int, ShardHead>> read;

    /// <summary>Begins by itself.</summary>
    public HeadsWatch(Node node, Action<IReadOnlyDictionary<int, ShardHead>> read)
    {
        (this.node, this.read) = (node, read);
        node.Alarms.Set(this, node.Now + Every);
    }

    public override void Fire() => StoreCall.Run(() => node.Store.Heads(CancellationToken.None), node.Post, (heads, _) =>
    {
        // A store that does not answer now is asked again: nothing depends on this one look.
        if (heads is not null)
        {
            read(heads);
        }

        node.Alarms.Set(this, node.Now + Every);
    });
}
