using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Access.Users;
using CallCenter.Api.Http;

namespace CallCenter.Api.Access.Issuers;

/// <summary>
/// An OpenID Connect issuer whose access tokens are taken (RFC 9068), and what their claims mean here. The operator of the platform says so in a file;
/// an issuer speaks for its <see cref="Tenants"/> and for no other.
/// </summary>
internal sealed record Issuer
{
    private const int UrlMax = 300;
    private const int WordMax = 128;

    /// <summary>Exactly as the claim <c>iss</c> has it; its keys are found below it, at <c>/.well-known/openid-configuration</c>.</summary>
    public required string Url { get; init; }

    /// <summary>What one of the values of <c>aud</c> has to be: this API, as the issuer knows it.</summary>
    public required string Audience { get; init; }

    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Names one of <see cref="Tenants"/>; needed where there are several.</summary>
    public string? TenantClaim { get; init; }

    /// <summary>Who it is, for records.</summary>
    public string UserClaim { get; init; } = "sub";

    public string NameClaim { get; init; } = "name";

    /// <summary>Holds words of <see cref="Roles"/>, one or several.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>What a word of the issuer's is here; of several the one that stands first. Who has none of them gets in nowhere.</summary>
    public required OrderedDictionary<string, UserRole> Roles { get; init; }

    /// <summary>Keys of the configuration's teams, one or several; null: no role is narrowed.</summary>
    public string? TeamsClaim { get; init; }

    /// <summary>Of the role agent: which agent of the configuration it is.</summary>
    public string AgentClaim { get; init; } = "agent";

    /// <exception cref="InvalidDataException">What it says cannot be meant.</exception>
    public static IReadOnlyList<Issuer> Read(string file)
    {
        try
        {
            var issuers = JsonSerializer.Deserialize<IReadOnlyList<Issuer>>(File.ReadAllText(file), ApiJson.Options) ?? [];
            foreach (var (issuer, at) in issuers.Select((issuer, at) => (issuer, at)))
            {
                if (issuer.Fault() is { } fault)
                {
                    throw new InvalidDataException($"{file}: issuer {at + 1}: {fault}");
                }
            }

            return issuers.DistinctBy(issuer => issuer.Url).Count() == issuers.Count ? issuers : throw new InvalidDataException($"{file}: an issuer is there twice");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Null: it can be used.</summary>
    public string? Fault() =>
        Url.Length > UrlMax || !Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) ? "'url' is an https address"
        : Audience.Length is 0 or > WordMax ? "'audience' is the name that it has for this API"
        : Tenants.Count == 0 || !Tenants.All(ActorId.IsPart) ? "'tenants' are ids of tenants"
        : Tenants.Count > 1 && TenantClaim is null ? "of several tenants 'tenantClaim' says which one"
        : Roles.Count == 0 ? "'roles' has a word at least"
        : TeamsClaim is null && Roles.Values.Any(role => Grant.Of(role).Teams == TeamTie.Needed) ? "a role of teams needs 'teamsClaim'"
        : null;
}
