using CallCenter.Api.Journal;
using CallCenter.Api.Operations;

namespace CallCenter.Api.Views;

/// <summary>What the journal has and the views do not show yet.</summary>
internal sealed class ViewLag(IJournal journal, ViewHead head) : IViewLag
{
    public long EventsBehind => journal.Heads().Sum(shard => Math.Max(0, shard.Value - head.At(shard.Key)));
}
