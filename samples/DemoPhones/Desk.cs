using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace CallCenter.DemoPhones;

/// <summary>
/// What agents do at their screens, through the center's API: sign in, become ready again some time after a missed call, a declined one or a
/// break, and now and then take a break.
/// </summary>
internal sealed partial class Desk : IDisposable
{
    private const double TakesBreak = 0.01;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BackAfterMin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackAfterMax = TimeSpan.FromSeconds(40);

    private readonly Cast cast;
    private readonly HttpClient http;
    private readonly HashSet<string> phones;
    private readonly Dictionary<string, long> backAt = [];
    private string? trouble;

    private Desk(Cast cast, Uri api, string token, IEnumerable<string> phones)
    {
        (this.cast, this.phones) = (cast, [.. phones]);
        http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Null when nobody said where the API is, or gave a token.</summary>
    public static Desk? Of(Cast cast, IEnumerable<string> phones) =>
        cast.Options is { Api: { } api, Token: { } token } ? new Desk(cast, api, token, phones) : null;

    /// <summary>Until it is stopped. Runs on the loop between its requests.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Tell(await Trouble(stop));
                await cast.Endpoint.Timers.Delay(LooksEvery, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the play.
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> Trouble(CancellationToken stop)
    {
        try
        {
            await Look(stop);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or System.Text.Json.JsonException || (failure is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return $"the API does not answer as expected: {failure.Message}";
        }
    }

    private async Task Look(CancellationToken stop)
    {
        var page = await http.GetFromJsonAsync("/api/v1/agents?limit=1000", Shapes.Default.Page, stop);
        foreach (var agent in page?.Items ?? [])
        {
            if (phones.Contains(agent.Phone ?? ""))
                await Consider(agent, stop);
        }
    }

    private async Task Consider(Agent agent, CancellationToken stop)
    {
        if (agent.State is "not-ready" or "signed-out")
        {
            if (IsBack(agent))
                await Become(agent, new State("ready", null), stop);
        }
        else if (agent.State == "ready" && cast.Chance.Of(TakesBreak))
        {
            await Become(agent, new State("not-ready", "break"), stop);
        }
    }

    // At the first look everybody comes to work at once; later each takes its time.
    private bool IsBack(Agent agent)
    {
        if (agent.Reason is null or "signed-in")
            return true;
        if (!backAt.TryGetValue(agent.Id, out var at))
        {
            at = Cast.Now + (long)(cast.Chance.Between(BackAfterMin, BackAfterMax).TotalSeconds * TimeProvider.System.TimestampFrequency);
            backAt[agent.Id] = at;
        }

        return Cast.Now >= at && backAt.Remove(agent.Id);
    }

    private async Task Become(Agent agent, State state, CancellationToken stop)
    {
        using var answer = await http.PutAsJsonAsync($"/api/v1/agents/{Uri.EscapeDataString(agent.Id)}/state", state, Shapes.Default.State, stop);
        var wants = state.Reason is null ? state.Wanted : $"{state.Wanted} ({state.Reason})";
        cast.Chronicle.Say($"agent {agent.Id}", answer.IsSuccessStatusCode ? $"becomes {wants}" : $"cannot become {wants}: {(int)answer.StatusCode}");
    }

    private void Tell(string? now)
    {
        if (now is not null && now != trouble)
            cast.Chronicle.Say("agents' desk", now);
        trouble = now;
    }

    internal sealed record Page(IReadOnlyList<Agent> Items);

    internal sealed record Agent(string Id, string? Phone, string State, string? Reason);

    internal sealed record State([property: JsonPropertyName("state")] string Wanted, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Page))]
    [JsonSerializable(typeof(State))]
    private sealed partial class Shapes : JsonSerializerContext;
}
