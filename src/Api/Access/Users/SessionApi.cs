using CallCenter.Actors;
using CallCenter.Api.Audit;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Access.Users;

/// <summary>Signing in and out, and one's own password.</summary>
internal static class SessionApi
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", Begin).WithName("signIn").WithTags("Access").WithSummary("Signs a user in: a token for twelve hours").AllowAnonymous()
            .Accepts<SignInRequest>("application/json").WithMetadata(new NotRemembered()).Refuses(413, 415);
        routes.MapDelete("/session", End).WithName("signOut").WithTags("Access").WithSummary("Ends the session whose token this is").RequireAuthorization(Policies.Tenant);
        routes.MapPut("/me/password", Change).WithName("changePassword").WithTags("Access").WithSummary("Changes the user's own password; its sessions end, and the answer is a new one")
            .RequireAuthorization(Policies.Tenant).Accepts<PasswordChange>("application/json").WithMetadata(new NotRemembered()).Refuses(409, 413, 415);
    }

    private static async Task<Results<Ok<SessionItem>, Problem>> Begin(HttpContext context, SignIns signIns, IAuditRows audit, TimeProvider time)
    {
        var (request, problem) = await Body.ReadJson<SignInRequest>(context.Request, context.RequestAborted);
        if (request is null || (problem = SignInRequest.Check(request)) is not null)
        {
            return problem!;
        }

        (var session, problem) = await signIns.Begin(request.Tenant, request.User, request.Password, AddressOf(context));
        if (session is null)
        {
            return problem!;
        }

        var user = session.User;
        await Task.Run(() => audit.Append(user.Tenant, new AuditRecord(time.GetUtcNow(), $"user:{user.Id}", user.Name, ApiJson.Word(user.Role), "signIn", "/api/v1/session", AddressOf(context), StatusCodes.Status200OK)));
        return Shown(context, session);
    }

    private static Results<NoContent, Problem> End(HttpContext context, TokenStore tokens)
    {
        var token = context.Features.Get<Token>()!;
        if (token.User is null)
        {
            return Problems.Problems.NoUser;
        }

        tokens.Delete(token.Id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SessionItem>, Problem>> Change(HttpContext context, SignIns signIns, IUserRows rows, TokenStore tokens, TimeProvider time)
    {
        var token = context.Features.Get<Token>()!;
        if (token.User is not { } id)
        {
            return Problems.Problems.NoUser;
        }

        var (request, problem) = await Body.ReadJson<PasswordChange>(context.Request, context.RequestAborted);
        if (request is null)
        {
            return problem!;
        }

        if (Passwords.Fault(request.New, id) is { } fault || (fault = request.New == request.Current ? "It is the one before." : null) is not null)
        {
            return Problems.Problems.BodyInvalid("/new", fault, "Choose another.");
        }

        (var user, problem) = await signIns.Proven([token.IsAdmin ? "" : token.Tenants[0]], id, request.Current, AddressOf(context));
        if (user is null)
        {
            return problem!;
        }

        var changed = user with { Password = await Task.Run(() => Passwords.Hash(request.New)), PasswordSince = time.GetUtcNow(), MustChangePassword = false };
        if (!rows.Replace(changed))
        {
            return UsersApi.Changed(StatusCodes.Status409Conflict);
        }

        tokens.EndSessions(user.Tenant, id);
        return signIns.Started(changed) is { } session ? Shown(context, session) : Problems.Problems.TooManySessions;
    }

    private static Ok<SessionItem> Shown(HttpContext context, SignedIn session)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(SessionItem.From(session));
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}

/// <summary>The body of <c>POST /session</c>.</summary>
internal sealed record SignInRequest
{
    /// <summary>Left out: the only tenant there is, or the platform; empty: the platform.</summary>
    public string? Tenant { get; init; }

    /// <summary>The work number.</summary>
    public required string User { get; init; }

    public required string Password { get; init; }

    public static Problem? Check(SignInRequest request) => request switch
    {
        { Tenant: { Length: > 0 } tenant } when !ActorId.IsPart(tenant) => Problems.Problems.BodyInvalid("/tenant", "It is not an id of a tenant."),
        _ when !ActorId.IsPart(request.User) => Problems.Problems.BodyInvalid("/user", "It is not an id of a user."),
        { Password.Length: 0 or > Passwords.LengthMax } => Problems.Problems.BodyInvalid("/password", $"A password has at most {Passwords.LengthMax} characters."),
        _ => null,
    };
}

/// <summary>The body of <c>PUT /me/password</c>.</summary>
internal sealed record PasswordChange
{
    public required string Current { get; init; }

    public required string New { get; init; }
}

/// <summary>A session that began. <paramref name="MustChangePassword"/>: its token changes the password, and may nothing else.</summary>
internal sealed record SessionItem(string Token, DateTimeOffset Expires, string? Tenant, string User, string Name, UserRole Role, bool MustChangePassword)
{
    public static SessionItem From(SignedIn session) => new(
        session.Token, session.Expires, session.User.Tenant.Length == 0 ? null : session.User.Tenant, session.User.Id, session.User.Name, session.User.Role, session.User.MustChangePassword);
}
