using CallCenter.Api.Operations;
using CallCenter.Telephony.Media.Rtpengine;

namespace CallCenter.Api.Composition;

/// <summary>Ready while an rtpengine answers: without one no new call can be given sound.</summary>
internal sealed class MediaReady(RtpengineMedia media) : IReadinessCheck
{
    public string Name => "media";

    public bool IsReady => media.Reached.IsCompleted && media.Instances.Any(instance => instance.IsThere);
}
