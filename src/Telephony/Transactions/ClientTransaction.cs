using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Transactions;

/// <summary>What a client transaction tells its user.</summary>
internal abstract record ClientReport
{
    private ClientReport()
    {
    }

    /// <summary>Provisional responses, then the final one; of an INVITE each 2xx, also repeated and of other forks.</summary>
    public sealed record Responded(SipResponse Response, Hop From) : ClientReport;

    /// <summary>Nobody answered in 64·T1: as a 408 (RFC 3261 8.1.3.1).</summary>
    public sealed record TimedOut : ClientReport
    {
        public static readonly TimedOut Instance = new();
    }

    /// <summary>It could not be sent: as a 503 (8.1.3.1).</summary>
    public sealed record Failed : ClientReport
    {
        public static readonly Failed Instance = new();
    }
}

/// <summary>A request of ours and its responses. The request has its Via; its bytes never change.</summary>
internal sealed class ClientTransaction : Transaction
{
    private readonly byte[] bytes;
    private readonly Action<ClientReport> tell;
    private byte[] ack = [];
    private (SipResponse Response, Hop From)? current;

    public ClientTransaction(TransactionLayer layer, SipRequest request, Hop hop, Action<ClientReport> tell)
        : base(layer, TransactionKey.OfClient(request.TopVia.Branch, request.Method), hop)
    {
        Request = request;
        bytes = request.ToBytes();
        this.tell = tell;
        State = IsInvite ? InviteClient.Initial(hop.Reliable) : NonInviteClient.Initial(hop.Reliable);
    }

    public SipRequest Request { get; }

    /// <summary>A CANCEL may be sent now (9.1: not before a provisional response, and not after the final one).</summary>
    public bool IsProceeding => State.Phase == TransactionPhase.Proceeding;

    private bool IsInvite => Request.Method == SipMethod.Invite;

    /// <summary>Takes over an INVITE that an earlier run of the edge sent: it only waits for responses (RELIABILITY 3.4).</summary>
    public void Resume() => State = State with { Phase = TransactionPhase.Proceeding };

    /// <summary>Waits no longer: what still comes is stray.</summary>
    public void Abandon()
    {
        State = State with { Phase = TransactionPhase.Terminated };
        StopTimers();
        Layer.Forget(this);
    }

    public void Receive(SipResponse response, Hop from)
    {
        current = (response, from);
        if (IsInvite && response.Status >= 300 && ack.Length == 0)
        {
            ack = DialogRequest.AckOf(Request, response).ToBytes();
        }

        Give(new TransactionInput.Response(response.Status));
        current = null;
    }

    protected override TransactionStep Next(TransactionState state, TransactionInput input) => IsInvite
        ? InviteClient.Next(state, input, Layer.Times)
        : NonInviteClient.Next(state, input, Layer.Times);

    protected override void Do(TransactionActKind kind)
    {
        switch (kind)
        {
            case TransactionActKind.SendRequest:
                Layer.Network.Send(Hop, bytes, SendFailed);
                break;
            case TransactionActKind.SendAck:
                Layer.Network.Send(Hop, ack, SendFailed);
                break;
            case TransactionActKind.Pass when current is { } passed:
                tell(new ClientReport.Responded(passed.Response, passed.From));
                break;
            case TransactionActKind.TimedOut:
                tell(ClientReport.TimedOut.Instance);
                break;
            case TransactionActKind.Failed:
                tell(ClientReport.Failed.Instance);
                break;
        }
    }
}
