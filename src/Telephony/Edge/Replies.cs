using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>The responses of this edge, each with what it has to say about us.</summary>
internal sealed class Replies(EdgeOptions options, EdgeAddress address)
{
    /// <summary>What we serve. Methods of dialogs we do not have (SUBSCRIBE, MESSAGE) get 405.</summary>
    public static readonly ServerPowers Powers = new(
        [SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Info, SipMethod.Register, SipMethod.Refer, SipMethod.Update, SipMethod.Prack],
        ["path", SessionTimer.Option, ReliableResponse.Option],
        [SdpWriter.ContentType]);

    /// <summary>Of an INFO (RFC 6086, digits as phones send them) we take anything and use nothing.</summary>
    private static readonly ImmutableArray<string> InfoTypes = ["application/dtmf-relay", "application/dtmf", "application/media_control+xml", "text/plain"];

    private static readonly ServerPowers InfoPowers = Powers with { ContentTypes = InfoTypes };

    private static readonly ServerPowers RegisterPowers = Powers with { Options = [.. Powers.Options, Outbound.Option] };

    public SipResponse Plain(SipRequest request, int status, string? tag = null, string? reason = null)
    {
        var response = Signed(SipResponse.For(request, status, reason, tag ?? StatelessTag.Of(request)));
        return status is 405 or 501 ? response.WithHeader(HeaderNames.Allow, Powers.Allow) : response;
    }

    /// <summary>503: not now, and when to come back (RFC 3261 21.5.4).</summary>
    public SipResponse Overloaded(SipRequest request) => Plain(request, 503)
        .WithHeader(HeaderNames.RetryAfter, options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>302 (RFC 3261 21.3.3).</summary>
    public SipResponse Redirection(SipRequest request, string target) => Plain(request, 302).WithHeader(HeaderNames.Contact, $"<{target}>");

    /// <summary>A proxy of ours that does not say whom it speaks for is set up wrongly, or was fooled.</summary>
    public SipResponse Sourceless(SipRequest request) => Plain(request, 403, reason: "Source Unknown");

    public SipResponse OfRefusal(SipRequest request, Actors.Refusal reason) =>
        reason.IsOfTheEngine() ? Overloaded(request)
        : reason == Actors.Refusal.OfferNotAnswered ? Plain(request, RefusalStatus.Of(reason)).WithHeader(HeaderNames.RetryAfter, options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture))
        : Plain(request, RefusalStatus.Of(reason));

    /// <summary>The answer to OPTIONS (11.2): what an INVITE would find.</summary>
    public SipResponse Abilities(SipRequest request)
    {
        var response = Signed(SipResponse.For(request, 200, toTag: StatelessTag.Of(request)));
        return response.With(response.Headers
            .Add(HeaderNames.Allow, Powers.Allow)
            .Add(HeaderNames.Accept, Powers.Accept)
            .Add(HeaderNames.Supported, Powers.Supported));
    }

    /// <summary>What the request asks for and we do not do (8.2), or null.</summary>
    public SipResponse? Refusal(SipRequest request) =>
        RequestCheck.Refusal(request, PowersFor(request.Method), StatelessTag.Of(request)) is { } refusal ? Signed(refusal)
        : IsTimed(request.Method) && SessionTimer.IsTooShort(request) ? TooShort(request)
        : null;

    /// <summary>The two that refresh a session (RFC 4028).</summary>
    private static bool IsTimed(SipMethod method) => method == SipMethod.Invite || method == SipMethod.Update;

    private SipResponse TooShort(SipRequest request) =>
        Plain(request, 422).WithHeader(HeaderNames.MinSessionExpires, SessionTimer.SecondsMin.ToString(CultureInfo.InvariantCulture));

    private static ServerPowers PowersFor(SipMethod method) => method == SipMethod.Info ? InfoPowers : method == SipMethod.Register ? RegisterPowers : Powers;

    /// <summary>A response within a dialog, or one that makes it (12.1.1): our tag and Contact, and the body as answer or offer.</summary>
    public SipResponse OfDialog(SipRequest request, int status, string localTag, string token, Transport transport, SdpSpec? sdp)
    {
        var response = Signed(SipResponse.For(request, status, toTag: localTag));
        if (status < 300)
        {
            response = response.With(response.Headers
                .Add(HeaderNames.Contact, address.Contact(token, transport))
                .Add(HeaderNames.Allow, Powers.Allow)
                .Add(HeaderNames.Supported, Powers.Supported));
        }

        if (response.IsSuccess && IsTimed(request.Method) && SessionTimer.Agreed(request) is var (seconds, isOurs))
        {
            response = response.With(SessionTimer.Accepting(response.Headers, seconds, isOurs));
        }

        return sdp is null ? response : response.WithBody(SdpWriter.ContentType, SdpWriter.Answer(sdp, request.Body.Span));
    }

    private SipResponse Signed(SipResponse response) => response.WithHeader(HeaderNames.Server, options.Product);
}
