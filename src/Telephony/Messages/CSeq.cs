using System.Globalization;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>The place of a request in its dialog (RFC 3261 20.16).</summary>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    public static CSeq? Parse(string text) => TryParse(text, out var cseq) ? cseq : null;

    public static bool TryParse(ReadOnlySpan<char> text, out CSeq cseq)
    {
        cseq = default;
        var scanner = new Scanner(text.Trim(" \t"));
        if (!scanner.TryNumber(SipLimits.CSeqMax, out var number) || !SipCharacters.IsWhite(scanner.Next))
        {
            return false;
        }

        scanner.SkipWhite();
        if (!scanner.TryToken(out var method) || !scanner.AtEnd || method.Length > SipLimits.MethodMax)
        {
            return false;
        }

        cseq = new CSeq(number, SipMethod.Of(method));
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
