using System.Net;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Transactions;

/// <summary>Where a response goes: RFC 3261 section 18.2.2 with RFC 3581 section 4.</summary>
internal static class ResponseRoute
{
    /// <summary>
    /// Over a stream the connection of the request; when that is gone, a new one "to the IP address in the received parameter, using the port
    /// in the sent-by value". Over UDP the received address and rport, else the port of sent-by.
    /// </summary>
    public static Hop Of(Via marked, Hop arrival)
    {
        var (host, port) = marked.ResponseTarget();
        if (!IPAddress.TryParse(host, out var address))
        {
            return arrival;
        }

        return arrival with { Remote = arrival.Reliable ? new IPEndPoint(arrival.Remote.Address, marked.Port ?? arrival.Transport.DefaultPort()) : new IPEndPoint(address, port) };
    }
}
