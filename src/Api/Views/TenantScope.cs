namespace CallCenter.Api.Views;

/// <summary>
/// The tenant that a request may see. Every query of the views takes one, so that none can be asked without; the access check makes it
/// (<see cref="Access.TenantAccess"/>) and nothing else does.
/// </summary>
public sealed record TenantScope
{
    private TenantScope(string tenant) => Tenant = tenant;

    public string Tenant { get; }

    internal static TenantScope Of(string tenant) => new(tenant);

    /// <summary>For endpoint parameters: the scope that the access check left, on endpoints that ask for one.</summary>
    public static ValueTask<TenantScope?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<TenantScope>());
}
