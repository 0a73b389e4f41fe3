using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>SQLSTATEs that mean something to us (postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresCodes
{
    public const string UniqueViolation = "23505";
    private const string LockNotAvailable = "55P03";
    private const string QueryCanceled = "57014";

    /// <summary>The statement failed, and only it; after anything else the connection is opened anew, maybe to another server.</summary>
    public static bool LeavesSessionWhole(Exception failure) =>
        failure is PostgresException { SqlState: UniqueViolation or LockNotAvailable or QueryCanceled };

    /// <summary>The server answered, and waiting will not change it: a wrong password, no such database, no right.</summary>
    public static bool IsFinal(Exception failure) =>
        failure is PostgresException { SqlState: var state } && !state.StartsWith("57P", StringComparison.Ordinal) && !state.StartsWith("53", StringComparison.Ordinal)
        && !state.StartsWith("08", StringComparison.Ordinal);
}
