using System.Collections.Immutable;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

internal static class TopViaReplaced
{
    /// <summary>The headers with another first Via; where it shared its line with further hops, these follow on a line of their own.</summary>
    public static SipHeaders In(SipHeaders headers, Via via)
    {
        var lines = ImmutableArray.CreateBuilder<SipHeader>(headers.Count + 1);
        var replaced = false;
        foreach (var line in headers)
        {
            if (replaced || !line.Is(HeaderNames.Via))
            {
                lines.Add(line);
                continue;
            }

            replaced = true;
            lines.Add(new SipHeader(HeaderNames.Via, via.ToString()));
            var end = CommaList.End(line.Value);
            if (end < line.Value.Length)
            {
                lines.Add(new SipHeader(HeaderNames.Via, line.Value[(end + 1)..].Trim()));
            }
        }

        return new SipHeaders(lines.ToImmutable());
    }
}
