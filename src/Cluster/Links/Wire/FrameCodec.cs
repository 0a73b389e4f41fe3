namespace CallCenter.Cluster.Links.Wire;

/// <summary>
/// Frames as bytes: a length, a kind, fields in a fixed order; commands and replies as tag and JSON. A new field goes to the end of its frame, where an older
/// reader leaves it and a newer one finds it missing; a new kind is skipped by who does not know it.
/// </summary>
internal sealed partial class FrameCodec(IMessages messages)
{
    private const byte NoMessage = 0;
    private const byte Message = 1;
}
