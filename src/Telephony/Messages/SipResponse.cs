using System.Globalization;

namespace CallCenter.Telephony.Messages;

public sealed class SipResponse : SipMessage
{
    public SipResponse(int status, string reason, SipHeaders headers, ReadOnlyMemory<byte> body = default)
        : base(headers, body)
    {
        if (status is < 100 or > 699 || reason.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException($"Not a status line: {status} {reason}.", nameof(status));
        }

        Status = status;
        Reason = reason;
    }

    public int Status { get; }

    public string Reason { get; }

    public bool IsProvisional => Status < 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsFinal => Status >= 200;

    public override string StartLine => string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {Status} {Reason}");

    /// <summary>
    /// The response to a request by RFC 3261 8.2.6.2: Via, From, To, Call-ID and CSeq as they came, and Record-Route where it makes a dialog
    /// (12.1.1). <paramref name="toTag"/> is added when To has no tag and the status is not 100. The request may be a broken one, whose
    /// headers are copied as far as they are there.
    /// </summary>
    public static SipResponse For(SipRequest request, int status, string? reason = null, string? toTag = null) =>
        For(request.Headers, status, reason, toTag);

    internal static SipResponse For(SipHeaders request, int status, string? reason, string? toTag)
    {
        var headers = status switch
        {
            100 => Copied(request).AddRange(HeaderNames.Timestamp, request.Lines(HeaderNames.Timestamp)),
            > 100 and < 300 => Copied(request).AddRange(HeaderNames.RecordRoute, request.Lines(HeaderNames.RecordRoute)),
            _ => Copied(request),
        };
        if (toTag is not null && status != 100 && headers.First(HeaderNames.To) is { } to && NameAddress.Parse(to) is { Tag: "" })
        {
            headers = headers.With(HeaderNames.To, $"{to};tag={toTag}");
        }

        return new SipResponse(status, reason ?? ReasonPhrases.Of(status), headers);
    }

    public SipResponse With(SipHeaders headers) => new(Status, Reason, headers, Body);

    public SipResponse WithHeader(string name, string value) => With(Headers.With(name, value));

    public SipResponse WithBody(string contentType, ReadOnlyMemory<byte> body) =>
        new(Status, Reason, Headers.With(HeaderNames.ContentType, contentType), body);

    private static SipHeaders Copied(SipHeaders request) =>
        request.Only(HeaderNames.Via, HeaderNames.From, HeaderNames.To, HeaderNames.CallId, HeaderNames.CSeq);
}
