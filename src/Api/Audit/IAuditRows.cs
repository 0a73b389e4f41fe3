namespace CallCenter.Api.Audit;

/// <summary>
/// Where the chains are kept: a file of this process (<see cref="SqliteAuditRows"/>) or a table that all processes of a cluster share
/// (<see cref="PostgresAuditRows"/>). Rows are added and never changed. One contract suite for both. Calls block; they come from many threads.
/// </summary>
internal interface IAuditRows : IDisposable
{
    /// <summary>Adds to the end of the tenant's chain. Durable when it returns.</summary>
    AuditRow Append(string tenant, AuditRecord record);

    /// <summary>The tenant's records behind a number, in order.</summary>
    IReadOnlyList<AuditRow> Read(string tenant, long after, int max);

    /// <summary>The tenant's records before a number, newest first.</summary>
    IReadOnlyList<AuditRow> Newest(string tenant, long before, int max);

    /// <summary>The names of all chains.</summary>
    IReadOnlyList<string> Chains();
}
