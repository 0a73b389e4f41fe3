namespace CallCenter.Api.Secrets;

/// <summary>
/// Where the secret store keeps what it sealed: a file of this process (<see cref="SqliteSecretRows"/>) or tables that all processes of a cluster
/// share (<see cref="PostgresSecretRows"/>). One contract suite for both. Calls block; they come one at a time.
/// </summary>
public interface ISecretRows : IDisposable
{
    /// <summary>Other processes change the rows too: they are read again before they are relied on.</summary>
    bool IsShared { get; }

    IReadOnlyList<SecretRow> Load();

    /// <summary>
    /// Keeps all of these, awaited by a document that is not known to be in force yet. False, and nothing is kept, when another process was first
    /// with one of them.
    /// </summary>
    bool TryStage(IReadOnlyCollection<SecretRow> rows);

    /// <summary>
    /// The tenant's document of this version is in force and names these credentials, by phone: they and what is older are awaited no more, and what
    /// is neither named nor awaited is forgotten. Nothing happens when a later document was settled before.
    /// </summary>
    void Settle(string tenant, long document, IReadOnlyDictionary<string, long> named);

    byte[]? Fingerprint(string name);

    void SetFingerprint(string name, byte[] fingerprint);
}
