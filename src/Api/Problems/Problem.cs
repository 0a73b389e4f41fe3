using System.Text.Json.Serialization;
using CallCenter.Api.Http;

namespace CallCenter.Api.Problems;

/// <summary>RFC 9457: what is wrong, where, and how to go on. It is the result of the request that met it.</summary>
public sealed record Problem(string Type, string Title, int Status) : IResult
{
    public const string UrnPrefix = "urn:callcenter:";
    public const string ContentType = "application/problem+json";

    public string? Detail { get; init; }

    public string? Instance { get; init; }

    /// <summary>A JSON pointer into the body, or <c>query:name</c>, <c>header:name</c>, <c>path:name</c>.</summary>
    public string? Where { get; init; }

    public string? Fix { get; init; }

    public IReadOnlyList<Fault>? Errors { get; init; }

    public string? TraceId { get; init; }

    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public static Problem Of(int status, string name, string title) => new(UrnPrefix + name, title, status);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var shown = this with { Instance = Instance ?? httpContext.Request.Path };
        return httpContext.Response.WriteAsJsonAsync(shown, ApiJson.Problems, ContentType, httpContext.RequestAborted);
    }
}

/// <summary>One of several faults of a document.</summary>
public sealed record Fault(string Where, string What, string? Fix = null);
