using CallCenter.Api.Problems;

namespace CallCenter.Api.Http;

/// <summary>Tells the OpenAPI document which problems an endpoint answers with.</summary>
internal static class Refusing
{
    /// <summary>What every endpoint of the API may answer: a request that cannot be used, a token that may not, too much at once, and what is wrong with us.</summary>
    public static readonly int[] Always = [400, 401, 403, 429, 500, 503];

    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params ReadOnlySpan<int> statuses) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]));
        }

        return endpoint;
    }
}
