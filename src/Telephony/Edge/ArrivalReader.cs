using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>An INVITE as the core sees it: the dialog it would make (RFC 3261 12.1.1) and what is needed to answer it from anywhere.</summary>
internal static class ArrivalReader
{
    public static Dialog Dialog(SipRequest invite, ActorId call, int leg, Transports.Hop from) => new()
    {
        CallId = invite.CallId,
        LocalTag = CallIdentity.TagOf(call),
        RemoteTag = invite.From.Tag,
        LocalParty = invite.To.WithoutTag().ToString(),
        RemoteParty = invite.From.WithoutTag().ToString(),
        RemoteTarget = TargetOf(invite)!.Address,
        RouteSet = [.. DialogRequest.RouteSetOf(invite)],
        RemoteCSeq = invite.CSeq.Number,
        Flow = FlowOf(invite, from),
        Token = LegToken.Of(call, leg).ToString(),
        TakesUpdate = DialogRequest.Allows(invite, SipMethod.Update),
    };

    /// <summary>The one Contact (8.1.1.8). A caller of RFC 2543 may have none (RFC 4475 3.4.1): then From is where it is.</summary>
    public static NameAddress? TargetOf(SipRequest invite) => invite.Contacts switch
    {
        [{ Uri: not null } contact] => contact,
        [] when !invite.TopVia.HasUniqueBranch && invite.From.Uri is not null => invite.From,
        _ => null,
    };

    /// <summary>The first that is one: there may be several (RFC 7433 section 4), and what is none is nobody's.</summary>
    public static string? UserToUserOf(SipRequest invite) => invite.Headers.Values(HeaderNames.UserToUser).FirstOrDefault(UserToUser.IsValue);

    public static InviteSeed Seed(ServerTransaction transaction)
    {
        var invite = transaction.Request;
        var session = SessionTimer.Agreed(invite);
        return new InviteSeed
        {
            Vias = [.. invite.Headers.Values(HeaderNames.Via)],
            CallId = invite.CallId,
            From = invite.Headers.First(HeaderNames.From)!,
            To = invite.Headers.First(HeaderNames.To)!,
            CSeq = invite.CSeq.Number,
            RecordRoutes = [.. invite.Headers.Values(HeaderNames.RecordRoute)],
            Flow = transaction.From.ToFlow(),
            SessionSeconds = session?.Seconds,
            SessionIsOurs = session is { IsOurs: true },
            IsReliable = ReliableResponse.IsRequired(invite),
        };
    }

    /// <summary>The INVITE as far as its responses need it.</summary>
    public static SipRequest Restored(InviteSeed seed) => new(SipMethod.Invite, "sip:restored.invalid", SessionTimer.Asking(
        SipHeaders.Empty
        .AddRange(HeaderNames.Via, seed.Vias)
        .Add(HeaderNames.From, seed.From)
        .Add(HeaderNames.To, seed.To)
        .Add(HeaderNames.CallId, seed.CallId)
        .Add(HeaderNames.CSeq, new CSeq(seed.CSeq, SipMethod.Invite).ToString())
        .AddRange(HeaderNames.RecordRoute, seed.RecordRoutes),
        seed.SessionSeconds,
        seed.SessionIsOurs));

    /// <summary>
    /// A connection is kept. Over UDP the Contact says where to send, unless no proxy is between us and it names another address than the one
    /// the INVITE came from: then a translator stands there, and only its address works.
    /// </summary>
    private static Flow? FlowOf(SipRequest invite, Transports.Hop from)
    {
        if (from.Reliable)
        {
            return from.ToFlow();
        }

        var isTranslated = !invite.Headers.Has(HeaderNames.RecordRoute)
            && IPAddress.TryParse(TargetOf(invite)?.Uri?.HostAddress, out var stated) && !stated.Equals(from.Remote.Address);
        return isTranslated ? from.ToFlow() : null;
    }
}
