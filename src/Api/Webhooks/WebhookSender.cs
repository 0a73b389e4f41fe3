using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CallCenter.Api.Lookups;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Webhooks;

/// <summary>One attempt: signed, over <see cref="Outbound"/>. Of the answer only its status and Retry-After are read.</summary>
internal sealed class WebhookSender(WebhookTerms terms, SecretStore secrets, TimeProvider time) : IDisposable
{
    public static readonly string AgentName = "CallCenter.Actors";

    private readonly HttpClient http = Outbound.Client(new Reach(terms.Networks), "--webhook-networks", terms.TimeLimit, plain: new Reach(terms.Networks, withPublic: false));

    public async Task<Attempt> Send(Webhook webhook, Delivery delivery, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(terms.TimeLimit);
        try
        {
            using var request = Request(webhook, delivery);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response.IsSuccessStatusCode ? new Attempt.Done()
                : response.StatusCode == HttpStatusCode.Gone ? new Attempt.Gone()
                : new Attempt.Failed(response.StatusCode is >= (HttpStatusCode)300 and < (HttpStatusCode)400 ? $"it answered {status}: redirects are not followed" : $"it answered {status}", RetryAfter(response));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Attempt.Failed($"no answer within {terms.TimeLimit.TotalSeconds:0.#} s", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or CryptographicException)
        {
            return new Attempt.Failed(failure.Message.Length <= 200 ? failure.Message : failure.Message[..200], null);
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, Delivery delivery)
    {
        var now = time.GetUtcNow();
        var content = new ByteArrayContent(delivery.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8") } };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(webhook.Url)) { Content = content };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(AgentName, null));
        request.Headers.Add(WebhookSecret.IdHeader, delivery.Event);
        request.Headers.Add(WebhookSecret.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSecret.SignatureHeader, WebhookSecret.Signature(Keys(webhook, now), delivery.Event, now, delivery.Body));
        return request;
    }

    private IEnumerable<byte[]> Keys(Webhook webhook, DateTimeOffset now)
    {
        yield return secrets.Open(SealName(webhook.Tenant, webhook.Id), webhook.Secret);
        if (webhook.Former is { } former && webhook.FormerUntil > now)
        {
            yield return secrets.Open(SealName(webhook.Tenant, webhook.Id), former);
        }
    }

    public static string SealName(string tenant, string id) => $"webhook/{tenant}/{id}";

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked <= TimeSpan.Zero ? null : asked < terms.RetryAfterMax ? asked : terms.RetryAfterMax;
    }
}

/// <summary>What came of an attempt.</summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>The receiver has it.</summary>
    public sealed record Done : Attempt;

    /// <summary>The receiver wants nothing any more (410): the webhook is paused.</summary>
    public sealed record Gone : Attempt;

    public sealed record Failed(string Why, TimeSpan? NotWithin) : Attempt;
}
