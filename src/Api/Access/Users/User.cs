namespace CallCenter.Api.Access.Users;

/// <summary>A person who signs in with a password, in a center without an issuer of its own.</summary>
/// <param name="Tenant">Whose; empty: of the platform, which has one administrator.</param>
/// <param name="Id">The work number 工号, or another name that it signs in with; an id.</param>
internal sealed record User(string Tenant, string Id)
{
    public const int NameMax = 64;
    public const int OfTenantMax = 20_000;

    public string Name { get; init; } = "";

    public UserRole Role { get; init; } = UserRole.Agent;

    /// <summary>Which agent of the configuration it is, of the role agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The teams that its role is for; null: the whole tenant.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>Less than its role would see; it cannot be more.</summary>
    public bool IsMasked { get; init; }

    /// <summary>It may not sign in.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Somebody else chose the password.</summary>
    public bool MustChangePassword { get; init; } = true;

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset PasswordSince { get; init; }

    /// <summary>The password's hash (<see cref="Passwords.Hash"/>).</summary>
    public required string Password { get; init; }

    public long Revision { get; init; } = 1;

    public Grant Grant => Grant.Of(Role) is var grant && IsMasked ? grant with { SeesNumbers = false } : Grant.Of(Role);

    /// <summary>What a session of its may, until it ends by itself.</summary>
    public Token Session(DateTimeOffset now, TimeSpan length) => new("", Name.Length == 0 ? Id : Name, IsAdmin: Tenant.Length == 0, Tenant.Length == 0 ? [] : [Tenant], now)
    {
        Role = Grant.Role,
        Agent = Agent,
        Teams = Teams,
        User = Id,
        Scopes = MustChangePassword ? [] : Grant.Scopes,
        SeesNumbers = Grant.SeesNumbers,
        Expires = now + length,
    };
}
