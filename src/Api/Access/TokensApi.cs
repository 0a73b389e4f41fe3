using CallCenter.Actors;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Access;

/// <summary>Tenants and tokens: the admin token's own.</summary>
internal static class TokensApi
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tenants", Tenants).WithName("listTenants").WithTags("Access").WithSummary("Configured tenants").RequireAuthorization(Policies.Admin);
        var tokens = routes.MapGroup("/tokens").WithTags("Access").RequireAuthorization(Policies.Admin);
        tokens.MapGet("", List).WithName("listTokens").WithSummary("Tokens, without their secrets").Takes(Queries.Limit, Queries.Cursor);
        tokens.MapPost("", Make).WithName("makeToken").WithSummary("Makes a token; its secret is shown this once").Accepts<TokenRequest>("application/json")
            .Takes(RepeatedRequests.Key).WithMetadata(new NotRemembered()).Refuses(409, 413, 415);
        tokens.MapDelete("/{id}", Delete).WithName("endToken").WithSummary("Ends a token");
    }

    private static Ok<Page<TenantItem>> Tenants(ViewHead head) =>
        TypedResults.Ok(new Page<TenantItem>([.. head.Boards.Configured.Select(tenant => new TenantItem(tenant.Tenant, tenant.Name, tenant.Version))], null));

    private static Ok<Page<TokenItem>> List(HttpContext context, TokenStore tokens)
    {
        var limit = context.Request.LimitOf();
        var after = context.Request.Text(Queries.Cursor) ?? "";
        var rows = tokens.All.Where(token => string.CompareOrdinal(token.Id, after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, token => TokenItem.From(token), token => token.Id));
    }

    private static async Task<Results<Created<TokenItem>, Problem>> Make(HttpContext context, TokenStore tokens, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<TokenRequest>(context.Request, context.RequestAborted);
        if (request is null || (problem = TokenRequest.Check(request, tokens, time.GetUtcNow())) is not null)
        {
            return problem!;
        }

        var key = context.Request.Headers[RepeatedRequests.Key.Name].ToString();
        var (token, text) = tokens.Make(request.Form(time.GetUtcNow()), key.Length == 0 ? null : key);
        context.Response.Headers.CacheControl = "no-store";
        return text is null ? Problems.Problems.TokenExists(token.Id) : TypedResults.Created($"/api/v1/tokens/{token.Id}", TokenItem.From(token, text));
    }

    private static NoContent Delete(string id, TokenStore tokens)
    {
        tokens.Delete(id);
        return TypedResults.NoContent();
    }
}

internal sealed record TenantItem(string Id, string Name, long Version);

/// <summary>The body of <c>POST /tokens</c>.</summary>
internal sealed record TokenRequest
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Tenants { get; init; }

    public TokenRole Role { get; init; } = TokenRole.Administrator;

    /// <summary>Whose desk it is; of the role agent, and of that only.</summary>
    public string? Agent { get; init; }

    /// <summary>Whether it sees callers' numbers in full; left out, all but a viewer do.</summary>
    public NumberSight? Numbers { get; init; }

    /// <summary>The parts of the API that it is narrowed to; left out, all that its role may.</summary>
    public IReadOnlyList<TokenScope>? Scopes { get; init; }

    /// <summary>The teams whose agents, queues and calls it is for; left out, the whole tenant.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>From when on it is no token any more; left out, until it is ended.</summary>
    public DateTimeOffset? Expires { get; init; }

    public Token Form(DateTimeOffset now) => new("", Name, false, Tenants, now)
    {
        Role = Role,
        Agent = Agent,
        SeesNumbers = (Numbers ?? (Role == TokenRole.Viewer ? NumberSight.Masked : NumberSight.Full)) == NumberSight.Full,
        Scopes = Scopes is null ? null : [.. Scopes.Distinct().Order()],
        Teams = Teams is null ? null : [.. Teams.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Expires = Expires,
    };

    public static Problem? Check(TokenRequest request, TokenStore tokens, DateTimeOffset now) => request switch
    {
        { Scopes.Count: 0 } => Problems.Problems.BodyInvalid("/scopes", "A token without any part of the API is of no use.", "Name some, or leave it out for all."),
        { Expires: { } expires } when expires <= now => Problems.Problems.BodyInvalid("/expires", "It would have expired already.", "Name a later moment, or leave it out."),
        { Name.Length: 0 or > Token.NameMax } => Problems.Problems.BodyInvalid("/name", $"A name has 1 to {Token.NameMax} characters."),
        { Tenants.Count: 0 or > Token.TenantsMax } => Problems.Problems.BodyInvalid("/tenants", $"A token is of 1 to {Token.TenantsMax} tenants."),
        _ when request.Tenants.Any(tenant => !ActorId.IsPart(tenant)) => Problems.Problems.BodyInvalid("/tenants", "One of them is not an id."),
        { Role: TokenRole.Agent, Tenants.Count: > 1 } => Problems.Problems.BodyInvalid("/tenants", "A token of the role agent is of one tenant."),
        { Role: TokenRole.Agent } when !ActorId.IsPart(request.Agent) => Problems.Problems.BodyInvalid("/agent", "A token of the role agent names its agent."),
        { Role: not TokenRole.Agent, Agent: not null } => Problems.Problems.BodyInvalid("/agent", "Only a token of the role agent has one.", "Leave it out."),
        { Teams: not null, Role: not (TokenRole.Viewer or TokenRole.Supervisor) } => Problems.Problems.BodyInvalid("/teams", "Only viewers and supervisors are of teams.", "Leave it out."),
        { Teams: not null, Tenants.Count: > 1 } => Problems.Problems.BodyInvalid("/tenants", "A token of teams is of one tenant."),
        { Teams: { } teams } when Users.UserRequest.TeamFault(teams) is { } fault => Problems.Problems.BodyInvalid("/teams", fault),
        _ when tokens.All.Count >= TokenStore.TokensMax => Problem.Of(409, "conflict", "There are too many tokens") with { Fix = "Delete those that are not used." },
        _ => null,
    };
}

/// <summary>Whether callers' numbers are shown whole (a permission of its own, 号码脱敏).</summary>
internal enum NumberSight
{
    Full,
    Masked,
}

/// <summary><see cref="Token"/> is there only in the answer that made it.</summary>
internal sealed record TokenItem(
    string Id, string Name, IReadOnlyList<string> Tenants, TokenRole Role, string? Agent, NumberSight Numbers, IReadOnlyList<TokenScope>? Scopes, IReadOnlyList<string>? Teams, DateTimeOffset? Expires, DateTimeOffset Created)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; private init; }

    public static TokenItem From(Token token, string? text = null) => new(token.Id, token.Name, [.. token.Tenants.Distinct(StringComparer.Ordinal)], token.Role, token.Agent,
        token.SeesNumbers ? NumberSight.Full : NumberSight.Masked, token.Scopes, token.Teams, token.Expires, token.Created)
    {
        Token = text,
    };
}
