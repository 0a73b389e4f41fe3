using CallCenter.Api.Journal;
using CallCenter.Api.Secrets;
using CallCenter.Api.Views;

namespace CallCenter.Api.Webhooks;

/// <summary>The webhooks of all tenants in memory, over their rows. Safe for many threads; what another process changed comes with <see cref="Refresh"/>.</summary>
internal sealed class WebhookStore(IWebhookRows rows, SecretStore secrets, IJournal journal, WebhookTerms terms, TimeProvider time)
{
    private readonly Lock gate = new();
    private volatile IReadOnlyList<Webhook> known = rows.Load();

    public IReadOnlyList<Webhook> All => known;

    /// <summary>Fires when webhooks changed, when something is to be sent, or may be.</summary>
    public Pulse Changed { get; } = new();

    public IEnumerable<Webhook> Of(TenantScope scope) => known.Where(webhook => webhook.Tenant == scope.Tenant);

    public Webhook? Find(TenantScope scope, string id) => Of(scope).FirstOrDefault(webhook => webhook.Id == id);

    /// <summary>The webhook with a secret of its own, which is told this once.</summary>
    public (Webhook Webhook, string Secret) Add(Webhook form)
    {
        var key = WebhookSecret.New();
        var webhook = form with { Revision = 1, Secret = Seal(form, key) };
        rows.Add(webhook, journal.Heads());
        Refresh();
        return (webhook, WebhookSecret.Text(key));
    }

    /// <summary>False: it was changed meanwhile.</summary>
    public bool TryReplace(Webhook webhook)
    {
        var done = rows.Replace(webhook with { Revision = webhook.Revision + 1 });
        Refresh();
        return done;
    }

    /// <summary>A new secret; the one before signs beside it for a while. Null: it was changed meanwhile.</summary>
    public string? Renew(Webhook webhook)
    {
        var key = WebhookSecret.New();
        return TryReplace(webhook with { Secret = Seal(webhook, key), Former = webhook.Secret, FormerUntil = time.GetUtcNow() + terms.FormerFor }) ? WebhookSecret.Text(key) : null;
    }

    public void Delete(TenantScope scope, string id)
    {
        rows.Delete(scope.Tenant, id);
        Refresh();
    }

    public int Revive(TenantScope scope, string id, long? number)
    {
        var revived = rows.Revive(scope.Tenant, id, number, time.GetUtcNow());
        Changed.Fire();
        return revived;
    }

    public IReadOnlyList<Delivery> Deliveries(TenantScope scope, string id, bool dead, long after, int max) => rows.List(scope.Tenant, id, dead, after, max);

    public void Refresh()
    {
        lock (gate)
        {
            known = rows.Load();
        }

        Changed.Fire();
    }

    private byte[] Seal(Webhook webhook, byte[] key) => secrets.Seal(WebhookSender.SealName(webhook.Tenant, webhook.Id), key);
}
