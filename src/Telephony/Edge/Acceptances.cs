using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Our 2xx to INVITEs, each repeated until its ACK (RFC 3261 13.3.1.4): "at an interval that starts at T1 seconds and doubles for each
/// retransmission until it reaches T2 seconds", over any transport, for 64·T1. On the loop only.
/// </summary>
internal sealed class Acceptances(LoopTimers timers, EdgeOptions options)
{
    private readonly Dictionary<Key, Acceptance> waiting = [];

    public bool IsFull => waiting.Count >= options.LegsMax;

    /// <summary>Sends it until the ACK (true), the end of time (false), or the end of the duty (cancelled).</summary>
    public async Task<bool> UntilAcknowledged(ServerTransaction transaction, SipResponse response, CancellationToken ended)
    {
        var key = new Key(response.CallId, response.To.Tag, response.CSeq.Number);
        if (waiting.TryGetValue(key, out var other))
        {
            return await other.Acknowledged.Task.WaitAsync(ended);
        }

        var acceptance = new Acceptance(transaction, response, timers, options.Times);
        waiting.Add(key, acceptance);
        try
        {
            acceptance.Start();
            return await acceptance.Acknowledged.Task.WaitAsync(ended);
        }
        finally
        {
            acceptance.Stop();
            waiting.Remove(key);
        }
    }

    /// <summary>An ACK came. True when a 2xx of ours waited for it.</summary>
    public bool Acknowledge(SipRequest ack) =>
        waiting.TryGetValue(new Key(ack.CallId, ack.To.Tag, ack.CSeq.Number), out var acceptance) && acceptance.Acknowledged.TrySetResult(true);

    private readonly record struct Key(string CallId, string LocalTag, uint CSeq);

    private sealed class Acceptance(ServerTransaction transaction, SipResponse response, LoopTimers timers, TransactionTimes times)
    {
        private TimeSpan pause = times.T1;
        private LoopTimer? repeat;
        private LoopTimer? end;

        public TaskCompletionSource<bool> Acknowledged { get; } = new();

        public void Start()
        {
            end = timers.Start(times.Timeout, () => Acknowledged.TrySetResult(false));
            Send();
        }

        public void Stop()
        {
            repeat?.Stop();
            end?.Stop();
        }

        private void Send()
        {
            transaction.Respond(response);
            repeat = timers.Start(pause, Send);
            pause = times.Next(pause);
        }
    }
}
