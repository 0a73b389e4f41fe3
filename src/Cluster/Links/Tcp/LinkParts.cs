using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>What all links of a process share.</summary>
internal sealed record LinkParts
{
    public required Hello Self { get; init; }

    public required ILinkUser User { get; init; }

    public required LinkOptions Options { get; init; }

    public required FrameCodec Codec { get; init; }

    public required Greeter Greeter { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Of the pauses; shared, so under its own lock.</summary>
    public required Random Random { get; init; }

    public required ILogger Log { get; init; }
}
