using System.Text.Json.Serialization;

namespace CallCenter.Actors.Configuration;

/// <summary>
/// How the numbers of callers are dialled where a tenant is, so that one number is compared as one, however a carrier writes it: as E.164, + and the
/// country code first. What is no public number (an extension, a short code) stays what it is.
/// </summary>
public sealed record Numbering(string Country, string International)
{
    /// <summary>Shorter ones are short codes or extensions.</summary>
    public const int DigitsMin = 7;

    /// <summary>E.164 section 6.</summary>
    public const int DigitsMax = 15;

    /// <summary>Before national numbers; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Trunk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BareNumbers Bare { get; init; }

    /// <summary>The number as E.164, else as it is. Again, it is the same.</summary>
    public string E164(string number)
    {
        var plain = Plain(number);
        var whole = plain.StartsWith('+') ? plain : plain.Length < DigitsMin ? null : Prefixed(plain) ?? OfBare(plain);
        return whole is { Length: > 1 and <= DigitsMax + 1 } ? whole : number;
    }

    /// <summary>A pattern of <see cref="Calls.Callers.RuleCondition.Caller"/>: of the beginning of numbers only what prefixes say.</summary>
    public string Pattern(string pattern)
    {
        if (!pattern.EndsWith('*'))
        {
            return E164(pattern);
        }

        var plain = Plain(pattern[..^1]);
        return plain.Length == 0 || plain.StartsWith('+') ? $"{plain}*" : Prefixed(plain) is { } whole ? $"{whole}*" : pattern;
    }

    /// <summary>A number that was written in any form, in the one that a trunk takes; what is no public number stays what it is.</summary>
    public string Dialled(string number, DialForm form)
    {
        var whole = E164(number);
        return !whole.StartsWith('+') ? number : form switch
        {
            DialForm.E164 => whole,
            DialForm.Digits => whole[1..],
            DialForm.National when whole.StartsWith($"+{Country}", StringComparison.Ordinal) => $"{Trunk}{whole[(Country.Length + 1)..]}",
            DialForm.National => $"{International}{whole[1..]}",
            _ => number,
        };
    }

    private string? Prefixed(string digits) =>
        digits.StartsWith(International, StringComparison.Ordinal) ? $"+{digits[International.Length..]}"
        : Trunk is { } trunk && digits.StartsWith(trunk, StringComparison.Ordinal) ? $"+{Country}{digits[trunk.Length..]}"
        : null;

    private string? OfBare(string digits) => Bare switch
    {
        BareNumbers.National => $"+{Country}{digits}",
        BareNumbers.International => $"+{digits}",
        _ => null,
    };

    /// <summary>Without what people put between digits; empty when it is no number.</summary>
    private static string Plain(string number)
    {
        var plain = string.Concat(number.Where(character => character is not ('-' or '.' or '(' or ')' or ' ')));
        return plain.AsSpan(plain.StartsWith('+') ? 1 : 0).ContainsAnyExceptInRange('0', '9') ? "" : plain;
    }
}

/// <summary>What digits are that begin with no prefix. Written in journals: append only.</summary>
public enum BareNumbers
{
    AsIs = 0,
    National = 1,
    International = 2,
}
