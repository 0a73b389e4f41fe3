using System.Globalization;
using CallCenter.Api.Access;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Http;

/// <summary>A query parameter that an endpoint knows: for the check, and for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description);

/// <summary>Query parameters are named by the endpoint; others are refused.</summary>
internal static class Queries
{
    public static readonly QueryParameter Tenant = new(TenantAccess.Query, "The tenant, for a token of several.");
    public static readonly QueryParameter Limit = new("limit", "At most this many items: 1 to 1000, 100 when left out.");
    public static readonly QueryParameter Cursor = new("cursor", "The 'next' of the page before.");
    public static readonly QueryParameter MinPosition = new("min-position", "Waits up to 2 s until the views show this position (shard:pos).");

    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, params ReadOnlySpan<QueryParameter> parameters) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var parameter in parameters)
        {
            endpoint.WithMetadata(parameter);
        }

        return endpoint;
    }

    public static IApplicationBuilder UseQueryCheck(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint() is not { } endpoint || context.Request.Query.Count == 0 || !context.Request.Path.StartsWithSegments("/api"))
        {
            return next(context);
        }

        var known = endpoint.Metadata.GetOrderedMetadata<QueryParameter>();
        foreach (var (name, values) in context.Request.Query)
        {
            if (known.All(parameter => parameter.Name != name))
            {
                return Problems.Problems.ParameterUnknown(name, known.Select(parameter => parameter.Name)).ExecuteAsync(context);
            }

            if (values.Count > 1)
            {
                return Problems.Problems.ParameterInvalid($"query:{name}", "It is there more than once.", "Send it once.").ExecuteAsync(context);
            }
        }

        return next(context);
    });

    /// <summary>Null when it is not there.</summary>
    public static string? Text(this HttpRequest request, QueryParameter parameter) =>
        request.Query.TryGetValue(parameter.Name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    public static bool TryLimit(this HttpRequest request, out int limit, out Problem? problem)
    {
        (limit, problem) = (Page.LimitDefault, null);
        if (request.Text(Limit) is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Page.LimitMax))
        {
            problem = Problems.Problems.ParameterInvalid("query:limit", "It is not a whole number from 1 to 1000.", "Send 1 to 1000, or leave it out.");
        }

        return problem is null;
    }

    /// <summary>Words of an enum, separated by commas, as flags of their numbers; null when the parameter is not there.</summary>
    public static bool TryWords<T>(this HttpRequest request, QueryParameter parameter, out IReadOnlyList<T>? words, out Problem? problem) where T : struct, Enum
    {
        (words, problem) = (null, null);
        if (request.Text(parameter) is not { } text)
        {
            return true;
        }

        var known = Enum.GetValues<T>().ToDictionary(ApiJson.Word, value => value, StringComparer.Ordinal);
        var given = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (given.Length is 0 or > 32 || given.Any(word => !known.ContainsKey(word)))
        {
            problem = Problems.Problems.ParameterInvalid($"query:{parameter.Name}", "It has a word that means nothing here.", $"Known words: {string.Join(", ", known.Keys)}.");
            return false;
        }

        words = [.. given.Select(word => known[word]).Distinct()];
        return true;
    }
}
