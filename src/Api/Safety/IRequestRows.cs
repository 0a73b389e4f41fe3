namespace CallCenter.Api.Safety;

/// <summary>Whose request, and by which name the client knows it.</summary>
internal readonly record struct RequestKey(string Token, string Tenant, string Key);

/// <summary>A request that came before. <paramref name="Answer"/> null: it is not answered yet.</summary>
internal sealed record KnownRequest(byte[] Fingerprint, byte[]? Answer);

/// <summary>
/// Where requests with an Idempotency-Key are remembered: a file of this process (<see cref="SqliteRequestRows"/>) or a table that all processes of a
/// cluster share (<see cref="PostgresRequestRows"/>). One contract suite for both. Calls block; they come from many threads.
/// </summary>
internal interface IRequestRows : IDisposable
{
    /// <summary>Null: it is new, or was begun before <paramref name="stale"/> and never answered, and is this caller's to answer. Durable.</summary>
    KnownRequest? Begin(RequestKey key, byte[] fingerprint, DateTimeOffset now, DateTimeOffset stale);

    /// <summary>Durable.</summary>
    void Complete(RequestKey key, byte[] answer);

    /// <summary>It is as if it had never come.</summary>
    void Forget(RequestKey key);

    /// <summary>Forgets what is older, and of each token all but its newest <paramref name="ofTokenMax"/>.</summary>
    void Trim(DateTimeOffset before, int ofTokenMax);
}
