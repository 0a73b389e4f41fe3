using System.Text.Json;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Http;

/// <summary>Bodies from outside: bounded, of a stated type, with nothing in them that is not known.</summary>
internal static class Body
{
    public const int BytesMax = 64 * 1024;

    /// <summary>The whole body, or why not.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, Problem? Problem)> Read(HttpRequest request, int bytesMax, CancellationToken stop)
    {
        if (request.ContentLength > bytesMax)
        {
            return (default, Problems.Problems.BodyTooLarge(bytesMax));
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, stop) is var read and > 0)
        {
            if (buffer.Length + read > bytesMax)
            {
                return (default, Problems.Problems.BodyTooLarge(bytesMax));
            }

            buffer.Write(chunk, 0, read);
        }

        return (buffer.ToArray(), null);
    }

    public static async ValueTask<(T? Value, Problem? Problem)> ReadJson<T>(HttpRequest request, CancellationToken stop) where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.Problems.MediaType("application/json"));
        }

        var (bytes, problem) = await Read(request, BytesMax, stop);
        if (problem is not null)
        {
            return (null, problem);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, ApiJson.Options) is { } value
                ? (value, null)
                : (null, Problems.Problems.BodyInvalid("", "The body is null.", "Send an object."));
        }
        catch (JsonException exception)
        {
            return (null, Problems.Problems.BodyInvalid(PointerOf(exception.Path), What(exception), "See /api/v1/openapi.json for the form of this body."));
        }
    }

    /// <summary>$.queues[0].name → /queues/0/name</summary>
    private static string PointerOf(string? path) =>
        path is null or "$" ? "" : path.TrimStart('$').Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);

    private static string What(JsonException exception) => exception.Message.Contains("could not be mapped", StringComparison.Ordinal)
        ? "It has a member that means nothing here."
        : exception.Message.Contains("missing required", StringComparison.Ordinal) ? "A member is missing that is needed."
        : exception.Path is null or "$" ? "It is not JSON." : "The value is not of the expected kind, or not one of the known words.";
}
