using System.Security.Cryptography;
using CallCenter.Api.Access;

namespace CallCenter.Api.Safety;

/// <summary>Marks an endpoint whose answer is sent as it comes: a stream.</summary>
internal sealed record Unbuffered;

/// <summary>
/// Finishes answers when they are whole: numbers are masked for tokens that may not see them, reads get an ETag (a hash of what is sent, unless the
/// endpoint has a version of its own), and a client that has it already hears 304.
/// </summary>
internal static class ConditionalReads
{
    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        var masks = context.Features.Get<Token>() is { SeesNumbers: false };
        var isRead = HttpMethods.IsGet(context.Request.Method);
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Unbuffered>() is not null || !(isRead || masks) || !context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }

        using var buffer = new MemoryStream();
        var body = context.Response.Body;
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        await Send(context, masks && IsJson(context.Response) ? NumberMask.Apply(bytes.Span) : bytes, isRead);
    });

    private static async Task Send(HttpContext context, ReadOnlyMemory<byte> bytes, bool isRead)
    {
        var response = context.Response;
        if (isRead && response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = response.Headers.ETag.ToString() is { Length: > 0 } own ? own : TagOf(bytes.Span);
            response.Headers.ETag = tag;
            response.Headers.Vary = "Authorization";
            if (response.Headers.CacheControl.Count == 0)
            {
                response.Headers.CacheControl = "private, no-cache";
            }

            if (Names(context.Request.Headers.IfNoneMatch.ToString(), tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                response.ContentType = null;
                response.ContentLength = null;
                return;
            }
        }

        response.ContentLength = bytes.Length == 0 ? response.ContentLength : bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>RFC 9110 section 13.1.2: any of these, compared weakly, or *.</summary>
    private static bool Names(string ifNoneMatch, string tag) =>
        ifNoneMatch.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(one => one == "*" || Strong(one) == Strong(tag));

    private static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    private static string TagOf(ReadOnlySpan<byte> bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";

    private static bool IsJson(HttpResponse response) => response.ContentType?.Split(';')[0].EndsWith("json", StringComparison.Ordinal) ?? false;
}
