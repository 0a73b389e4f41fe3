using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CallCenter.Api.Http;

namespace CallCenter.Api.Safety;

/// <summary>
/// Masks 号码脱敏 what a token may not see whole: numbers of callers, wherever they stand in an answer or an event, and attached values marked sensitive.
/// It works on what is about to be sent, so that no endpoint can forget it.
/// </summary>
internal static partial class NumberMask
{
    private const string Hidden = "***";
    private const int HiddenDigits = 4;
    private const int EndDigits = 4;

    public static byte[] Apply(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || JsonNode.Parse(json) is not { } root)
        {
            return json.ToArray();
        }

        Mask(root, caller: null);
        return JsonSerializer.SerializeToUtf8Bytes(root, ApiJson.Options);
    }

    /// <summary>+8613812345678 → +86138****5678; short numbers keep less, names of SIP addresses their first letter.</summary>
    public static string Number(string number)
    {
        var digits = number.Count(char.IsAsciiDigit);
        if (digits == 0 || number.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('+' or ' ' or '-' or '.' or '(' or ')')))
        {
            return number.Length == 0 ? number : number[..1] + Hidden;
        }

        var (hidden, end) = digits > HiddenDigits + EndDigits ? (HiddenDigits, EndDigits) : digits > EndDigits ? (digits - 2, 2) : (digits, 0);
        var masked = number.ToCharArray();
        for (int at = masked.Length - 1, seen = 0; at >= 0; at--)
        {
            if (char.IsAsciiDigit(masked[at]) && ++seen > end && seen <= end + hidden)
            {
                masked[at] = '*';
            }
        }

        return new string(masked);
    }

    /// <param name="node">What is masked in place.</param>
    /// <param name="caller">The number of the call around it, which its story names.</param>
    private static void Mask(JsonNode node, string? caller)
    {
        if (node is JsonArray array)
        {
            foreach (var child in array.OfType<JsonNode>())
            {
                Mask(child, caller);
            }
        }
        else if (node is JsonObject @object)
        {
            caller = TextOf(@object["caller"]) ?? caller;
            var isSensitive = @object["sensitive"] is JsonValue flag && flag.TryGetValue<bool>(out var sensitive) && sensitive;
            foreach (var (name, child) in @object.ToList())
            {
                if (TextOf(child) is not { } text)
                {
                    if (child is not null)
                    {
                        Mask(child, caller);
                    }
                }
                else if (Masked(name, text, caller, isSensitive) is var masked && masked != text)
                {
                    @object[name] = masked;
                }
            }
        }
    }

    private static string Masked(string name, string text, string? caller, bool isSensitive) => name switch
    {
        "caller" => Number(text),
        "callerName" => Digits().Replace(text, found => Number(found.Value)),
        "text" when isSensitive => Hidden,
        "text" or "en" or "zh" or "detail" or "phone" or "sipCallId" => Digits().Replace(WithoutCaller(text, caller), found => Number(found.Value)),
        _ => text,
    };

    /// <summary>The caller's number where it stands by itself, however short it is.</summary>
    private static string WithoutCaller(string text, string? caller) => string.IsNullOrEmpty(caller)
        ? text
        : Regex.Replace(text, $"(?<![0-9A-Za-z]){Regex.Escape(caller)}(?![0-9A-Za-z])", Number(caller).Replace("$", "$$", StringComparison.Ordinal), RegexOptions.CultureInvariant);

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Seven digits and more that are no part of a word.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z*])\+?\d(?:[ -]?\d){6,}(?![0-9A-Za-z*])", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
