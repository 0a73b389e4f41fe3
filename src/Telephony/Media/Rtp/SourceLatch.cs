using System.Net;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// Which source address one signalled peer may send from, and so where to send to. Media must be proven, not learned: only the signalled
/// address counts, never another IP. Its port may differ once, behind a NAT (symmetric RTP, RFC 4961), if <paramref name="symmetric"/>:
/// when <see cref="ProofMin"/> packets in a row came from that port before any came from the signalled one.
/// </summary>
internal sealed class SourceLatch(IPEndPoint signalled, bool symmetric)
{
    public const int ProofMin = 3;

    private IPEndPoint source = signalled;
    private IPEndPoint? candidate;
    private int seen;
    private bool proven;

    public IPEndPoint Source => Volatile.Read(ref source);

    public bool Proven => Volatile.Read(ref proven);

    /// <summary>Called for valid RTP of a negotiated payload type only, by one thread at a time.</summary>
    public bool Accepts(IPEndPoint from)
    {
        if (proven)
            return from.Equals(source);

        if (from.Equals(source))
            return proven = true;

        if (!symmetric || !from.Address.Equals(source.Address))
            return false;

        seen = from.Equals(candidate) ? seen + 1 : 1;
        candidate = from;
        if (seen < ProofMin)
            return false;

        Volatile.Write(ref source, from);
        return proven = true;
    }
}
