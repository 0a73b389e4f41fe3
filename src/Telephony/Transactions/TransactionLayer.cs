using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Transactions;

/// <summary>What uses the layer: requests that are new, and what belongs to no transaction.</summary>
internal interface ITransactionUser
{
    /// <summary>A new request, never an ACK. The user owes it a final response.</summary>
    void Requested(ServerTransaction transaction);

    /// <summary>An ACK of a 2xx: it is of no transaction (17.1.1.3).</summary>
    void Acknowledged(SipRequest ack, Hop from);

    /// <summary>A response that no transaction waits for: of an earlier run, or too late.</summary>
    void Strayed(SipResponse response, Hop from);

    /// <summary>The table is full: the response that refuses it without a transaction.</summary>
    SipResponse Overloaded(SipRequest request);
}

/// <summary>
/// The table of transactions of one edge (RFC 3261 section 17): matches what comes in, makes server transactions, and holds at most
/// <paramref name="transactionsMax"/>. On the loop only.
/// </summary>
internal sealed class TransactionLayer(TransactionTimes times, int transactionsMax, LoopTimers timers, INetwork network, ITransactionUser user)
{
    private readonly Dictionary<TransactionKey, ClientTransaction> clients = [];
    private readonly Dictionary<TransactionKey, ServerTransaction> servers = [];
    private readonly Dictionary<MergeKey, ServerTransaction> origins = [];

    public TransactionTimes Times { get; } = times;

    public LoopTimers Timers { get; } = timers;

    public INetwork Network { get; } = network;

    public int Count => clients.Count + servers.Count;

    public bool IsFull => Count >= transactionsMax;

    public void Receive(SipMessage message, Hop from)
    {
        switch (message)
        {
            case SipResponse response:
                Receive(response, from);
                break;
            case SipRequest request when request.Method == SipMethod.Ack:
                ReceiveAck(request, from);
                break;
            case SipRequest request:
                Receive(request.WithTopVia(request.TopVia.Marked(from.Remote)), from);
                break;
        }
    }

    /// <summary>Sends a request that has its Via. Null when the table is full or the branch is in use.</summary>
    public ClientTransaction? Send(SipRequest request, Hop hop, Action<ClientReport> tell)
    {
        var transaction = Add(request, hop, tell);
        transaction?.Give(TransactionInput.Begin.Instance);
        return transaction;
    }

    /// <summary>Waits for the responses of an INVITE that an earlier run sent, without sending it.</summary>
    public ClientTransaction? Resume(SipRequest invite, Hop hop, Action<ClientReport> tell)
    {
        var transaction = Add(invite, hop, tell);
        transaction?.Resume();
        return transaction;
    }

    /// <summary>The server transaction of this INVITE, made anew when an earlier run had it. The top Via is marked already.</summary>
    public ServerTransaction Restore(SipRequest invite, Hop from) =>
        servers.TryGetValue(TransactionKey.Of(invite), out var live) ? live : Add(invite, from);

    /// <summary>The INVITE that a CANCEL is for, if it is still here.</summary>
    public ServerTransaction? Cancelled(SipRequest cancel) => servers.GetValueOrDefault(TransactionKey.OfCancelled(cancel));

    /// <summary>Answers without a transaction (8.2.7): the same request gets the same answer again.</summary>
    public void RespondStateless(SipRequest marked, SipResponse response, Hop from) =>
        Network.Send(ResponseRoute.Of(marked.TopVia, from), response.ToBytes(), static () => { });

    public void Stop()
    {
        foreach (var transaction in clients.Values.Concat<Transaction>(servers.Values))
        {
            transaction.StopTimers();
        }

        clients.Clear();
        servers.Clear();
        origins.Clear();
    }

    internal void Forget(Transaction transaction)
    {
        if (transaction is ServerTransaction server)
        {
            servers.Remove(server.Key);
            var origin = MergeKey.Of(server.Request);
            if (origins.TryGetValue(origin, out var first) && first == server)
            {
                origins.Remove(origin);
            }
        }
        else
        {
            clients.Remove(transaction.Key);
        }
    }

    private void Receive(SipResponse response, Hop from)
    {
        if (clients.TryGetValue(TransactionKey.Of(response), out var transaction))
        {
            transaction.Receive(response, from);
        }
        else
        {
            user.Strayed(response, from);
        }
    }

    private void ReceiveAck(SipRequest ack, Hop from)
    {
        // The ACK of a 2xx has a branch of its own, but clients of RFC 2543 reuse the INVITE's: Accepted hands it on too.
        if (servers.TryGetValue(TransactionKey.Of(ack), out var transaction) && transaction.State.Phase != TransactionPhase.Accepted)
        {
            transaction.Give(TransactionInput.Ack.Instance);
        }
        else
        {
            user.Acknowledged(ack, from);
        }
    }

    private void Receive(SipRequest request, Hop from)
    {
        if (servers.TryGetValue(TransactionKey.Of(request), out var transaction))
        {
            transaction.Give(TransactionInput.Repeat.Instance);
        }
        else if (IsMerged(request))
        {
            RespondStateless(request, SipResponse.For(request, 482, toTag: StatelessTag.Of(request)), from);
        }
        else if (IsFull)
        {
            RespondStateless(request, user.Overloaded(request), from);
        }
        else
        {
            user.Requested(Add(request, from));
        }
    }

    /// <summary>
    /// "If the request has no tag in the To header field, the UAS core MUST check the request against ongoing transactions. If the From tag,
    /// Call-ID, and CSeq exactly match those associated with an ongoing transaction, but the request does not match that transaction …, the UAS
    /// core SHOULD generate a 482" (8.2.2.2).
    /// </summary>
    private bool IsMerged(SipRequest request) =>
        request.Method != SipMethod.Cancel && request.To.Tag.Length == 0 && origins.ContainsKey(MergeKey.Of(request));

    private ServerTransaction Add(SipRequest request, Hop from)
    {
        var transaction = new ServerTransaction(this, request, from);
        servers.Add(transaction.Key, transaction);
        if (request.Method != SipMethod.Cancel && request.To.Tag.Length == 0)
        {
            origins.TryAdd(MergeKey.Of(request), transaction);
        }

        return transaction;
    }

    private ClientTransaction? Add(SipRequest request, Hop hop, Action<ClientReport> tell)
    {
        var transaction = new ClientTransaction(this, request, hop, tell);
        return !IsFull && clients.TryAdd(transaction.Key, transaction) ? transaction : null;
    }

    private readonly record struct MergeKey(string CallId, string FromTag, CSeq CSeq)
    {
        public static MergeKey Of(SipRequest request) => new(request.CallId, request.From.Tag, request.CSeq);
    }
}
