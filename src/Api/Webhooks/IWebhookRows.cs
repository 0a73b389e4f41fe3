namespace CallCenter.Api.Webhooks;

/// <summary>
/// Webhooks, how far the journal was followed for them, and what is on its way: a file of this process (<see cref="SqliteWebhookRows"/>) or tables that
/// all processes of a cluster share (<see cref="PostgresWebhookRows"/>). One contract suite for both. Calls block; they come from many threads.
/// </summary>
internal interface IWebhookRows : IDisposable
{
    IReadOnlyList<Webhook> Load();

    /// <summary>A new one. The first of all is sent what happens after <paramref name="heads"/>; later ones what is read from then on.</summary>
    void Add(Webhook webhook, IReadOnlyDictionary<int, long> heads);

    /// <summary>In the place of the revision before; false: another was first.</summary>
    bool Replace(Webhook webhook);

    /// <summary>With everything that is on its way to it.</summary>
    void Delete(string tenant, string id);

    /// <summary>This process does the sending for so long, or still does; false: another does.</summary>
    bool TryHold(string holder, TimeSpan length);

    /// <summary>How far the journal was followed, by shard; empty: there was no webhook yet.</summary>
    IReadOnlyDictionary<int, long> Positions();

    /// <summary>Keeps these and how far the journal was followed for them, wholly or not at all.</summary>
    /// <exception cref="HolderChangedException">Another process does the sending now.</exception>
    void Enqueue(string holder, IReadOnlyList<Delivery> deliveries, IReadOnlyDictionary<int, long> positions);

    /// <summary>How many wait for each webhook that has some.</summary>
    IReadOnlyDictionary<(string Tenant, string Id), int> Waiting();

    /// <summary>Webhooks for which something may be sent now.</summary>
    IReadOnlyList<(string Tenant, string Id)> DueWebhooks(DateTimeOffset now);

    /// <summary>What may be sent to a webhook now, oldest first: of each subject only the first that waits.</summary>
    IReadOnlyList<Delivery> Due(string tenant, string id, DateTimeOffset now, int max);

    /// <summary>When the next may be sent; null: nothing waits.</summary>
    DateTimeOffset? NextDue();

    void Remove(long number);

    void Update(Delivery delivery);

    /// <summary>Of a webhook, waiting or dead ones, behind a number, at most so many.</summary>
    IReadOnlyList<Delivery> List(string tenant, string id, bool dead, long after, int max);

    /// <summary>Dead ones wait again, from now: this one, or (null) all. How many.</summary>
    int Revive(string tenant, string id, long? number, DateTimeOffset now);

    /// <summary>Of each webhook's dead ones the newest <paramref name="ofWebhookMax"/> stay.</summary>
    void TrimDead(int ofWebhookMax);
}

/// <summary>Another process does the sending now: this one stops, and what it had begun is taken up there.</summary>
internal sealed class HolderChangedException() : Exception("another process does the sending of webhooks");
