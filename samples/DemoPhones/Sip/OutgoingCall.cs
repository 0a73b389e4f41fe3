using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.DemoPhones.Sound;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.DemoPhones.Sip;

/// <summary>What a call that we make tells its maker: ringing, answered, then its end; or that it failed with a status (0: no answer at all).</summary>
internal interface IOutgoingCallUser
{
    void Rang(int status);

    void Answered(Talk talk);

    void Ended(bool byFarSide);

    void Failed(int status);
}

/// <summary>A call from us to the center, until it is answered or fails.</summary>
internal sealed class OutgoingCall
{
    private readonly Endpoint endpoint;
    private readonly Voice voice;
    private readonly IOutgoingCallUser user;
    private readonly SdpSpec sdp;
    private readonly SipRequest invite;
    private Dialog dialog;
    private ClientTransaction? transaction;
    private Talk? talk;
    private bool cancelling;

    public OutgoingCall(Endpoint endpoint, IPEndPoint target, string from, string number, Voice voice, IOutgoingCallUser user)
    {
        (this.endpoint, this.voice, this.user) = (endpoint, voice, user);
        sdp = Talk.Sdp(endpoint.Local.Address, voice);
        dialog = new Dialog
        {
            CallId = Endpoint.NewToken() + Endpoint.NewToken(),
            LocalTag = Endpoint.NewToken(),
            LocalParty = $"<sip:{from}@{endpoint.Local.Address}>",
            RemoteParty = $"<sip:{number}@{target}>",
            RemoteTarget = $"sip:{number}@{target}",
            LocalCSeq = 1,
            Token = from,
        };
        invite = DialogRequest.Of(dialog, SipMethod.Invite, 1)
            .WithHeader(HeaderNames.Contact, endpoint.ContactOf(from))
            .WithBody(SdpWriter.ContentType, SdpWriter.Offer(sdp));
    }

    public string CallId => dialog.CallId;

    public void Begin()
    {
        transaction = endpoint.Send(invite, Heard);
        if (transaction is null)
            Fail(0);
    }

    /// <summary>Gives up: by CANCEL before the answer, by BYE after it.</summary>
    public void HangUp()
    {
        if (talk is not null)
        {
            talk.HangUp();
            return;
        }

        cancelling = true;
        if (transaction is { IsProceeding: true })
            endpoint.Cancel(transaction);
    }

    private void Heard(ClientReport report)
    {
        switch (report)
        {
            case ClientReport.Responded { Response: { IsProvisional: true } response }:
                Proceed(response);
                break;
            case ClientReport.Responded { Response: { IsSuccess: true } response }:
                Accepted(response);
                break;
            case ClientReport.Responded { Response: var response }:
                Fail(response.Status);
                break;
            default:
                Fail(0);
                break;
        }
    }

    private void Proceed(SipResponse response)
    {
        if (cancelling && transaction is { IsProceeding: true })
            endpoint.Cancel(transaction);
        else if (response.Status > 100)
            user.Rang(response.Status);
        if (response.Body.Length > 0 && SdpAudio.Peer(response.Body.Span) is { } early)
            voice.Meet(early);
    }

    // Each 2xx is acknowledged, also a repeated one (RFC 3261 13.2.2.4).
    private void Accepted(SipResponse response)
    {
        if (talk is null)
        {
            dialog = dialog with
            {
                RemoteTag = response.To.Tag,
                RemoteTarget = response.Contacts is [{ Address: var target }, ..] ? target : dialog.RemoteTarget,
                RouteSet = [.. DialogRequest.RouteSetOf(response)],
            };
            talk = new Talk(endpoint, dialog, sdp, voice, user.Ended);
            endpoint.SendAck(DialogRequest.Of(dialog, SipMethod.Ack, 1));
            talk.Meet(SdpAudio.Peer(response.Body.Span));
            user.Answered(talk);
            if (cancelling)
                talk.HangUp();
            return;
        }

        endpoint.SendAck(DialogRequest.Of(dialog, SipMethod.Ack, 1));
    }

    private void Fail(int status)
    {
        voice.Dispose();
        user.Failed(status);
    }
}
