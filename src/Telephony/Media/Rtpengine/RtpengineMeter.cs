using System.Diagnostics.Metrics;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>The figures that rtpengine itself does not have (its own are at its HTTP port, /metrics), taken when they are asked for.</summary>
internal sealed class RtpengineMeter : IDisposable
{
    private readonly Meter meter;

    public RtpengineMeter(RtpengineMedia media)
    {
        meter = new Meter(new MeterOptions(MediaMeter.MeterName) { Scope = media });
        meter.CreateObservableGauge("media.instances", () => Instances(media), description: "Whether each rtpengine answers: 1, or 0");
        meter.CreateObservableCounter("media.announcements", () => MediaMeter.Announcements(media.Announcements), description: "Announcements, by what became of them");
        meter.CreateObservableGauge("media.rtpengine.sessions", () => media.Sessions, description: "Sessions that this process looks after");
    }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<int>> Instances(RtpengineMedia media) =>
        media.Instances.Select(instance => new Measurement<int>(instance.IsThere ? 1 : 0, new KeyValuePair<string, object?>("instance", instance.Name)));
}
