namespace CallCenter.Telephony.Sdp;

/// <summary>What a session description may have at most.</summary>
public static class SdpLimits
{
    public const int BytesMax = 16 * 1024;

    public const int LinesMax = 256;

    public const int LineMax = 1024;

    /// <summary>m= lines, also those that we refuse: each is answered.</summary>
    public const int MediaMax = 16;

    /// <summary>Payload types in one m= line.</summary>
    public const int FormatsMax = 64;
}
