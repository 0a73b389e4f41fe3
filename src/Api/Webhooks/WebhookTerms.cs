namespace CallCenter.Api.Webhooks;

/// <summary>How hard a delivery is tried.</summary>
public sealed record WebhookTerms
{
    /// <summary>Pauses before the second attempt and each after; behind the last it is given up. All of it: about a day.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>For the answer to one attempt.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a receiver may ask for with Retry-After at most.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>At once to one webhook, of different subjects.</summary>
    public int InFlightMax { get; init; } = 8;

    /// <summary>What waits for one webhook; what comes beyond it is given up at once, and can be sent again by hand.</summary>
    public int WaitingMax { get; init; } = 50_000;

    /// <summary>What was given up and is kept, of one webhook.</summary>
    public int DeadMax { get; init; } = 10_000;

    /// <summary>How long a former secret signs beside the new one.</summary>
    public TimeSpan FormerFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Networks that are not public and that webhooks may reach all the same; only there without TLS.</summary>
    public IReadOnlyList<System.Net.IPNetwork> Networks { get; init; } = [];
}
