namespace CallCenter.Cluster.Links.Wire;

/// <summary>What a frame may hold. A sender keeps to it; a receiver ends the link of who does not.</summary>
internal static class FrameLimits
{
    /// <summary>The length that precedes each frame, little endian: of the kind's byte and all that follows.</summary>
    public const int PrefixBytes = sizeof(int);

    /// <summary>Before the other side has proved who it is.</summary>
    public const int GreetingBytesMax = 4 * 1024;

    public const int TagBytesMax = 128;

    public const int NameBytesMax = 256;

    /// <summary>Keys of duties; they are made of ids.</summary>
    public const int KeyBytesMax = 1024;

    /// <summary>What a refusal says to people.</summary>
    public const int DetailBytesMax = 16 * 1024;

    /// <summary>W3C Trace Context 3.2: version 00 has 55 characters; later versions may have more.</summary>
    public const int TraceBytesMax = 256;
}

/// <summary>The bytes are not what this link speaks. The link ends; nothing of the frame has been used.</summary>
internal sealed class MalformedFrameException(string what) : Exception(what);
