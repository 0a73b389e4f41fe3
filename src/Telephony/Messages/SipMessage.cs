using System.Buffers;
using System.Collections.Immutable;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>
/// A request or a response: immutable, header lines in their order with their own text. The typed values are read from the lines when first
/// asked for; of a message that came through <see cref="SipParser"/> the mandatory ones are known to be well formed, and of one that we
/// built a missing one is a bug.
/// </summary>
public abstract class SipMessage
{
    private NameAddress? from;
    private NameAddress? to;
    private CSeq? cseq;

    private protected SipMessage(SipHeaders headers, ReadOnlyMemory<byte> body)
    {
        Headers = headers;
        Body = body;
    }

    public SipHeaders Headers { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Without its line end.</summary>
    public abstract string StartLine { get; }

    public ImmutableArray<Via> Vias
    {
        get
        {
            if (field.IsDefault)
            {
                field = [.. Headers.Values(HeaderNames.Via).Select(value => Via.Parse(value) ?? throw Malformed(HeaderNames.Via))];
            }

            return field;
        }

        private set;
    }

    /// <summary>The hop that sent it to us, or in a response the one it goes to.</summary>
    public Via TopVia => Vias is [var top, ..] ? top : throw Malformed(HeaderNames.Via);

    public NameAddress From => from ??= Mandatory(HeaderNames.From);

    public NameAddress To => to ??= Mandatory(HeaderNames.To);

    public string CallId => Headers.First(HeaderNames.CallId) ?? throw Malformed(HeaderNames.CallId);

    public CSeq CSeq => cseq ??= CSeq.Parse(Headers.First(HeaderNames.CSeq) ?? "") ?? throw Malformed(HeaderNames.CSeq);

    /// <summary>Without the <c>*</c> of a REGISTER that removes all: <see cref="ContactIsWildcard"/>.</summary>
    public ImmutableArray<NameAddress> Contacts => ContactIsWildcard ? [] : Addresses(HeaderNames.Contact);

    public bool ContactIsWildcard => Headers.First(HeaderNames.Contact) is "*";

    public ImmutableArray<NameAddress> Routes => Addresses(HeaderNames.Route);

    public ImmutableArray<NameAddress> RecordRoutes => Addresses(HeaderNames.RecordRoute);

    /// <summary>In lower case without parameters, for example <c>application/sdp</c>; null when there is none.</summary>
    public string? ContentType => Headers.First(HeaderNames.ContentType) is { } value ? MediaType.Of(value) : null;

    /// <summary>A number in a header of its own, for example Expires; null when absent or not a number.</summary>
    public uint? Number(string name) => Headers.First(name) is { } value ? SipNumber.Saturated(value) : null;

    /// <summary>The values of a list header as addresses; those that are malformed are left out (the parser refuses them in requests).</summary>
    public ImmutableArray<NameAddress> Addresses(string name) => [.. Headers.Values(name).Select(NameAddress.Parse).OfType<NameAddress>()];

    /// <summary>True when a list header such as Require or Supported has this option.</summary>
    public bool HasOption(string name, string option) => Headers.Values(name).Contains(option, StringComparer.OrdinalIgnoreCase);

    public byte[] ToBytes()
    {
        var writer = new ArrayBufferWriter<byte>(1024);
        SipWriter.Write(this, writer);
        return writer.WrittenSpan.ToArray();
    }

    public override string ToString() => StartLine;

    /// <summary>What the parser has read already.</summary>
    internal void Keep(MandatoryHeaders read)
    {
        Vias = read.Vias;
        from = read.From;
        to = read.To;
        cseq = read.CSeq;
    }

    private NameAddress Mandatory(string name) => NameAddress.Parse(Headers.First(name) ?? "") ?? throw Malformed(name);

    private static InvalidOperationException Malformed(string name) => new($"The message has no well-formed {name}.");
}
