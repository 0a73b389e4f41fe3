namespace CallCenter.Telephony.Messages;

/// <summary>A request. The Request-URI is kept as text, for it may be of a scheme that is not ours (416).</summary>
public sealed class SipRequest : SipMessage
{
    private SipUri? uri;

    public SipRequest(SipMethod method, string requestUri, SipHeaders headers, ReadOnlyMemory<byte> body = default)
        : base(headers, body)
    {
        if (requestUri.AsSpan().ContainsAny(" \r\n"))
        {
            throw new ArgumentException("A break in the Request-URI.", nameof(requestUri));
        }

        Method = method;
        RequestUri = requestUri;
    }

    public SipMethod Method { get; }

    public string RequestUri { get; }

    /// <summary>The Request-URI when it is sip or sips and well formed, else null.</summary>
    public SipUri? Uri => uri ??= SipUri.Parse(RequestUri);

    public override string StartLine => $"{Method} {RequestUri} SIP/2.0";

    /// <summary>Where it goes next (RFC 3261 8.1.2): the first route if it is loose, else the Request-URI. Null when that is not a sip URI.</summary>
    public SipUri? NextHop => Routes is [{ Uri: { IsLooseRouter: true } route }, ..] ? route : Uri;

    public SipRequest With(SipHeaders headers) => new(Method, RequestUri, headers, Body);

    public SipRequest WithHeader(string name, string value) => With(Headers.With(name, value));

    public SipRequest WithVia(Via via) => With(Headers.Prepend(HeaderNames.Via, via.ToString()));

    /// <summary>With the first Via replaced; other hops on its line stay behind it.</summary>
    public SipRequest WithTopVia(Via via) => With(TopViaReplaced.In(Headers, via));

    public SipRequest WithBody(string contentType, ReadOnlyMemory<byte> body) =>
        new(Method, RequestUri, Headers.With(HeaderNames.ContentType, contentType), body);
}
