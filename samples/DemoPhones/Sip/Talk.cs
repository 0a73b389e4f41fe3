using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.DemoPhones.Sound;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.DemoPhones.Sip;

/// <summary>An established dialog of one phone with its voice: answers what comes in it, holds, and hangs up.</summary>
internal sealed class Talk
{
    private readonly Endpoint endpoint;
    private readonly Voice voice;
    private readonly Action<bool> ended;
    private SdpSpec sdp;
    private LoopTimer? repeating;
    private bool isOver;

    /// <param name="ended">True: the far side hung up.</param>
    public Talk(Endpoint endpoint, Dialog dialog, SdpSpec sdp, Voice voice, Action<bool> ended)
    {
        (this.endpoint, Dialog, this.sdp, this.voice, this.ended) = (endpoint, dialog, sdp, voice, ended);
        endpoint.Add(this);
    }

    public Dialog Dialog { get; private set; }

    /// <summary>What we offer or answer first.</summary>
    public static SdpSpec Sdp(IPAddress address, Voice voice) => new(
        (ulong)Random.Shared.NextInt64(1, 1L << 53), 1, new MediaSlot("phone", address.ToString(), voice.Port), MediaSide.Caller, [0, 8], 101, MediaDirection.SendReceive);

    public void Meet(MediaPeer? peer)
    {
        if (peer is not null)
            voice.Meet(peer);
    }

    /// <summary>Sends the 2xx of an INVITE until its ACK comes (RFC 3261 13.3.1.4).</summary>
    public void Accept(ServerTransaction invite, SipResponse accepted) => Repeat(invite, accepted, endpoint.Times.T1, TimeSpan.Zero);

    public void Acknowledged(SipRequest ack)
    {
        repeating?.Stop();
        repeating = null;
        if (ack.Body.Length > 0)
            Meet(SdpAudio.Peer(ack.Body.Span));
    }

    public void Requested(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.CSeq.Number < Dialog.RemoteCSeq)
        {
            transaction.Respond(SipResponse.For(request, 500));
            return;
        }

        Dialog = Dialog with { RemoteCSeq = request.CSeq.Number };
        if (request.Method == SipMethod.Bye)
        {
            transaction.Respond(SipResponse.For(request, 200));
            End(byFarSide: true);
        }
        else if (request.Method == SipMethod.Invite)
        {
            Reinvited(transaction);
        }
        else
        {
            transaction.Respond(SipResponse.For(request, request.Method == SipMethod.Options || request.Method == SipMethod.Info ? 200 : 405));
        }
    }

    /// <summary>Asks the far side to only listen (hold), or to talk again; true when it agreed.</summary>
    public void Hold(bool held, Action<bool> answered)
    {
        sdp = sdp with { Version = sdp.Version + 1, Direction = held ? MediaDirection.SendOnly : MediaDirection.SendReceive };
        var invite = Next(SipMethod.Invite)
            .WithHeader(HeaderNames.Contact, endpoint.ContactOf(Dialog.Token))
            .WithBody(SdpWriter.ContentType, SdpWriter.Offer(sdp));
        endpoint.Send(invite, report =>
        {
            if (report is ClientReport.Responded { Response: { IsSuccess: true } response })
                endpoint.SendAck(DialogRequest.Of(Dialog, SipMethod.Ack, invite.CSeq.Number));
            if (report is not ClientReport.Responded { Response.IsProvisional: true })
                answered(report is ClientReport.Responded { Response.IsSuccess: true });
        });
    }

    public void HangUp()
    {
        if (isOver)
            return;

        endpoint.Send(Next(SipMethod.Bye), _ => { });
        End(byFarSide: false);
    }

    private SipRequest Next(SipMethod method)
    {
        Dialog = Dialog with { LocalCSeq = Dialog.LocalCSeq + 1 };
        return DialogRequest.Of(Dialog, method, Dialog.LocalCSeq);
    }

    private void Reinvited(ServerTransaction transaction)
    {
        var offer = transaction.Request.Body;
        var peer = offer.Length > 0 ? SdpAudio.Peer(offer.Span) : null;
        if (offer.Length > 0 && peer is null)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 488));
            return;
        }

        sdp = sdp with { Version = sdp.Version + 1, Direction = peer is null ? MediaDirection.SendReceive : SdpAudio.Answering(peer.Direction) };
        Meet(peer);
        Accept(transaction, SipResponse.For(transaction.Request, 200)
            .WithHeader(HeaderNames.Contact, endpoint.ContactOf(Dialog.Token))
            .WithBody(SdpWriter.ContentType, peer is null ? SdpWriter.Offer(sdp) : SdpWriter.Answer(sdp, offer.Span)));
    }

    private void Repeat(ServerTransaction invite, SipResponse accepted, TimeSpan pause, TimeSpan since)
    {
        invite.Respond(accepted);
        repeating?.Stop();
        repeating = since < endpoint.Times.Timeout
            ? endpoint.Timers.Start(pause, () => Repeat(invite, accepted, endpoint.Times.Next(pause), since + pause))
            : endpoint.Timers.Start(TimeSpan.Zero, HangUp);
    }

    private void End(bool byFarSide)
    {
        if (isOver)
            return;

        isOver = true;
        repeating?.Stop();
        endpoint.Remove(this);
        voice.Dispose();
        ended(byFarSide);
    }
}
