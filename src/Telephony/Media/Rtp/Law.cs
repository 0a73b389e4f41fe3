namespace CallCenter.Telephony.Media.Rtp;

/// <summary>The two G.711 laws, numbered by their static payload types (RFC 3551 section 6).</summary>
internal enum Law
{
    Mu = 0,
    A = 8,
}
