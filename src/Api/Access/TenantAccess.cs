using CallCenter.Api.Problems;
using CallCenter.Api.Views;

namespace CallCenter.Api.Access;

/// <summary>Marks an endpoint that works on one tenant; <paramref name="MayBeNew"/>: it may bring one into being.</summary>
internal sealed record ForTenant(bool MayBeNew = false);

/// <summary>Which tenant a request is for: the one place where a <see cref="TenantScope"/> is made for a request.</summary>
internal static class TenantAccess
{
    public const string Query = "tenant";

    /// <summary>The scope, or why there is none.</summary>
    public static (TenantScope? Scope, Problem? Problem) Of(Token token, string? named, Boards boards)
    {
        IReadOnlyList<string> granted = token.IsAdmin ? [.. boards.Configured.Select(tenant => tenant.Tenant)] : token.Tenants;
        return (named, granted) switch
        {
            (null, [var only]) => (TenantScope.Of(only), null),
            (null, []) => (null, Problems.Problems.TenantUnknown(null)),
            (null, _) => (null, Problems.Problems.TenantRequired(granted)),
            ({ } tenant, _) when granted.Contains(tenant, StringComparer.Ordinal) => (TenantScope.Of(tenant), null),
            ({ } tenant, _) => (null, token.IsAdmin ? Problems.Problems.TenantUnknown(tenant) : Problems.Problems.TenantNotGranted(tenant)),
        };
    }

    /// <summary>Behind authorization: narrows requests of endpoints marked <see cref="ForTenant"/>, or answers why not.</summary>
    public static IApplicationBuilder UseTenantAccess(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForTenant>() is not { } tenancy || context.Features.Get<Token>() is not { } token)
        {
            return next(context);
        }

        if (context.GetEndpoint()!.Metadata.GetMetadata<InScope>() is { Scope: { } part } && !token.MayIn(part))
        {
            return (token.MustChangePassword ? Problems.Problems.PasswordChangeNeeded
                : token.Teams is not null && token.Scopes?.Contains(part) != false ? Problems.Problems.WholeTenantOnly
                : Problems.Problems.ScopeNotGranted(part, token.Scopes!)).ExecuteAsync(context);
        }

        var named = context.Request.Query[Query];
        if (tenancy.MayBeNew)
        {
            // Its document names the tenant, and whoever reads it asks whether it may.
            return next(context);
        }

        var (scope, problem) = Of(token, named.Count == 0 ? null : named.ToString(), context.RequestServices.GetRequiredService<ViewHead>().Boards);
        if (problem is not null)
        {
            return problem.ExecuteAsync(context);
        }

        context.Features.Set(scope);
        if (token.Teams is { } teams)
        {
            var sight = context.RequestServices.GetRequiredService<TeamSights>().Of(scope!, teams);
            context.Features.Set(token with { Sight = sight });
            problem = OutOfSight(context, scope!, sight);
        }

        return problem is null ? next(context) : problem.ExecuteAsync(context);
    });

    /// <summary>What is another team's is as if it did not exist, on every route that names one.</summary>
    private static Problem? OutOfSight(HttpContext context, TenantScope scope, TeamSight sight) =>
        context.Request.RouteValues.GetValueOrDefault("id") is not string id ? null : context.GetEndpoint()!.Metadata.GetMetadata<InScope>()?.Scope switch
        {
            TokenScope.Agents when !sight.SeesAgent(id) => Problems.Problems.Unknown("agent", id, "agent-not-configured"),
            TokenScope.Queues when !sight.SeesQueue(id) => Problems.Problems.Unknown("queue", id, "queue-not-configured"),
            TokenScope.Calls when context.RequestServices.GetRequiredService<CallQueries>().Find(scope, id) is { } call && !sight.Sees(call) => Problems.Problems.Unknown("call", id, "call-unknown"),
            _ => null,
        };
}
