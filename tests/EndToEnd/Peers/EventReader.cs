using System.Text.Json.Nodes;

namespace CallCenter.EndToEnd.Peers;

/// <summary>Reads the center's event stream in the background, resumes behind its last token over restarts, and lets a test wait for what it says.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Center center;
    private readonly CancellationTokenSource stop = new();
    private readonly List<(string Topic, JsonNode Envelope)> events = [];
    private readonly Task reading;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? token;

    private EventReader(Center center)
    {
        this.center = center;
        reading = Task.Run(Read);
    }

    /// <summary>Returns when the stream has said where it begins: nothing that happens from then on is missed.</summary>
    public static async Task<EventReader> Open(Center center)
    {
        var reader = new EventReader(center);
        await reader.opened.Task.WaitAsync(Patience);
        return reader;
    }

    public int Resets { get; private set; }

    public IReadOnlyList<(string Topic, JsonNode Envelope)> Events
    {
        get
        {
            lock (events)
            {
                return [.. events];
            }
        }
    }

    /// <summary>Waits until what was read so far satisfies; fails with the last events when it does not in time.</summary>
    public async Task Until(Func<IReadOnlyList<(string Topic, JsonNode Envelope)>, bool> satisfied, TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Patience);
        while (true)
        {
            Task next;
            lock (events)
            {
                next = changed.Task;
            }

            if (satisfied(Events))
            {
                return;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("the event stream did not say it; its last events:\n"
                    + string.Join('\n', Events.TakeLast(12).Select(one => one.Envelope.ToJsonString())));
            }
        }
    }

    /// <summary>Waits for one event of a type (<c>callcenter.</c> left out) whose row satisfies.</summary>
    public async Task<JsonNode> One(string type, Func<JsonNode, bool> satisfied, TimeSpan? patience = null)
    {
        JsonNode? Find(IReadOnlyList<(string Topic, JsonNode Envelope)> all) => all
            .Where(one => (string?)one.Envelope["type"] == $"callcenter.{type}").Select(one => one.Envelope["data"]!).FirstOrDefault(satisfied);
        await Until(all => Find(all) is not null, patience);
        return Find(Events)!;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading;
        stop.Dispose();
    }

    private async Task Read()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReadOnce();
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
            {
                // The center is down: ask again at once; the connection attempt itself takes its time.
                await Task.Yield();
            }
        }
    }

    private async Task ReadOnce()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        if (token is not null)
        {
            request.Headers.Add("Last-Event-ID", token);
        }

        using var response = await center.Api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stop.Token));
        string id = "", name = "", data = "";
        while (await lines.ReadLineAsync(stop.Token) is { } line)
        {
            if (line.Length == 0)
            {
                Take(id, name, data);
                (id, name, data) = ("", "", "");
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
        }
    }

    private void Take(string id, string name, string data)
    {
        if (data.Length == 0)
        {
            return;
        }

        lock (events)
        {
            token = id;
            opened.TrySetResult();
            if (name == "reset")
            {
                Resets++;
            }
            else
            {
                events.Add((name, JsonNode.Parse(data)!));
            }

            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
