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

    /// <summary>The teams whose agents, queues and calls it is for; null: the whole tenant.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>Whose session it is; null: a token that was made for a program.</summary>
    public string? User { get; init; }

    /// <summary>Who did it, in records that outlive a session.</summary>
    public string Bearer => User is { } user ? $"user:{user}" : Id;

    /// <summary>Of a token of teams, for one request: what these are now (<see cref="TenantAccess"/>).</summary>
    public TeamSight? Sight { get; init; }

    /// <summary>A session whose user has to choose a password first, and may nothing else.</summary>
    public bool MustChangePassword => Scopes is { Count: 0 };

    public const string Prefix = "cc_";
    public const int TextMax = 512;
    public const int NameMax = 64;
    public const int TenantsMax = 1_000;
    public const int TeamsMax = 50;

    /// <summary>What there is of teams in the API; the rest is the whole tenant's.</summary>
    private static readonly TokenScope[] OfTeams = [TokenScope.Agents, TokenScope.Queues, TokenScope.Calls, TokenScope.Alarms];

    public static readonly Token Admin = new("admin", "admin", true, [], DateTimeOffset.UnixEpoch);

    /// <summary>Of the role agent for its own agent only, of teams for their agents; whether others may is their role's.</summary>
    public bool MayActFor(string? agent) => Role == TokenRole.Agent ? Agent == agent : Sight is null || agent is null || Sight.SeesAgent(agent);

    /// <param name="tenants">None for a user of the platform.</param>
    /// <param name="user">Its id there.</param>
    public bool IsSessionOf(IReadOnlyList<string> tenants, string user) => User == user && Tenants.SequenceEqual(tenants, StringComparer.Ordinal);

    public bool IsExpired(DateTimeOffset now) => Expires <= now;

    public bool MayIn(TokenScope? scope) => scope is not { } part || ((Scopes is null || Scopes.Contains(part)) && (Teams is null || OfTeams.Contains(part)));

    /// <summary>256 bits that nobody guesses.</summary>
    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string NewId() => "t-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
