using CallCenter.Api.Access;
using CallCenter.Api.Http;

namespace CallCenter.Api.Configuration;

/// <summary>Who sends a document, and of which tenants it may be: the token's, and only the one that the query names.</summary>
internal sealed record Sender(string Name, Func<string, bool> Granted, string? Named)
{
    public bool May(string tenant) => Granted(tenant) && (Named is null || Named == tenant);

    public static Sender Of(HttpContext context)
    {
        var token = context.Features.Get<Token>()!;
        return new Sender(token.Name, tenant => token.IsAdmin || token.Tenants.Contains(tenant, StringComparer.Ordinal), context.Request.Text(Queries.Tenant));
    }
}
