using CallCenter.Api.Access;

namespace CallCenter.Api.Webhooks;

/// <summary>Where a tenant wants its events sent to, and which.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Given here.</param>
/// <param name="Revision">From 1, one more with each change.</param>
internal sealed record Webhook(string Tenant, string Id, long Revision)
{
    public const int OfTenantMax = 50;
    public const int NameMax = 64;
    public const int TypesMax = 50;

    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Types of events, or their beginnings with <c>*</c> behind.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Callers' numbers in full, else masked.</summary>
    public NumberSight Numbers { get; init; }

    /// <summary>Nothing is sent, and what comes waits.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What bodies are signed with, sealed.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>What they were signed with before; both sign until <see cref="FormerUntil"/>.</summary>
    public byte[]? Former { get; init; }

    public DateTimeOffset? FormerUntil { get; init; }

    public required DateTimeOffset Created { get; init; }

    public bool Wants(string type) => Types.Any(wanted => wanted.EndsWith('*') ? type.StartsWith(wanted[..^1], StringComparison.Ordinal) : wanted == type);
}

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Number">Its place among all deliveries; grows.</param>
/// <param name="Webhook">To whom, in its tenant.</param>
/// <param name="Event">The event's id, the same at each attempt.</param>
/// <param name="Subject">What it is about: deliveries of one subject go one after the other.</param>
/// <param name="Type">Of the event.</param>
/// <param name="Body">What is sent, byte for byte at each attempt.</param>
internal sealed record Delivery(long Number, (string Tenant, string Id) Webhook, string Event, string Subject, string Type, byte[] Body, DateTimeOffset At)
{
    public int Attempts { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset Next { get; init; }

    /// <summary>Given up: waits to be sent again by hand.</summary>
    public bool IsDead { get; init; }

    /// <summary>What came of the last attempt, in words; null: there was none.</summary>
    public string? Outcome { get; init; }
}
