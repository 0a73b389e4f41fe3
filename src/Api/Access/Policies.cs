using Microsoft.AspNetCore.Authentication;

namespace CallCenter.Api.Access;

/// <summary>Who may use a route; each route names one of these, or says that it is open. With a route that says nothing the program does not start.</summary>
internal static class Policies
{
    /// <summary>Any valid token; what it may see is narrowed to one tenant (<see cref="TenantAccess"/>).</summary>
    public const string Tenant = "tenant";

    /// <summary>A token of the role agent (for its own agent) or above.</summary>
    public const string Agent = "agent";

    public const string Supervisor = "supervisor";

    public const string Administrator = "administrator";

    /// <summary>The admin token.</summary>
    public const string Admin = "admin";

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthentication(TokenAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Tenant, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Agent, policy => policy.RequireRole(Agent))
            .AddPolicy(Supervisor, policy => policy.RequireRole(Supervisor))
            .AddPolicy(Administrator, policy => policy.RequireRole(Administrator))
            .AddPolicy(Admin, policy => policy.RequireRole(Admin));
        return services;
    }
}
