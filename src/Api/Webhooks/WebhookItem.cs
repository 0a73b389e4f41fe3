using System.Globalization;
using System.Text.Json.Serialization;
using CallCenter.Api.Access;

namespace CallCenter.Api.Webhooks;

/// <summary>A webhook as lists show it; docs/webhooks.md says what each field means. The secret is there only in the answer that made it.</summary>
internal sealed record WebhookItem(
    string Id, string Name, string Url, IReadOnlyList<string> Types, NumberSight Numbers, bool Paused, DateTimeOffset? FormerSecretUntil, DateTimeOffset Created, long Revision)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; private init; }

    public static WebhookItem From(Webhook webhook, string? secret = null) => new(
        webhook.Id, webhook.Name, webhook.Url, webhook.Types, webhook.Numbers, webhook.IsPaused, webhook.FormerUntil, webhook.Created, webhook.Revision)
    {
        Secret = secret,
    };
}

/// <summary>An event that is on its way, or was given up.</summary>
internal sealed record DeliveryItem(string Id, string Event, string Type, string Subject, DateTimeOffset At, int Attempts, DateTimeOffset? Next, bool Dead, string? Outcome)
{
    public static DeliveryItem From(Delivery delivery) => new(
        delivery.Number.ToString(CultureInfo.InvariantCulture), delivery.Event, delivery.Type, delivery.Subject.Split('/')[^1], delivery.At, delivery.Attempts,
        delivery.IsDead ? null : delivery.Next, delivery.IsDead, delivery.Outcome);
}

internal sealed record ResentItem(int Resent);
