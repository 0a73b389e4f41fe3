using CallCenter.Api.Access;
using CallCenter.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Operations;

/// <summary>Health, readiness and metrics.</summary>
internal static class OperationsApi
{
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new Health("alive", []))).WithName("getHealth").AllowAnonymous().WithTags("Operations").WithSummary("The process can answer");
        routes.MapGet("/readyz", Ready).WithName("getReadiness").AllowAnonymous().WithTags("Operations").WithSummary("Traffic may come").Produces<Health>().Produces<Health>(503);
        routes.MapGet("/metrics", (MetricsText metrics) => Results.Text(metrics.Write(), MetricsText.ContentType)).WithName("getMetrics")
            .RequireAuthorization(Policies.Admin).WithTags("Operations").WithSummary("Prometheus text format 0.0.4").Produces<string>(200, "text/plain").Refuses(401, 403);
    }

    private static JsonHttpResult<Health> Ready(IEnumerable<IReadinessCheck> checks)
    {
        var waiting = checks.Where(check => !check.IsReady).Select(check => check.Name).Order(StringComparer.Ordinal).ToList();
        return waiting.Count == 0 ? TypedResults.Json(new Health("ready", [])) : TypedResults.Json(new Health("starting", waiting), statusCode: 503);
    }

    private sealed record Health(string Status, IReadOnlyList<string> Waiting);
}
