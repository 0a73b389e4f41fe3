using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Access;

/// <summary>What a token grants. <see cref="Tenants"/> is empty for the admin token, which is of all.</summary>
internal sealed record Token(string Id, string Name, bool IsAdmin, IReadOnlyList<string> Tenants, DateTimeOffset Created)
{
    public TokenRole Role { get; init; } = TokenRole.Administrator;

    /// <summary>Whose desk it is, of the role agent; null for all others.</summary>
    public string? Agent { get; init; }

    /// <summary>Numbers of callers in full; else they are masked wherever they stand.</summary>
    public bool SeesNumbers { get; init; } = true;

    /// <summary>The parts of the API that it is narrowed to; null: all that its role may.</summary>
    public IReadOnlyList<TokenScope>? Scopes { get; init; }

    /// <summary>From then on it is none any more; null: until it is ended.</summary>
    public DateTimeOffset? Expires { get; init; }

    public const string Prefix = "cc_";
    public const int TextMax = 512;
    public const int NameMax = 64;
    public const int TenantsMax = 1_000;

    public static readonly Token Admin = new("admin", "admin", true, [], DateTimeOffset.UnixEpoch);

    /// <summary>Of the role agent for its own agent only; whether others may is their role's.</summary>
    public bool MayActFor(string? agent) => Role != TokenRole.Agent || Agent == agent;

    public bool IsExpired(DateTimeOffset now) => Expires <= now;

    public bool MayIn(TokenScope? scope) => scope is not { } part || Scopes is null || Scopes.Contains(part);

    /// <summary>256 bits that nobody guesses.</summary>
    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string NewId() => "t-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
