using System.Security.Claims;
using System.Text.Encodings.Web;
using CallCenter.Api.Access.Issuers;
using CallCenter.Api.Http;
using CallCenter.Api.Safety;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CallCenter.Api.Access;

/// <summary>Bearer tokens (RFC 6750 section 2.1: in the header only): ours against the <see cref="TokenStore"/>, those of issuers against their keys.</summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenStore tokens, IssuerTokens issuers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = "Bearer ";

    private bool isIssuerAway;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var text = header[Prefix.Length..].Trim();
        if (issuers.IsOne(text))
        {
            return await OfIssuer(text);
        }

        if (tokens.Find(text) is not { } token || token.IsExpired(TimeProvider.GetUtcNow()))
        {
            return AuthenticateResult.Fail("unknown or expired token");
        }

        Context.Features.Set(token);
        Context.Features.Set(new Standing(() => tokens.Find(text) is { } still && !still.IsExpired(TimeProvider.GetUtcNow())));
        return AuthenticateResult.Success(Ticket(token, SchemeName));
    }

    private async Task<AuthenticateResult> OfIssuer(string text)
    {
        var (token, outcome) = await issuers.Find(text);
        isIssuerAway = outcome == IssuerOutcome.Away;
        if (token is null)
        {
            return AuthenticateResult.Fail("not a valid token of an issuer");
        }

        Context.Features.Set(token);
        Context.Features.Set(new Standing(() => !token.IsExpired(TimeProvider.GetUtcNow())));
        return AuthenticateResult.Success(Ticket(token, SchemeName));
    }

    /// <summary>Who bears the token, with the policies that its role meets; one who has to choose a password meets none.</summary>
    public static AuthenticationTicket Ticket(Token token, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token.Id)], scheme);
        foreach (var role in Enum.GetValues<TokenRole>().Where(role => role <= token.Role && !token.MustChangePassword))
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, ApiJson.Word(role)));
        }

        if (token.IsAdmin && !token.MustChangePassword)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Policies.Admin));
        }

        return new AuthenticationTicket(new ClaimsPrincipal(identity), scheme);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => (Request.Headers.Authorization.Count == 0
        ? Problems.Problems.TokenMissing
        : isIssuerAway ? Problems.Problems.IssuerAway
        : Context.RequestServices.GetService<RateLimits>()?.Fail(Context) ?? Problems.Problems.TokenInvalid).ExecuteAsync(Context);

    /// <summary>A route has the policy of its group, and its own.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Context.Features.Get<Token>() is { MustChangePassword: true })
        {
            return Problems.Problems.PasswordChangeNeeded.ExecuteAsync(Context);
        }

        var needed = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).LastOrDefault();
        return (needed is null or Policies.Admin ? Problems.Problems.AdminOnly : Problems.Problems.RoleNotGranted(needed, Context.Features.Get<Token>()!.Role)).ExecuteAsync(Context);
    }
}
