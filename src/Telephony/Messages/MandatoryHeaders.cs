using System.Collections.Immutable;

namespace CallCenter.Telephony.Messages;

/// <summary>What every message has (RFC 3261 8.1.1), read.</summary>
internal sealed record MandatoryHeaders(ImmutableArray<Via> Vias, NameAddress From, NameAddress To, CSeq CSeq);
