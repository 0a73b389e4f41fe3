using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>Sends requests of ours: finds the next hop, adds Via and Contact, and waits for the final response. On the loop only.</summary>
internal sealed class Requester(TransactionLayer layer, INetwork network, EdgeAddress address, EdgeOptions options, TimeProvider clock)
{
    /// <summary>RFC 3261 18.1.1: a request within 200 bytes of the path MTU, or larger than 1300 bytes, goes over a congestion controlled transport.</summary>
    private const int DatagramMax = 1300;

    private const int AddedMax = 300;
    private const int PeersWithoutTcpMax = 10_000;
    private static readonly TimeSpan WithoutTcpFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<IPEndPoint, long> peersWithoutTcp = [];

    /// <summary>The final response; null when none came in 64·T1 (408) or there is no way there (503).</summary>
    /// <param name="token">Names our side in a Contact, for a request that refreshes the far side's target; null: it has none.</param>
    public async Task<SipResponse?> Ask(SipRequest request, string branch, Flow? flow, string? token = null)
    {
        if (await Reach(request, flow) is not { } hop)
        {
            return null;
        }

        request = token is null ? request : request.WithHeader(HeaderNames.Contact, Contact(token, hop));

        var final = new TaskCompletionSource<SipResponse?>();
        var sent = layer.Send(Addressed(request, hop, branch), hop, report =>
        {
            if (report is ClientReport.Responded { Response.IsProvisional: true })
            {
                return;
            }

            final.TrySetResult((report as ClientReport.Responded)?.Response);
        });
        return sent is null ? null : await final.Task;
    }

    /// <summary>The question whether anybody is there, outside any dialog; its From tag is its own.</summary>
    public SipRequest Options(string to, string token) => Options(to, token, []);

    /// <param name="to">Who is asked.</param>
    /// <param name="token">Names our side.</param>
    /// <param name="route">Proxies on the way.</param>
    public SipRequest Options(string to, string token, EquatableArray<string> route) => DialogRequest.Of(
        new Dialog
        {
            CallId = CallIdentity.Unique(),
            LocalTag = CallIdentity.Unique(),
            LocalParty = Contact("probe", new Hop(Transport.Udp, new IPEndPoint(0, 0))),
            RemoteParty = $"<{to}>",
            RemoteTarget = to,
            RouteSet = route,
            Token = token,
        },
        SipMethod.Options,
        1);

    /// <summary>The request as it goes over this hop: our Via on top.</summary>
    public SipRequest Addressed(SipRequest request, Hop hop, string branch) =>
        request.WithHeader(HeaderNames.UserAgent, options.Product).WithVia(address.Via(hop.Transport, branch));

    public string Contact(string token, Hop hop) => address.Contact(token, hop.Transport);

    /// <summary>
    /// The next hop (8.1.2): the flow when the request has one that is alive, else first route or Request-URI, a literal address or looked up.
    /// Null when there is none.
    /// </summary>
    public async Task<Hop?> Reach(SipRequest request, Flow? flow)
    {
        if (OfFlow(flow) is { } alive)
        {
            return alive;
        }

        if (request.NextHop is not { } uri || TransportNames.Of(uri) is not { } transport || await AddressOf(uri, transport) is not { } remote)
        {
            return null;
        }

        if (transport != Transport.Udp)
        {
            return await network.Connect(transport, remote, uri.HostAddress);
        }

        return IsLarge(request) && !IsWithoutTcp(remote) ? await ByTcpIfTaken(remote) : new Hop(Transport.Udp, remote);
    }

    /// <summary>A datagram flow is always there; a connection may be gone, and then only the address in the request helps.</summary>
    private Hop? OfFlow(Flow? flow) => Hop.Of(flow) switch
    {
        { Transport: Transport.Udp } hop => hop,
        { Connection: { } connection } hop when network.IsOpen(connection) => hop,
        _ => null,
    };

    private async Task<IPEndPoint?> AddressOf(SipUri uri, Transport transport)
    {
        var host = IPAddress.TryParse(uri.HostAddress, out var literal) ? literal : await network.Resolve(uri.HostAddress);
        return host is null ? null : new IPEndPoint(host, uri.Port ?? transport.DefaultPort());
    }

    /// <summary>18.1.1: where the attempt over TCP is refused, "the element SHOULD retry the request, using UDP".</summary>
    private async Task<Hop> ByTcpIfTaken(IPEndPoint remote)
    {
        if (await network.Connect(Transport.Tcp, remote, "") is { } stream)
        {
            return stream;
        }

        if (peersWithoutTcp.Count >= PeersWithoutTcpMax)
        {
            peersWithoutTcp.Clear();
        }

        peersWithoutTcp[remote] = clock.GetTimestamp();
        return new Hop(Transport.Udp, remote);
    }

    private bool IsWithoutTcp(IPEndPoint remote) =>
        peersWithoutTcp.TryGetValue(remote, out var since) && clock.GetElapsedTime(since) < WithoutTcpFor;

    /// <summary>With what is still to be added: Via, User-Agent and Contact.</summary>
    private static bool IsLarge(SipRequest request) => request.ToBytes().Length > DatagramMax - AddedMax;
}
