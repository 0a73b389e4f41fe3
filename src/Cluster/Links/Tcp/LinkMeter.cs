using System.Diagnostics.Metrics;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>The links' counters as metrics, by peer.</summary>
internal sealed class LinkMeter : IDisposable
{
    private readonly Meter meter = new(NodeMeter.Name);

    public LinkMeter(Func<IEnumerable<LinkCounters>> links)
    {
        Counter("callcenter.links.sent", "By", "bytes of frames sent", link => link.BytesSent);
        Counter("callcenter.links.received", "By", "bytes of frames received", link => link.BytesReceived);
        Counter("callcenter.links.frames.sent", "{frame}", "frames sent", link => link.FramesSent);
        Counter("callcenter.links.frames.received", "{frame}", "frames received", link => link.FramesReceived);
        Counter("callcenter.links.frames.dropped", "{frame}", "frames that found no link or no room", link => link.Dropped);
        Counter("callcenter.links.connects", "{connect}", "links made; more than one for each start of the peer were broken", link => link.Connects);
        meter.CreateObservableGauge("callcenter.links.buffered", () => Values(link => link.Buffered), "By", "bytes that wait to be sent");

        void Counter(string name, string unit, string description, Func<LinkCounters, long> value) =>
            meter.CreateObservableCounter(name, () => Values(value), unit, description);

        IEnumerable<Measurement<long>> Values(Func<LinkCounters, long> value) => links().Select(link => new Measurement<long>(value(link), link.Label));
    }

    public void Dispose() => meter.Dispose();
}
