using System.Collections.Immutable;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>Are the headers that everything rests on there, once, and well formed? All others are left to those who want them.</summary>
internal static class HeaderCheck
{
    private const uint MaxForwardsMax = 255;

    /// <summary>One value each (RFC 3261 7.3.1): twice is an error, whatever the values (RFC 4475 3.3.8).</summary>
    private static readonly string[] Single =
    [
        HeaderNames.From, HeaderNames.To, HeaderNames.CallId, HeaderNames.CSeq, HeaderNames.MaxForwards, HeaderNames.ContentLength,
        HeaderNames.ContentType, HeaderNames.Expires,
    ];

    private static readonly string[] AddressLists = [HeaderNames.Contact, HeaderNames.Route, HeaderNames.RecordRoute, HeaderNames.Path];

    /// <summary>The mandatory headers, or what is wrong.</summary>
    public static string? Flaw(SipHeaders headers, out MandatoryHeaders mandatory)
    {
        mandatory = null!;
        foreach (var name in Single)
        {
            if (headers.CountOf(name) > 1)
            {
                return $"More Than One {name}";
            }
        }

        if (!TryVias(headers, out var vias))
        {
            return "Missing or Malformed Via";
        }

        if (!TryParty(headers, HeaderNames.From, out var from))
        {
            return "Missing or Malformed From";
        }

        if (!TryParty(headers, HeaderNames.To, out var to))
        {
            return "Missing or Malformed To";
        }

        if (!CSeq.TryParse(headers.First(HeaderNames.CSeq) ?? "", out var cseq))
        {
            return "Missing or Malformed CSeq";
        }

        mandatory = new MandatoryHeaders(vias, from, to, cseq);
        return FlawOfCallId(headers) ?? FlawOfMaxForwards(headers) ?? FlawOfAddresses(headers);
    }

    private static bool TryVias(SipHeaders headers, out ImmutableArray<Via> vias)
    {
        vias = [];
        var values = headers.Values(HeaderNames.Via);
        if (values.Length is 0 or > SipLimits.ViaMax)
        {
            return false;
        }

        var parsed = ImmutableArray.CreateBuilder<Via>(values.Length);
        foreach (var value in values)
        {
            if (!Via.TryParse(value, out var via))
            {
                return false;
            }

            parsed.Add(via);
        }

        vias = parsed.MoveToImmutable();
        return true;
    }

    private static bool TryParty(SipHeaders headers, string name, out NameAddress party)
    {
        party = null!;
        return headers.First(name) is { } value && NameAddress.TryParse(value, out party)
            && party.Tag.Length <= SipLimits.TagMax && (!party.Parameters.Has("tag") || SipCharacters.IsToken(party.Tag));
    }

    private static string? FlawOfCallId(SipHeaders headers) =>
        headers.First(HeaderNames.CallId) is { Length: > 0 and <= SipLimits.CallIdMax } id && IsCallId(id) ? null : "Missing or Malformed Call-ID";

    /// <summary>callid = word [ "@" word ].</summary>
    private static bool IsCallId(ReadOnlySpan<char> id)
    {
        var at = id.IndexOf('@');
        var first = at < 0 ? id : id[..at];
        return !first.IsEmpty && !first.ContainsAnyExcept(SipCharacters.Word)
            && (at < 0 || (at < id.Length - 1 && !id[(at + 1)..].ContainsAnyExcept(SipCharacters.Word)));
    }

    /// <summary>RFC 2543 knew no Max-Forwards: a missing one is fine (RFC 3261 16.3).</summary>
    private static string? FlawOfMaxForwards(SipHeaders headers) =>
        headers.First(HeaderNames.MaxForwards) is not { } value || SipNumber.Saturated(value) is <= MaxForwardsMax ? null : "Malformed Max-Forwards";

    private static string? FlawOfAddresses(SipHeaders headers)
    {
        foreach (var name in AddressLists)
        {
            if (!headers.Has(name))
            {
                continue;
            }

            var values = headers.Values(name);
            if (values.Length > SipLimits.ValuesMax)
            {
                return $"Too Many {name} Values";
            }

            if (!(values is ["*"] && name == HeaderNames.Contact) && !values.All(value => NameAddress.TryParse(value, out _)))
            {
                return $"Malformed {name}";
            }
        }

        return null;
    }
}
