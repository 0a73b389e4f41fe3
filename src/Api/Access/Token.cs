using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Access;

/// <summary>What a token grants. <see cref="Tenants"/> is empty for the admin token, which is of all.</summary>
internal sealed record Token(string Id, string Name, bool IsAdmin, IReadOnlyList<string> Tenants, DateTimeOffset Created)
{
    public TokenRole Role { get; init; } = TokenRole.Administrator;

    /// <summary>Whose desk it is, of the role agent; null for all others.</summary>
    public string? Agent { get; init; }

    public const string Prefix = "cc_";
    public const int TextMax = 512;
    public const int NameMax = 64;
    public const int TenantsMax = 1_000;

    public static readonly Token Admin = new("admin", "admin", true, [], DateTimeOffset.UnixEpoch);

    /// <summary>Of the role agent for its own agent only; whether others may is their role's.</summary>
    public bool MayActFor(string? agent) => Role != TokenRole.Agent || Agent == agent;

    /// <summary>256 bits that nobody guesses.</summary>
    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string NewId() => "t-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
