using System.Globalization;
using CallCenter.Actors;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Access.Users;

/// <summary>The users of a tenant: its administrator's.</summary>
internal static class UsersApi
{
    private static readonly HeaderParameter IfMatch = new("If-Match", "Only if this revision is the present one: the 'ETag' of a read.", new ParameterForm.Text(24, "^\"[0-9]{1,18}\"$", "a revision in quotes"));

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Access").RequireAuthorization(Policies.Administrator).WithMetadata(new ForTenant(), new InScope(TokenScope.Users)).Takes(Queries.Tenant).Refuses(404);
        users.MapGet("", List).WithName("listUsers").WithSummary("Users, by id").Takes(Queries.Limit, Queries.Cursor);
        users.MapGet("/{id}", One).WithName("getUser").WithSummary("One user");
        users.MapPut("/{id}", Put).WithName("putUser").WithSummary("Adds a user or changes one; a password that was made is shown this once, sessions of one who was changed end")
            .Accepts<UserRequest>("application/json").Takes(IfMatch).WithMetadata(new NotRemembered()).Refuses(409, 412, 413, 415);
        users.MapDelete("/{id}", Delete).WithName("deleteUser").WithSummary("Deletes a user and ends its sessions").Refuses(409, 422);
    }

    public static Problem Changed(int status) => Problem.Of(status, "version-conflict", "It was changed meanwhile") with { Where = "header:If-Match", Fix = "Read it again, and change that." };

    private static Ok<Page<UserItem>> List(HttpRequest request, TenantScope scope, IUserRows rows)
    {
        var limit = request.LimitOf();
        return TypedResults.Ok(Page.Of(rows.List(scope.Tenant, request.Text(Queries.Cursor) ?? "", limit + 1), limit, user => UserItem.From(user), user => user.Id));
    }

    private static Results<Ok<UserItem>, Problem> One(string id, HttpContext context, TenantScope scope, IUserRows rows) =>
        ActorId.IsPart(id) && rows.Find(scope.Tenant, id) is { } user ? Shown(context, user) : NotKnown(id);

    private static async Task<Results<Ok<UserItem>, Created<UserItem>, Problem>> Put(string id, HttpContext context, TenantScope scope, IUserRows rows, TokenStore tokens, TimeProvider time)
    {
        var giver = context.Features.Get<Token>()!;
        var (request, problem) = await Body.ReadJson<UserRequest>(context.Request, context.RequestAborted);
        if (request is null || (problem = ActorId.IsPart(id) ? request.Check(id, giver) : NotKnown(id)) is not null)
        {
            return problem!;
        }

        var (known, ifMatch, now) = (rows.Find(scope.Tenant, id), context.Request.Headers.IfMatch.ToString(), time.GetUtcNow());
        if (ifMatch.Length > 0 && ifMatch != (known is null ? "" : ETagOf(known)))
        {
            return Changed(StatusCodes.Status412PreconditionFailed);
        }

        if (known is null)
        {
            var made = request.Password is null ? Passwords.Made() : null;
            var user = request.Form(id, scope.Tenant) with { Created = now, PasswordSince = now, Password = await Task.Run(() => Passwords.Hash(request.Password ?? made!)) };
            return rows.Count(scope.Tenant) >= User.OfTenantMax ? Problem.Of(409, "conflict", "There are too many users") with { Detail = $"A tenant has at most {User.OfTenantMax}." }
                : !rows.Add(user) ? Changed(StatusCodes.Status409Conflict)
                : TypedResults.Created($"/api/v1/users/{id}", Told(context, user, made));
        }

        if (!known.Grant.IsWithin(giver))
        {
            return Problems.Problems.MoreThanGranted("path:id");
        }

        var changed = request.Form(id, scope.Tenant) with { Created = known.Created, PasswordSince = known.PasswordSince, Password = known.Password, MustChangePassword = known.MustChangePassword, Revision = known.Revision };
        if (request.Password is { } password)
        {
            changed = changed with { Password = await Task.Run(() => Passwords.Hash(password)), PasswordSince = now, MustChangePassword = true };
        }

        if (!rows.Replace(changed))
        {
            return Changed(ifMatch.Length > 0 ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict);
        }

        tokens.EndSessions(scope.Tenant, id);
        return Shown(context, changed with { Revision = changed.Revision + 1 });
    }

    private static Results<NoContent, Problem> Delete(string id, HttpContext context, TenantScope scope, IUserRows rows, TokenStore tokens)
    {
        if (rows.Find(scope.Tenant, id) is { } known && !known.Grant.IsWithin(context.Features.Get<Token>()!))
        {
            return Problems.Problems.MoreThanGranted("path:id");
        }

        rows.Delete(scope.Tenant, id);
        tokens.EndSessions(scope.Tenant, id);
        return TypedResults.NoContent();
    }

    private static Ok<UserItem> Shown(HttpContext context, User user) => TypedResults.Ok(Told(context, user, null));

    private static UserItem Told(HttpContext context, User user, string? password)
    {
        context.Response.Headers.ETag = ETagOf(user);
        context.Response.Headers.CacheControl = "no-store";
        return UserItem.From(user, password);
    }

    private static string ETagOf(User user) => string.Create(CultureInfo.InvariantCulture, $"\"{user.Revision}\"");

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("user", id, "user-unknown");
}
