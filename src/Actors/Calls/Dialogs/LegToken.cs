using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Actors.Calls.Dialogs;

/// <summary>
/// The user part of our Contact in one leg's dialog: <c>{call key, 32 hex}{tenant and site, 8 hex}-{leg}</c>.
/// Any edge resolves it to the call without asking; it tells an outsider nothing (RELIABILITY S10). The tenant is found among those configured.
/// </summary>
public readonly record struct LegToken(string CallKey, string Scope, int Leg)
{
    private const int CallKeyLength = 32;
    private const int ScopeLength = 8;
    private const int LegMax = 9999;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public static LegToken Of(ActorId call, int leg) => new(call.Key, ScopeOf(call.Tenant, call.Site), leg);

    /// <summary>The 8 hex digits that stand for a tenant and a site.</summary>
    public static string ScopeOf(string tenant, string site) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{site}")))[..ScopeLength];

    public static bool TryParse(string? text, out LegToken token)
    {
        token = default;
        if (text is null || text.Length < CallKeyLength + ScopeLength + 2 || text[CallKeyLength + ScopeLength] != '-'
            || text.AsSpan(0, CallKeyLength + ScopeLength).IndexOfAnyExcept(Hexadecimal) >= 0
            || !int.TryParse(text.AsSpan(CallKeyLength + ScopeLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var leg)
            || leg > LegMax)
        {
            return false;
        }

        token = new LegToken(text[..CallKeyLength], text.Substring(CallKeyLength, ScopeLength), leg);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CallKey}{Scope}-{Leg}");
}
