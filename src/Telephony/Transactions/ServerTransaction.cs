using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Transactions;

/// <summary>A request from outside and our responses to it.</summary>
internal sealed class ServerTransaction : Transaction
{
    private byte[] last = [];

    public ServerTransaction(TransactionLayer layer, SipRequest request, Hop from)
        : base(layer, TransactionKey.Of(request), ResponseRoute.Of(request.TopVia, from))
    {
        Request = request;
        From = from;
        State = IsInvite ? InviteServer.Initial(Hop.Reliable) : NonInviteServer.Initial(Hop.Reliable);
    }

    /// <summary>With its top Via marked (18.2.1). One that was restored from a seed has only what its responses need.</summary>
    public SipRequest Request { get; }

    /// <summary>Where it came from.</summary>
    public Hop From { get; }

    /// <summary>0 until a response was given.</summary>
    public int LastStatus { get; private set; }

    public bool IsAnswered => LastStatus >= 200;

    /// <summary>A final response other than 2xx was acknowledged, or never will be (timer H): the INVITE is done with.</summary>
    public event Action? Settled;

    public bool IsSettled { get; private set; }

    private bool IsInvite => Request.Method == SipMethod.Invite;

    /// <summary>Sends a response: any number of provisional ones, then a final one; of an INVITE the 2xx as often as its user wants.</summary>
    public void Respond(SipResponse response)
    {
        if (IsOver || (IsAnswered && !(response.IsSuccess && State.Phase == TransactionPhase.Accepted)))
        {
            return;
        }

        last = response.ToBytes();
        LastStatus = response.Status;
        Give(new TransactionInput.Respond(response.Status));
    }

    /// <summary>Nobody waits for a response: it is forgotten, and says nothing more.</summary>
    public void Abandon() => End();

    protected override TransactionStep Next(TransactionState state, TransactionInput input) => IsInvite
        ? InviteServer.Next(state, input, Layer.Times)
        : NonInviteServer.Next(state, input, Layer.Times);

    protected override void Do(TransactionActKind kind)
    {
        switch (kind)
        {
            case TransactionActKind.SendResponse when last.Length > 0:
                Layer.Network.Send(Hop, last, SendFailed);
                break;
            case TransactionActKind.Pass or TransactionActKind.TimedOut:
                Settle();
                break;
            case TransactionActKind.Failed when LastStatus >= 300:
                Settle();
                break;
        }
    }

    private void Settle()
    {
        if (LastStatus >= 300 && !IsSettled)
        {
            IsSettled = true;
            Settled?.Invoke();
            Settled = null;
        }
    }
}
