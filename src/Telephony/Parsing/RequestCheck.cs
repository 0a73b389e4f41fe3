using System.Collections.Immutable;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>What a user agent server can do: methods it serves, options it supports, bodies it understands.</summary>
public sealed record ServerPowers(ImmutableArray<SipMethod> Methods, ImmutableArray<string> Options, ImmutableArray<string> ContentTypes)
{
    public string Allow => string.Join(", ", Methods);

    public string Supported => string.Join(", ", Options);

    public string Accept => string.Join(", ", ContentTypes);
}

/// <summary>The inspections of RFC 3261 8.2 in their order: method, header fields, content. Authentication comes before, by whoever knows users.</summary>
public static class RequestCheck
{
    /// <summary>The refusal, or null when the request may be processed. To an ACK it is never sent.</summary>
    public static SipResponse? Refusal(SipRequest request, ServerPowers powers, string toTag) =>
        OfMethod(request, powers, toTag)
        ?? OfSequence(request, toTag)
        ?? OfScheme(request, toTag)
        ?? OfRecord(request, toTag)
        ?? OfRequired(request, powers, toTag)
        ?? OfContent(request, powers, toTag)
        ?? OfAccepted(request, powers, toTag);

    /// <summary>8.2.1. A method of some RFC is not allowed here (405), any other is not implemented (501); unknown comes before mismatch (RFC 4475 3.1.2.18).</summary>
    private static SipResponse? OfMethod(SipRequest request, ServerPowers powers, string toTag) => powers.Methods.Contains(request.Method)
        ? null
        : SipResponse.For(request, request.Method.IsStandard ? 405 : 501, null, toTag).WithHeader(HeaderNames.Allow, powers.Allow);

    /// <summary>8.1.1.5: the method of CSeq is that of the request.</summary>
    private static SipResponse? OfSequence(SipRequest request, string toTag) =>
        request.CSeq.Method == request.Method ? null : SipResponse.For(request, 400, "CSeq of Another Method", toTag);

    /// <summary>8.2.2.1.</summary>
    private static SipResponse? OfScheme(SipRequest request, string toTag) => request.Uri is null ? SipResponse.For(request, 416, null, toTag) : null;

    /// <summary>10.3: what is registered is a sip or sips URI (RFC 4475 3.3.4).</summary>
    private static SipResponse? OfRecord(SipRequest request, string toTag) =>
        request.Method == SipMethod.Register && request.To.Uri is null ? SipResponse.For(request, 400, "Address-of-Record of Another Scheme", toTag) : null;

    /// <summary>8.2.2.3: not for CANCEL and ACK. Proxy-Require is the business of proxies.</summary>
    private static SipResponse? OfRequired(SipRequest request, ServerPowers powers, string toTag)
    {
        if (request.Method == SipMethod.Cancel || request.Method == SipMethod.Ack)
        {
            return null;
        }

        var unknown = request.Headers.Values(HeaderNames.Require).Except(powers.Options, StringComparer.OrdinalIgnoreCase).ToArray();
        return unknown.Length == 0
            ? null
            : SipResponse.For(request, 420, null, toTag).WithHeader(HeaderNames.Unsupported, string.Join(", ", unknown));
    }

    /// <summary>8.2.3: type and encoding of a body that is not optional. A CANCEL's or BYE's body is nobody's business.</summary>
    private static SipResponse? OfContent(SipRequest request, ServerPowers powers, string toTag)
    {
        if (request.Body.IsEmpty || request.Method == SipMethod.Cancel || request.Method == SipMethod.Bye || IsOptional(request))
        {
            return null;
        }

        if (request.Headers.Values(HeaderNames.ContentEncoding).Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return SipResponse.For(request, 415, null, toTag).WithHeader(HeaderNames.AcceptEncoding, "identity");
        }

        return request.ContentType is { } type && powers.ContentTypes.Contains(type)
            ? null
            : SipResponse.For(request, 415, null, toTag).WithHeader(HeaderNames.Accept, powers.Accept);
    }

    /// <summary>20.1: whoever invites must take a description we can write (RFC 4475 3.3.15).</summary>
    private static SipResponse? OfAccepted(SipRequest request, ServerPowers powers, string toTag)
    {
        if (request.Method != SipMethod.Invite || !request.Headers.Has(HeaderNames.Accept))
        {
            return null;
        }

        var accepted = request.Headers.Values(HeaderNames.Accept).Select(value => MediaType.Of(value)).ToArray();
        return accepted.Any(range => powers.ContentTypes.Any(type => Covers(range, type))) ? null : SipResponse.For(request, 406, null, toTag);
    }

    private static bool IsOptional(SipRequest request) =>
        request.Headers.First(HeaderNames.ContentDisposition) is { } disposition
        && disposition.Replace(" ", "", StringComparison.Ordinal).Contains("handling=optional", StringComparison.OrdinalIgnoreCase);

    private static bool Covers(string range, string type) =>
        range == "*/*" || range == type || (range.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(range[..^1], StringComparison.Ordinal));
}
