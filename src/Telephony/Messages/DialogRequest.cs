using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Messages;

/// <summary>Requests that follow from what is already there: from a dialog, or from a request of ours. None has a Via unless it says so.</summary>
public static class DialogRequest
{
    /// <summary>Max-Forwards of what begins here (8.1.1.6).</summary>
    public const string MaxForwards = "70";

    /// <summary>
    /// A request within a dialog (RFC 3261 12.2.1.1), or the one that makes it while the far side has no tag. The first route decides: a loose
    /// router leaves the Request-URI to the remote target, a strict one takes it and pushes the target to the end of the routes.
    /// </summary>
    public static SipRequest Of(Dialog dialog, SipMethod method, uint cseq)
    {
        var (target, routes) = Routed(dialog);
        var headers = SipHeaders.Empty
            .AddRange(HeaderNames.Route, routes)
            .Add(HeaderNames.MaxForwards, MaxForwards)
            .Add(HeaderNames.From, Tagged(dialog.LocalParty, dialog.LocalTag))
            .Add(HeaderNames.To, Tagged(dialog.RemoteParty, dialog.RemoteTag))
            .Add(HeaderNames.CallId, dialog.CallId)
            .Add(HeaderNames.CSeq, new CSeq(cseq, method).ToString());
        return new SipRequest(method, target, headers);
    }

    /// <summary>CANCEL of a request of ours (9.1): same Request-URI, top Via, Route, From, To, Call-ID and CSeq number.</summary>
    public static SipRequest CancelOf(SipRequest invite) =>
        new(SipMethod.Cancel, invite.RequestUri, HopByHop(invite, SipMethod.Cancel, invite.Headers.First(HeaderNames.To)));

    /// <summary>ACK of a 300–699, within the INVITE's transaction (17.1.1.3): its top Via and Route, the response's To.</summary>
    public static SipRequest AckOf(SipRequest invite, SipResponse response) =>
        new(SipMethod.Ack, invite.RequestUri, HopByHop(invite, SipMethod.Ack, response.Headers.First(HeaderNames.To)));

    /// <summary>The route set that our side keeps: Record-Route of the request as it came (12.1.1), of the response from its end (12.1.2).</summary>
    public static IEnumerable<string> RouteSetOf(SipMessage message) => message is SipResponse
        ? message.Headers.Values(HeaderNames.RecordRoute).Reverse()
        : message.Headers.Values(HeaderNames.RecordRoute);

    /// <summary>Its sender serves this method, as it says in Allow (20.5).</summary>
    public static bool Allows(SipMessage message, SipMethod method) => message.Headers.Values(HeaderNames.Allow).Any(allowed => allowed.Trim() == method.Name);

    private static SipHeaders HopByHop(SipRequest invite, SipMethod method, string? to) => SipHeaders.Empty
        .Add(HeaderNames.Via, invite.TopVia.ToString())
        .AddRange(HeaderNames.Route, invite.Headers.Lines(HeaderNames.Route))
        .Add(HeaderNames.MaxForwards, MaxForwards)
        .Add(HeaderNames.From, invite.Headers.First(HeaderNames.From) ?? "")
        .Add(HeaderNames.To, to ?? "")
        .Add(HeaderNames.CallId, invite.CallId)
        .Add(HeaderNames.CSeq, new CSeq(invite.CSeq.Number, method).ToString());

    private static (string Target, IEnumerable<string> Routes) Routed(Dialog dialog)
    {
        if (dialog.RouteSet is not [var first, ..] || NameAddress.Parse(first)?.Uri is not { IsLooseRouter: false } strict)
        {
            return (dialog.RemoteTarget, dialog.RouteSet);
        }

        return (strict.ForRequest().ToString(), [.. dialog.RouteSet.Skip(1), $"<{dialog.RemoteTarget}>"]);
    }

    private static string Tagged(string party, string tag) => tag.Length == 0 ? party : $"{party};tag={tag}";
}
