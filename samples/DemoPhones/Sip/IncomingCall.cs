using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.DemoPhones.Sound;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.DemoPhones.Sip;

/// <summary>An INVITE that rings at one phone until it is answered, declined, or cancelled.</summary>
internal sealed class IncomingCall
{
    private readonly Endpoint endpoint;
    private readonly string user;
    private readonly Action cancelled;
    private readonly string tag = Endpoint.NewToken();

    public IncomingCall(Endpoint endpoint, ServerTransaction invite, string user, Action cancelled)
    {
        (this.endpoint, Invite, this.user, this.cancelled) = (endpoint, invite, user, cancelled);
        endpoint.Add(this);
        invite.Respond(SipResponse.For(invite.Request, 180, toTag: tag).WithHeader(HeaderNames.Contact, endpoint.ContactOf(user)));
    }

    public ServerTransaction Invite { get; }

    public string CallId => Invite.Request.CallId;

    /// <summary>Whom the center says it is: the asserted identity (RFC 3325), else From.</summary>
    public string Caller => (Invite.Request.Addresses(HeaderNames.PAssertedIdentity) is [{ Uri: { } asserted }, ..] ? asserted : Invite.Request.From.Uri)?.UserName ?? "?";

    /// <summary>Null when its offer has no audio for us: then it is refused with 488.</summary>
    public Talk? Answer(Voices voices, Action<bool> ended)
    {
        var offer = Invite.Request.Body;
        var peer = offer.Length > 0 ? SdpAudio.Peer(offer.Span) : null;
        if (offer.Length > 0 && peer is null)
        {
            Decline(488);
            return null;
        }

        endpoint.Remove(this);
        var voice = voices.Open(Role.Agent, () => { });
        var sdp = Talk.Sdp(endpoint.Local.Address, voice);
        var talk = new Talk(endpoint, DialogOf(Invite.Request), sdp, voice, ended);
        talk.Meet(peer);
        talk.Accept(Invite, SipResponse.For(Invite.Request, 200, toTag: tag)
            .WithHeader(HeaderNames.Contact, endpoint.ContactOf(user))
            .WithBody(SdpWriter.ContentType, peer is null ? SdpWriter.Offer(sdp) : SdpWriter.Answer(sdp, offer.Span)));
        return talk;
    }

    public void Decline(int status)
    {
        endpoint.Remove(this);
        Invite.Respond(SipResponse.For(Invite.Request, status, toTag: tag));
    }

    public void Cancelled()
    {
        Decline(487);
        cancelled();
    }

    private Dialog DialogOf(SipRequest invite) => new()
    {
        CallId = invite.CallId,
        LocalTag = tag,
        RemoteTag = invite.From.Tag,
        LocalParty = invite.To.WithoutTag().ToString(),
        RemoteParty = invite.From.WithoutTag().ToString(),
        RemoteTarget = invite.Contacts is [{ Address: var target }, ..] ? target : invite.From.Address,
        RouteSet = [.. DialogRequest.RouteSetOf(invite)],
        RemoteCSeq = invite.CSeq.Number,
        Token = user,
    };
}
