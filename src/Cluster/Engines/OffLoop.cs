using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Engines;

/// <summary>What production does on threads of the pool, and the simulator in its own order.</summary>
internal static class OffLoop
{
    public static void Run(Action cancel) => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), cancel, preferLocal: false);

    public static void WhenFailed(NodeThread thread, Action<string> broken) =>
        thread.Ended.ContinueWith(_ => broken("a loop of the engine failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}

/// <summary>Between actors of one node: the object itself, in Debug through its JSON.</summary>
internal static class LocalLinks
{
    public static ILocalLink Make(IMessages messages, ILogger log)
    {
        ILocalLink link = DirectLink.Instance;
#if DEBUG
        link = new RoundTripLink(messages, link, (parcel, failure) => log.NotCarried(failure, parcel.To));
#endif
        return link;
    }
}
