using System.Text.Json;

namespace CallCenter.Api.Tests;

/// <summary>One event as a client reads it.</summary>
internal sealed record Received(string? Id, string Event, JsonElement Data)
{
    /// <summary>The row in the envelope.</summary>
    public JsonElement Row => Data.GetProperty("data");

    public string Type => Data.GetProperty("type").GetString()!;

    public string Subject => Data.GetProperty("subject").GetString()!;
}

/// <summary>A client of the event stream, by the rules of Server-Sent Events.</summary>
internal sealed class StreamReading : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;
    private readonly CancellationTokenSource patience = new(Center.Patience);

    private StreamReading(HttpResponseMessage response, Stream stream) => (this.response, reader) = (response, new StreamReader(stream));

    public List<string> Comments { get; } = [];

    public static async Task<StreamReading> Open(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/events{query}", UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReading(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<Received?> Next()
    {
        string? id = null, name = null, data = null;
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                {
                    return new Received(id, name ?? "message", JsonDocument.Parse(data).RootElement);
                }

                (id, name) = (null, null);
                continue;
            }

            if (line[0] == ':')
            {
                Comments.Add(line);
                continue;
            }

            var (field, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart(' '));
            (id, name, data) = field switch { "id" => (value, name, data), "event" => (id, value, data), "data" => (id, name, value), _ => (id, name, data) };
        }

        return null;
    }

    public async Task<List<Received>> Take(int count)
    {
        var events = new List<Received>();
        while (events.Count < count && await Next() is { } e)
        {
            events.Add(e);
        }

        return events;
    }

    public ValueTask DisposeAsync()
    {
        patience.Dispose();
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
