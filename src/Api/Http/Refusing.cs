using CallCenter.Api.Problems;

namespace CallCenter.Api.Http;

/// <summary>Tells the OpenAPI document which problems an endpoint answers with, beside those that all have.</summary>
internal static class Refusing
{
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<Problem>(status, Problem.ContentType);
        }

        return endpoint;
    }
}
