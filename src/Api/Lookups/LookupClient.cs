using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;

namespace CallCenter.Api.Lookups;

/// <summary>
/// One question over HTTP. Of the network it sees only what <see cref="Reach"/> allows, looked at when the connection is made, after the name was
/// resolved; it follows no redirect, knows no proxy and no cookie, and reads no more of an answer than <see cref="LookupReply.BytesMax"/>.
/// </summary>
internal sealed class LookupClient : IDisposable
{
    private const int ConnectionsMax = 64;
    private const int AddressesMax = 4;

    private readonly Reach reach;
    private readonly HttpClient http;

    public LookupClient(Reach reach)
    {
        this.reach = reach;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = ConnectionsMax,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = LookupTerms.TimeLimitMax,
            // So that a name that moves is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

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

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var allowed = (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop)).Where(reach.Allows).Take(AddressesMax).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"no address of {context.DnsEndPoint.Host} may be reached (--lookup-networks)");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
