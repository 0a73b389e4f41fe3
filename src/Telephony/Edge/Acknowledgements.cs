using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// The ACKs of 2xx to our INVITEs (RFC 3261 13.2.2.4): "the ACK MUST be passed to the client transport every time a retransmission of the 2xx
/// final response that triggered the ACK arrives", for 64·T1. On the loop only.
/// </summary>
internal sealed class Acknowledgements(Requester requester, INetwork network, LoopTimers timers, EdgeOptions options)
{
    private readonly Dictionary<Key, (byte[] Bytes, Hop Hop)> sent = [];

    /// <summary>False when there is no way to the far end.</summary>
    public async Task<bool> Send(Dialog dialog, uint cseq)
    {
        var ack = DialogRequest.Of(dialog, SipMethod.Ack, cseq);
        if (await requester.Reach(ack, dialog.Flow) is not { } hop)
        {
            return false;
        }

        var bytes = requester.Addressed(ack, hop, CallIdentity.BranchOf(dialog, SipMethod.Ack, cseq)).ToBytes();
        var key = new Key(dialog.CallId, dialog.LocalTag, dialog.RemoteTag, cseq);
        if (sent.Count < options.LegsMax && sent.TryAdd(key, (bytes, hop)))
        {
            timers.Start(options.Times.Timeout, () => sent.Remove(key));
        }

        network.Send(hop, bytes, static () => { });
        return true;
    }

    /// <summary>True when this 2xx is acknowledged already: the same ACK goes again.</summary>
    public bool Repeat(SipResponse response)
    {
        var key = new Key(response.CallId, response.From.Tag, response.To.Tag, response.CSeq.Number);
        if (!sent.TryGetValue(key, out var ack))
        {
            return false;
        }

        network.Send(ack.Hop, ack.Bytes, static () => { });
        return true;
    }

    private readonly record struct Key(string CallId, string LocalTag, string RemoteTag, uint CSeq);
}
