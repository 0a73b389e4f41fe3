using CallCenter.Api.Operations;

namespace CallCenter.Api.Composition;

/// <summary>Ready once the edge listens and every call that lived is back.</summary>
internal sealed class EdgeReady : IReadinessCheck
{
    public string Name => "sip";

    public bool IsReady { get; set; }
}
