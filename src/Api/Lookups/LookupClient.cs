using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;

namespace CallCenter.Api.Lookups;

/// <summary>
/// One question over HTTP (<see cref="Outbound"/>), of whose answer no more is read than <see cref="LookupReply.BytesMax"/>.
/// </summary>
internal sealed class LookupClient : IDisposable
{
    private readonly HttpClient http;

    public LookupClient(Reach reach) => http = Outbound.Client(reach, "--lookup-networks", LookupTerms.TimeLimitMax);

    /// <exception cref="HttpRequestException">It could not be reached, or its answer not be taken.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<LookedUp> Ask(LookupEntry lookup, string? authorization, LookupQuestion question, CancellationToken late)
    {
        using var request = Request(lookup, authorization, question);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late);
        switch (response.StatusCode)
        {
            case HttpStatusCode.NoContent or HttpStatusCode.NotFound:
                return new LookedUp(question.Lookup, LookupOutcome.NotKnown, []);
            case HttpStatusCode.OK when IsJson(response.Content.Headers) && await Bounded(response.Content, late) is { } body && LookupReply.Read(body, lookup.Take) is { } data:
                return new LookedUp(question.Lookup, LookupOutcome.Answered, data);
            case var status:
                throw new HttpRequestException($"it answered {(int)status}, or what is no JSON object of our bounds");
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(LookupEntry lookup, string? authorization, LookupQuestion question)
    {
        var request = lookup.Method == LookupMethod.Get
            ? new HttpRequestMessage(HttpMethod.Get, new Uri($"{lookup.Url}?{string.Join('&', Fields(question).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))}"))
            : new HttpRequestMessage(HttpMethod.Post, new Uri(lookup.Url)) { Content = Body(question) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return request;
    }

    private static IEnumerable<(string Name, string Value)> Fields(LookupQuestion question) =>
        [("tenant", question.Call.Tenant), ("call", question.Call.Key), ("number", question.Number), ("caller", question.Caller)];

    private static ByteArrayContent Body(LookupQuestion question)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Fields(question))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static bool IsJson(HttpContentHeaders headers) =>
        headers.ContentType?.MediaType is { } type && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Null: there is more of it.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Bounded(HttpContent content, CancellationToken late)
    {
        if (content.Headers.ContentLength > LookupReply.BytesMax)
        {
            return null;
        }

        var body = new byte[LookupReply.BytesMax + 1];
        await using var stream = await content.ReadAsStreamAsync(late);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, late);
        return length <= LookupReply.BytesMax ? body.AsMemory(0, length) : null;
    }
}
