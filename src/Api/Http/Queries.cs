using System.Globalization;
using CallCenter.Api.Access;

namespace CallCenter.Api.Http;

/// <summary>A query parameter that an endpoint knows: for the check, and for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description, ParameterForm Form);

/// <summary>A header that an endpoint reads, beside those that all do.</summary>
internal sealed record HeaderParameter(string Name, string Description, ParameterForm Form);

/// <summary>Parameters are named by the endpoint with their form; others, and values of another form, are refused before it is asked.</summary>
internal static class Queries
{
    public static readonly QueryParameter Tenant = new(TenantAccess.Query, "The tenant, for a token of several.", ParameterForm.Id);
    public static readonly QueryParameter Limit = new("limit", "At most this many items.", new ParameterForm.Whole(1, Page.LimitMax, Page.LimitDefault));
    public static readonly QueryParameter Cursor = new("cursor", "The 'next' of the page before, as it is.", new ParameterForm.Text(200, "^[A-Za-z0-9_.@+~=-]+$", "the 'next' of a page"));

    /// <summary>The cursor of lists that are in the order of a number, newest first.</summary>
    public static readonly QueryParameter Before = new("cursor", "The 'next' of the page before, as it is.", new ParameterForm.Text(18, "^[0-9]+$", "the 'next' of a page"));

    public static readonly QueryParameter MinPosition = new(
        "min-position", "Waits up to 2 s until the views show this position, which the header 'Position' of a write said.", new ParameterForm.Text(28, "^[0-9]{1,9}:[0-9]{1,18}$", "a position (shard:pos)"));

    private static readonly string[] Preconditions = ["If-Match", "If-None-Match", "If-Unmodified-Since"];

    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, params ReadOnlySpan<QueryParameter> parameters) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var parameter in parameters)
        {
            endpoint.WithMetadata(parameter);
        }

        return endpoint;
    }

    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, params ReadOnlySpan<HeaderParameter> headers) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var header in headers)
        {
            endpoint.WithMetadata(header);
        }

        return endpoint;
    }

    public static IApplicationBuilder UseParameterCheck(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint() is { } endpoint && context.Request.Path.StartsWithSegments("/api") && Fault(context.Request, endpoint) is { } problem
            ? problem.ExecuteAsync(context)
            : next(context));

    /// <summary>Null when it is not there.</summary>
    public static string? Text(this HttpRequest request, QueryParameter parameter) =>
        request.Query.TryGetValue(parameter.Name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    public static int LimitOf(this HttpRequest request) => request.Text(Limit) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Page.LimitDefault;

    /// <summary>The words of an enum that it names; null when it is not there.</summary>
    public static IReadOnlyList<T>? Words<T>(this HttpRequest request, QueryParameter parameter) where T : struct, Enum
    {
        if (request.Text(parameter) is not { } text)
        {
            return null;
        }

        var known = Enum.GetValues<T>().ToDictionary(ApiJson.Word, value => value, StringComparer.Ordinal);
        return [.. ParameterForm.Words.Split(text).Select(word => known[word]).Distinct()];
    }

    /// <summary>Of a query that knows these.</summary>
    public static Problems.Problem? Fault(HttpRequest request, IReadOnlyList<QueryParameter> known)
    {
        foreach (var (name, values) in request.Query)
        {
            if (known.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
            {
                return Problems.Problems.ParameterUnknown(name, known.Select(one => one.Name));
            }

            if (values.Count > 1)
            {
                return Problems.Problems.ParameterInvalid($"query:{name}", "It is there more than once.", "Send it once.");
            }

            if (values.ToString() is { Length: > 0 } text && parameter.Form.Fault(text) is { } fault)
            {
                return Problems.Problems.ParameterInvalid($"query:{name}", fault, parameter.Form.Fix);
            }
        }

        return null;
    }

    private static Problems.Problem? Fault(HttpRequest request, Endpoint endpoint)
    {
        if (Fault(request, endpoint.Metadata.GetOrderedMetadata<QueryParameter>()) is { } unfit)
        {
            return unfit;
        }

        if (!HttpMethods.IsGet(request.Method)
            && Preconditions.FirstOrDefault(name => request.Headers.ContainsKey(name) && endpoint.Metadata.GetOrderedMetadata<HeaderParameter>().All(header => header.Name != name)) is { } precondition)
        {
            // To pass over a precondition is to do what the client said not to.
            return Problems.Problems.PreconditionNotTaken(precondition);
        }

        foreach (var header in endpoint.Metadata.GetOrderedMetadata<HeaderParameter>())
        {
            if (request.Headers[header.Name].ToString() is { Length: > 0 } text && header.Form.Fault(text) is { } fault)
            {
                return Problems.Problems.ParameterInvalid($"header:{header.Name}", fault, header.Form.Fix);
            }
        }

        return null;
    }
}
