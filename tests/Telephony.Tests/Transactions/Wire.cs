using System.Net;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>A transaction layer in virtual time between a recorded wire and a recorded user.</summary>
internal sealed class Wire : ITransactionUser, IDisposable
{
    public static readonly Hop Udp = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.9"), 5080));
    public static readonly Hop Tcp = new(Transport.Tcp, new IPEndPoint(IPAddress.Parse("127.7.0.9"), 5080), "c1");

    public Wire(int transactionsMax = 100)
    {
        Network = new RecordedNetwork(Time);
        Layer = new TransactionLayer(TransactionTimes.Default, transactionsMax, Time.Timers, Network, this);
    }

    public VirtualLoop Time { get; } = new();

    public RecordedNetwork Network { get; }

    public TransactionLayer Layer { get; }

    public List<string> Told { get; } = [];

    public List<ServerTransaction> Requests { get; } = [];

    public static SipRequest Request(SipMethod method, string branch = "z9hG4bK-1", string sentBy = "127.7.0.9:5080", string callId = "call-1", uint cseq = 1, string toTag = "") =>
        new(method, "sip:4000@127.7.0.1", SipHeaders.Empty
            .Add(HeaderNames.Via, $"SIP/2.0/UDP {sentBy};rport" + (branch.Length == 0 ? "" : $";branch={branch}"))
            .Add(HeaderNames.From, "<sip:a@127.7.0.9>;tag=from")
            .Add(HeaderNames.To, "<sip:4000@127.7.0.1>" + (toTag.Length == 0 ? "" : $";tag={toTag}"))
            .Add(HeaderNames.CallId, callId)
            .Add(HeaderNames.CSeq, $"{cseq} {method}"));

    public static SipResponse Response(SipRequest request, int status) => SipResponse.For(request, status, toTag: "far");

    public ClientTransaction? Send(SipRequest request, Hop hop) => Layer.Send(request, hop, report => Told.Add(report switch
    {
        ClientReport.Responded responded => $"{responded.Response.Status}",
        _ => report.GetType().Name,
    }));

    /// <summary>What comes from the far side.</summary>
    public void Receive(SipMessage message, Hop? from = null)
    {
        Layer.Receive(message, from ?? Udp);
        Time.Settle();
    }

    public void Requested(ServerTransaction transaction) => Requests.Add(transaction);

    public void Acknowledged(SipRequest ack, Hop from) => Told.Add("ACK");

    public void Strayed(SipResponse response, Hop from) => Told.Add($"stray {response.Status}");

    public SipResponse Overloaded(SipRequest request) => SipResponse.For(request, 503, toTag: "full");

    public void Dispose() => Time.Dispose();
}
