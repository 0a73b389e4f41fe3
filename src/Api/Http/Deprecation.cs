using System.Globalization;

namespace CallCenter.Api.Http;

/// <summary>
/// Marks an address that will go: its answers say since when it is deprecated (RFC 9745), when it goes at the earliest (RFC 8594), and where that is
/// explained. docs/api-versions.md is the policy, and lists what is marked.
/// </summary>
internal sealed record Deprecation(string What, DateTimeOffset Since, DateTimeOffset Sunset)
{
    /// <summary>What is deprecated is served for at least so long.</summary>
    public static readonly TimeSpan ServedMin = TimeSpan.FromDays(365);

    private static readonly Dictionary<string, DateTimeOffset> Known = new(StringComparer.Ordinal)
    {
        ["/openapi/v1.json"] = new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero),
    };

    public static IEnumerable<Deprecation> All => Known.Keys.Select(Of);

    public static Deprecation Of(string what) => new(what, Known[what], Known[what] + ServedMin);

    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Deprecation>() is { } deprecation)
        {
            var headers = context.Response.Headers;
            headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{deprecation.Since.ToUnixTimeSeconds()}");
            headers["Sunset"] = deprecation.Sunset.ToString("R", CultureInfo.InvariantCulture);
            headers.Link = $"<{Document.ApiDocument.Path}>; rel=\"successor-version\"";
        }

        return next(context);
    });
}
