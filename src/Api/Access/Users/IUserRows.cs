namespace CallCenter.Api.Access.Users;

/// <summary>
/// Where users are kept: a file of this process (<see cref="SqliteUserRows"/>) or a table that all processes of a cluster share
/// (<see cref="PostgresUserRows"/>). One contract suite for both. Calls block; they come from many threads.
/// </summary>
internal interface IUserRows : IDisposable
{
    /// <summary>Null: it is not there.</summary>
    User? Find(string tenant, string id);

    /// <summary>Behind this id, in order.</summary>
    IReadOnlyList<User> List(string tenant, string after, int max);

    int Count(string tenant);

    /// <summary>False: there is one of this id.</summary>
    bool Add(User user);

    /// <summary>Takes the place of the one with this revision, under the next one; false: it was changed meanwhile, or is gone.</summary>
    bool Replace(User user);

    /// <summary>Also when it is not there.</summary>
    void Delete(string tenant, string id);
}
