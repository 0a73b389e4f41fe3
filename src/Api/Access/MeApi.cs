using CallCenter.Api.Http;
using CallCenter.Api.Views;

namespace CallCenter.Api.Access;

/// <summary>What the token of the request may do: pages show only what they can.</summary>
internal static class MeApi
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/me", (HttpContext context, TenantScope scope) => TypedResults.Ok(MeItem.From(context.Features.Get<Token>()!, scope)))
            .WithName("getMe").WithTags("Access").WithSummary("What the token of this request may do in the tenant").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(null)).Takes(Queries.Tenant);
}

/// <summary><paramref name="Agent"/> is set for the role agent only, <paramref name="User"/> for a session.</summary>
internal sealed record MeItem(
    string Tenant, string Name, TokenRole Role, string? Agent, NumberSight Numbers, IReadOnlyList<TokenScope>? Scopes, IReadOnlyList<string>? Teams, string? User, bool MustChangePassword, DateTimeOffset? Expires)
{
    public static MeItem From(Token token, TenantScope scope) =>
        new(scope.Tenant, token.Name, token.Role, token.Agent, token.SeesNumbers ? NumberSight.Full : NumberSight.Masked, token.Scopes, token.Teams, token.User, token.MustChangePassword, token.Expires);
}
