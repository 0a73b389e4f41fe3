using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Requests within dialogs (RFC 3261 12.2.2). The token in the Request-URI names call and leg; tags and CSeq are judged by the call itself,
/// so no edge needs to know its dialogs. On the loop only.
/// </summary>
internal sealed class InDialog(EdgeParts edge)
{
    /// <summary>How many requests after its INVITE a caller that does not use our Contact is still found.</summary>
    private const uint CSeqBackMax = 8;

    private static readonly TimeSpan PlanPause = TimeSpan.FromMilliseconds(100);

    public async Task Requested(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (edge.Replies.Refusal(request) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        if (edge.Teller.IsFull)
        {
            transaction.Respond(edge.Replies.Overloaded(request));
            return;
        }

        if (request.Method == SipMethod.Invite)
        {
            Trying.Promise(edge, transaction);
        }

        if (await LegOf(request, transaction.From) is not { } leg)
        {
            transaction.Respond(edge.Replies.Plain(request, 481));
            return;
        }

        await Requested(transaction, leg);
    }

    /// <summary>The ACK of a 2xx of ours; the answer is in it when the offer was ours.</summary>
    public async Task Acknowledged(SipRequest ack, Hop from)
    {
        // Without a 2xx that waits it is a repeat, or of an earlier run: told all the same, as long as there is room for what has no holder.
        var isAwaited = edge.Acceptances.Acknowledge(ack);
        if ((!isAwaited && edge.Teller.IsFull) || await LegOf(ack, from) is not { } leg)
        {
            return;
        }

        await edge.Teller.Tell(leg.Call, new CallCommand.RecordAck(leg.Number, ack.CSeq.Number, SdpAudio.Peer(ack.Body.Span)), edge.Patience, insist: true);
    }

    private async Task Requested(ServerTransaction transaction, LegName leg)
    {
        var request = transaction.Request;
        if (request.Method == SipMethod.Bye)
        {
            var bye = new CallCommand.RecordBye(leg.Number, TagsOf(request), request.CSeq.Number, request.Headers.First(HeaderNames.Reason));
            var answer = await edge.Teller.Tell(leg.Call, bye, edge.Patience, insist: true);
            transaction.Respond(answer switch
            {
                SignalAnswer.Answered => edge.Replies.Plain(request, 200),
                SignalAnswer.Refused refused => edge.Replies.OfRefusal(request, refused.Reason),
                _ => edge.Replies.Overloaded(request),
            });
        }
        else if (request.Method == SipMethod.Invite)
        {
            await Reinvited(transaction, leg);
        }
        else if (request.Method == SipMethod.Prack)
        {
            await Acknowledged(transaction, leg);
        }
        else if (request.Method == SipMethod.Update)
        {
            await Updated(transaction, leg);
        }
        else if (request.Method == SipMethod.Refer)
        {
            await Referred(transaction, leg);
        }
        else if (request.Method == SipMethod.Options)
        {
            transaction.Respond(edge.Replies.Abilities(request));
        }
        else
        {
            transaction.Respond(request.Method == SipMethod.Info ? edge.Replies.Plain(request, 200) : edge.Replies.Plain(request, 405));
        }
    }

    /// <summary>
    /// RFC 3515 section 2.4.2: one Refer-To, and 202 once the call has gone on; the NOTIFY is the call's to ask for. Whom to call instead (another
    /// method, headers such as Replaces) we do not take, and a number that leads nowhere is said so at once.
    /// </summary>
    private async Task Referred(ServerTransaction transaction, LegName leg)
    {
        var request = transaction.Request;
        if (request.Headers.Values(HeaderNames.ReferTo).Take(2).ToArray() is not [var value] || NameAddress.Parse(value)?.Uri is not { } uri)
        {
            transaction.Respond(edge.Replies.Plain(request, 400, reason: "One Refer-To with a SIP address is needed"));
            return;
        }

        if (uri.Headers is not null || !string.Equals(uri.Parameters.Value("method") ?? SipMethod.Invite.Name, SipMethod.Invite.Name, StringComparison.OrdinalIgnoreCase))
        {
            transaction.Respond(edge.Replies.Plain(request, 603));
            return;
        }

        // Our side of the dialog has the caller's name.
        if (edge.Plan.Transfer(leg.Call.Tenant, uri.UserName, request.To.Uri?.UserName ?? "", edge.Clock.GetUtcNow()) is not { } target)
        {
            transaction.Respond(edge.Replies.Plain(request, 404));
            return;
        }

        var refer = new CallCommand.RecordRefer(leg.Number, TagsOf(request), request.CSeq.Number, target);
        transaction.Respond(await edge.Teller.Tell(leg.Call, refer, edge.Patience, insist: true) switch
        {
            SignalAnswer.Answered => edge.Replies.OfDialog(request, 202, request.To.Tag, LegToken.Of(leg.Call, leg.Number).ToString(), transaction.From.Transport, null),
            SignalAnswer.Refused refused => edge.Replies.OfRefusal(request, refused.Reason),
            _ => edge.Replies.Overloaded(request),
        });
    }

    /// <summary>Section 14.2. The 200 has our SDP: the answer to the offer, or our offer where there was none.</summary>
    private async Task Reinvited(ServerTransaction transaction, LegName leg)
    {
        var request = transaction.Request;
        var offer = SdpAudio.Peer(request.Body.Span);
        if (!request.Body.IsEmpty && offer is null)
        {
            transaction.Respond(edge.Replies.Plain(request, 488));
            return;
        }

        var session = SessionTimer.Agreed(request);
        var reinvite = new CallCommand.RecordReinvite(leg.Number, TagsOf(request), request.CSeq.Number, offer, TargetOf(request)) { SessionSeconds = session?.Seconds, SessionIsOurs = session is { IsOurs: true } };
        switch (await edge.Teller.Tell(leg.Call, reinvite, edge.Patience, insist: true))
        {
            case SignalAnswer.Answered { Reply: ReinviteReply reply }:
                await Accept(transaction, leg, reply.Sdp);
                break;
            case SignalAnswer.Refused refused:
                transaction.Respond(edge.Replies.OfRefusal(request, refused.Reason));
                break;
            default:
                transaction.Respond(edge.Replies.Overloaded(request));
                break;
        }
    }

    /// <summary>The PRACK of our provisional response (RFC 3262 section 3): 481 where it is of none. An offer in it we do not take.</summary>
    private async Task Acknowledged(ServerTransaction transaction, LegName leg)
    {
        var request = transaction.Request;
        if (!request.Body.IsEmpty || ReliableResponse.Acknowledged(request) is not var (rseq, invite))
        {
            transaction.Respond(edge.Replies.Plain(request, request.Body.IsEmpty ? 400 : 488));
            return;
        }

        transaction.Respond(await edge.Teller.Tell(leg.Call, new CallCommand.RecordPrack(leg.Number, TagsOf(request), request.CSeq.Number, rseq, invite), edge.Patience, insist: true) switch
        {
            SignalAnswer.Answered => edge.Replies.Plain(request, 200),
            SignalAnswer.Refused refused => edge.Replies.OfRefusal(request, refused.Reason),
            _ => edge.Replies.Overloaded(request),
        });
    }

    /// <summary>RFC 3311 section 5.2: the answer goes with the 200, and there is no ACK.</summary>
    private async Task Updated(ServerTransaction transaction, LegName leg)
    {
        var request = transaction.Request;
        var offer = SdpAudio.Peer(request.Body.Span);
        if (!request.Body.IsEmpty && offer is null)
        {
            transaction.Respond(edge.Replies.Plain(request, 488));
            return;
        }

        var session = SessionTimer.Agreed(request);
        var update = new CallCommand.RecordUpdate(leg.Number, TagsOf(request), request.CSeq.Number, offer, TargetOf(request)) { SessionSeconds = session?.Seconds, SessionIsOurs = session is { IsOurs: true } };
        transaction.Respond(await edge.Teller.Tell(leg.Call, update, edge.Patience, insist: true) switch
        {
            SignalAnswer.Answered { Reply: ReinviteReply reply } =>
                edge.Replies.OfDialog(request, 200, request.To.Tag, LegToken.Of(leg.Call, leg.Number).ToString(), transaction.From.Transport, offer is null ? null : reply.Sdp),
            SignalAnswer.Refused refused => edge.Replies.OfRefusal(request, refused.Reason),
            _ => edge.Replies.Overloaded(request),
        });
    }

    private static string? TargetOf(SipRequest request) => request.Contacts is [{ Uri: not null } contact, ..] ? contact.Address : null;

    private async Task Accept(ServerTransaction transaction, LegName leg, SdpSpec sdp)
    {
        var request = transaction.Request;
        var token = LegToken.Of(leg.Call, leg.Number).ToString();
        var response = edge.Replies.OfDialog(request, 200, request.To.Tag, token, transaction.From.Transport, sdp);
        if (!await edge.Acceptances.UntilAcknowledged(transaction, response, CancellationToken.None))
        {
            await edge.Teller.Tell(leg.Call, new CallCommand.RecordAckMissing(leg.Number, request.CSeq.Number), edge.Patience, insist: true);
        }
    }

    /// <summary>The tags as the far side writes them: its own is From's.</summary>
    private static DialogTags TagsOf(SipRequest request) => new(request.From.Tag, request.To.Tag);

    /// <summary>Null when it is nobody's. Just after a start, when nobody is known yet, it waits: the dialog is there.</summary>
    private async Task<LegName?> LegOf(SipRequest request, Hop from)
    {
        var begun = edge.Clock.GetTimestamp();
        while (!edge.Plan.Ready && edge.Clock.GetElapsedTime(begun) < edge.Patience)
        {
            await edge.Timers.Delay(PlanPause);
        }

        if (!LegToken.TryParse(request.Uri?.UserName, out var token))
        {
            return CallerLegOf(request, from);
        }

        return edge.Plan.Scope(token.Scope) is var (tenant, site) ? new LegName(ActorId.Call(tenant, token.CallKey, site), token.Leg) : null;
    }

    /// <summary>
    /// Some callers go on sending to the number they called, not to our Contact (against 12.2.1.1). The call is then found as its INVITE found it,
    /// and our tag, which follows from the call, proves it.
    /// </summary>
    private LegName? CallerLegOf(SipRequest request, Hop from)
    {
        if (edge.Boundary.TenantOf(request, from) is not { } tenant)
        {
            return null;
        }

        var number = request.CSeq.Number;
        for (var back = 0u; back <= CSeqBackMax && back <= number; back++)
        {
            var call = ActorId.Call(tenant, CallIdentity.KeyOf(request, number - back));
            if (CallIdentity.TagOf(call) == request.To.Tag)
            {
                return new LegName(call, 0);
            }
        }

        return null;
    }

    private sealed record LegName(ActorId Call, int Number);
}
