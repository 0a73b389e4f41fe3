using System.Net;
using System.Security.Cryptography;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.DemoPhones.Sip;

/// <summary>The SIP socket that all phones share: transactions, and which call an in-dialog request belongs to. All on its one loop.</summary>
internal sealed class Endpoint : INetworkUser, ITransactionUser, IDisposable
{
    private const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";
    private const int TransactionsMax = 500_000;

    private readonly SocketNetwork network;
    private readonly TransactionLayer layer;
    private readonly Dictionary<(string CallId, string Tag), Talk> talks = [];
    private readonly Dictionary<ServerTransaction, IncomingCall> ringing = [];
    private readonly IPEndPoint target;
    private int working;

    public Endpoint(IPEndPoint listen, IPEndPoint target, Action<Exception> failed)
    {
        this.target = target;
        Loop = new EdgeLoop(failed);
        Timers = new LoopTimers(Loop, TimeProvider.System);
        network = new SocketNetwork(listen, StreamFaces.None, "phones", new TransportOptions(), Loop, Timers, TimeProvider.System, this);
        layer = new TransactionLayer(TransactionTimes.Default, TransactionsMax, Timers, network, this);
        Loop.Start("phones");
        network.Start();
    }

    public EdgeLoop Loop { get; }

    public LoopTimers Timers { get; }

    public TransactionTimes Times => layer.Times;

    public IPEndPoint Local => network.Local;

    /// <summary>Requests of ours wait for their final response, for example a BYE.</summary>
    public bool IsWorking => working > 0;

    /// <summary>A call for one of our phones.</summary>
    public Action<ServerTransaction>? Called { get; set; }

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public string ContactOf(string user) => $"<sip:{user}@{Local}>";

    /// <summary>Sends a request as a transaction of its own. Null when it cannot be sent.</summary>
    public ClientTransaction? Send(SipRequest request, Action<ClientReport> tell)
    {
        var waiting = true;
        working++;
        var transaction = layer.Send(WithVia(request), new Hop(Transport.Udp, HopOf(request)), report =>
        {
            if (waiting && report is not ClientReport.Responded { Response.IsProvisional: true })
            {
                waiting = false;
                working--;
            }

            tell(report);
        });
        working -= transaction is null ? 1 : 0;
        return transaction;
    }

    /// <summary>CANCEL is a transaction of its own, too, with the Via of its INVITE (RFC 3261 9.1).</summary>
    public void Cancel(ClientTransaction invite) => layer.Send(DialogRequest.CancelOf(invite.Request), invite.Hop, _ => { });

    /// <summary>The ACK of a 2xx has no transaction (13.2.2.4).</summary>
    public void SendAck(SipRequest ack) => network.Send(new Hop(Transport.Udp, HopOf(ack)), WithVia(ack).ToBytes(), () => { });

    public void Add(Talk talk) => talks[(talk.Dialog.CallId, talk.Dialog.LocalTag)] = talk;

    public void Remove(Talk talk) => talks.Remove((talk.Dialog.CallId, talk.Dialog.LocalTag));

    public void Add(IncomingCall call) => ringing[call.Invite] = call;

    public void Remove(IncomingCall call) => ringing.Remove(call.Invite);

    public void Received(ReadOnlyMemory<byte> message, Hop from)
    {
        if (SipParser.Parse(message.Span) is ParseResult.Parsed parsed)
            layer.Receive(parsed.Message, from);
    }

    public void ConnectionLost(string connection)
    {
    }

    public void Requested(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Method == SipMethod.Cancel)
            Cancelled(transaction);
        else if (request.To.Tag.Length > 0)
            InDialog(transaction);
        else if (request.Method == SipMethod.Invite && Called is { } called)
            called(transaction);
        else
            transaction.Respond(SipResponse.For(request, request.Method == SipMethod.Options ? 200 : 405, toTag: NewToken()).WithHeader(HeaderNames.Allow, Allow));
    }

    public void Acknowledged(SipRequest ack, Hop from)
    {
        if (talks.TryGetValue((ack.CallId, ack.To.Tag), out var talk))
            talk.Acknowledged(ack);
    }

    public void Strayed(SipResponse response, Hop from)
    {
    }

    public SipResponse Overloaded(SipRequest request) => SipResponse.For(request, 503, toTag: NewToken());

    public void Dispose()
    {
        Loop.Dispose();
        network.Dispose();
        Timers.Dispose();
    }

    private void Cancelled(ServerTransaction cancel)
    {
        var invite = layer.Cancelled(cancel.Request);
        cancel.Respond(SipResponse.For(cancel.Request, invite is null ? 481 : 200, toTag: NewToken()));
        if (invite is not null && ringing.TryGetValue(invite, out var call))
            call.Cancelled();
    }

    private void InDialog(ServerTransaction transaction)
    {
        if (talks.TryGetValue((transaction.Request.CallId, transaction.Request.To.Tag), out var talk))
            talk.Requested(transaction);
        else
            transaction.Respond(SipResponse.For(transaction.Request, 481));
    }

    private SipRequest WithVia(SipRequest request) =>
        request.WithVia(Via.Of("UDP", Local.Address.ToString(), Local.Port, Via.MagicCookie + NewToken()));

    private IPEndPoint HopOf(SipRequest request) =>
        request.NextHop is { } next && IPAddress.TryParse(next.HostAddress, out var address) ? new IPEndPoint(address, next.Port ?? 5060) : target;
}
