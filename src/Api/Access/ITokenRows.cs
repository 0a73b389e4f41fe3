namespace CallCenter.Api.Access;

/// <summary>
/// Where tokens are kept, as hashes: a file of this process (<see cref="SqliteTokenRows"/>) or a table that all processes of a cluster share
/// (<see cref="PostgresTokenRows"/>). One contract suite for both. Calls block; they come one at a time.
/// </summary>
internal interface ITokenRows : IDisposable
{
    /// <summary>Grows with each change that another process may have made; constant where there is no other.</summary>
    long Revision();

    IReadOnlyList<(byte[] Hash, Token Token)> Load();

    /// <summary>Keeps the token, or answers the id of the one that the same request made before.</summary>
    string? Add(Token token, byte[] hash, string? requestKey);

    /// <summary>Also when it is not there.</summary>
    void Delete(string id);

    /// <summary>All sessions of a user of this tenant; empty: of the platform.</summary>
    void DeleteOf(string tenant, string user);

    /// <summary>Sessions that have ended by themselves.</summary>
    void DeleteExpired(DateTimeOffset now);

    /// <summary>The hash of the admin token: the one kept, or this one from now on; null when there is neither.</summary>
    byte[]? AdminHash(byte[]? made);
}
