using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Access.Users;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CallCenter.Api.Access.Issuers;

/// <summary>What the claims of a valid token grant here. Pure.</summary>
internal static class Claimed
{
    private const int IdMax = 64;

    /// <summary>Null: nothing, since a claim is missing or says what the issuer may not say.</summary>
    public static Token? By(Issuer issuer, JsonWebToken jwt)
    {
        var tenant = issuer.TenantClaim is { } claim ? One(jwt, claim) : issuer.Tenants[0];
        var words = Words(jwt, issuer.RoleClaim);
        var roles = issuer.Roles.Where(pair => words.Contains(pair.Key, StringComparer.Ordinal)).Select(pair => (UserRole?)pair.Value).ToList();
        if (Words(jwt, issuer.UserClaim) is not [{ Length: > 0 } user] || tenant is null || !issuer.Tenants.Contains(tenant, StringComparer.Ordinal) || roles is not [{ } role, ..])
        {
            return null;
        }

        var grant = Grant.Of(role);
        var teams = issuer.TeamsClaim is { } ofTeams && grant.Teams != TeamTie.None ? Words(jwt, ofTeams) : null;
        var agent = role == UserRole.Agent ? One(jwt, issuer.AgentClaim) : null;
        if ((grant.Teams == TeamTie.Needed && teams is null or { Count: 0 }) || teams is { Count: > Token.TeamsMax } || (role == UserRole.Agent && !ActorId.IsPart(agent)))
        {
            return null;
        }

        var name = Words(jwt, issuer.NameClaim) is [{ Length: > 0 and <= Token.NameMax } said, ..] ? said : Clipped(user);
        return new Token($"{Clipped(user)}@{new Uri(issuer.Url).Authority}", name, false, [tenant], DateTimeOffset.UnixEpoch)
        {
            Role = grant.Role,
            Scopes = grant.Scopes,
            SeesNumbers = grant.SeesNumbers,
            Agent = agent,
            // A claim that is not there, where a role may be without one: the whole tenant.
            Teams = teams is { Count: > 0 } ? [.. teams.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : null,
            Expires = new DateTimeOffset(DateTime.SpecifyKind(jwt.ValidTo, DateTimeKind.Utc)),
        };
    }

    private static string Clipped(string text) => text.Length <= IdMax ? text : text[..IdMax];

    /// <summary>Null: there is none, or there are several.</summary>
    private static string? One(JsonWebToken jwt, string claim) => Words(jwt, claim) is [var word] ? word : null;

    /// <summary>One word, a list of them, or none.</summary>
    private static IReadOnlyList<string> Words(JsonWebToken jwt, string claim) => !jwt.TryGetPayloadValue<object>(claim, out var value) ? [] : value switch
    {
        string word => [word],
        JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        System.Collections.IEnumerable list => [.. list.OfType<string>()],
        _ => [],
    };
}
