namespace CallCenter.Telephony.Parsing;

/// <summary>What a message may have at most. Lengths are in characters of the decoded text unless they say bytes.</summary>
public static class SipLimits
{
    /// <summary>Bytes; also the largest datagram.</summary>
    public const int MessageBytesMax = 64 * 1024;

    /// <summary>Bytes of start line and headers.</summary>
    public const int HeaderSectionBytesMax = 32 * 1024;

    public const int HeadersMax = 128;

    public const int HeaderNameMax = 128;

    /// <summary>One header value, unfolded.</summary>
    public const int HeaderValueMax = 8 * 1024;

    public const int StartLineMax = 4 * 1024;

    public const int MethodMax = 64;

    public const int UriMax = 2 * 1024;

    /// <summary>As many hops as Max-Forwards lets a request take (RFC 3261 8.1.1.6).</summary>
    public const int ViaMax = 70;

    /// <summary>Contacts, routes and the like, each.</summary>
    public const int ValuesMax = 64;

    public const int ParametersMax = 64;

    public const int CallIdMax = 512;

    public const int TagMax = 256;

    public const int BranchMax = 512;

    /// <summary>RFC 3261 8.1.1.5: less than 2³¹.</summary>
    public const uint CSeqMax = int.MaxValue;
}
