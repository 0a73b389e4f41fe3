using CallCenter.Api.Views;
using Npgsql;

namespace CallCenter.Api.Postgres;

/// <summary>
/// What the API's rooms keep in the cluster's database beside the journal: secrets and tokens. Few, short, blocking statements on a small pool of
/// their own; none of them is on a call's path.
/// </summary>
public sealed class SharedDatabase : IDisposable
{
    private const int ConnectionsMax = 4;
    private const int CommandSecondsMax = 5;

    /// <summary>That of the journal (PostgresOptions.Schema).</summary>
    private const string Schema = "callcenter";

    private readonly NpgsqlDataSource source;

    private SharedDatabase(NpgsqlDataSource source) => this.source = source;

    /// <exception cref="NpgsqlException">It cannot be reached.</exception>
    public static SharedDatabase Open(string connectionString, string application)
    {
        var database = new SharedDatabase(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = ConnectionsMax,
            CommandTimeout = CommandSecondsMax,
            Timeout = CommandSecondsMax,
            ApplicationName = application,
            SearchPath = Schema,
        }));
        database.MakeTables();
        return database;
    }

    /// <summary>All of these statements, or none.</summary>
    internal void Run(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        using var connection = source.OpenConnection();
        using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        batch.ExecuteNonQuery();
    }

    internal List<T> Rows<T>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read)
    {
        using var connection = source.OpenConnection();
        using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        using var reader = batch.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A statement with its parameters, $1 and on.</summary>
    internal static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    public void Dispose() => source.Dispose();

    /// <summary>By one process at a time, under the lock of the journal's own migrations: "IF NOT EXISTS" alone races.</summary>
    private void MakeTables()
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Statement("SELECT pg_advisory_xact_lock(4711, -1)"));
        batch.BatchCommands.Add(Statement($"CREATE SCHEMA IF NOT EXISTS {Schema}"));
        batch.ExecuteNonQuery();
        foreach (var schema in (ReadOnlySpan<string>)["Secrets.Secrets.postgres.sql", "Access.Tokens.postgres.sql", "Access.Users.Users.postgres.sql", "Safety.Requests.postgres.sql", "Audit.Audit.postgres.sql", "Webhooks.Webhooks.postgres.sql", "Reports.Schedules.Schedules.postgres.sql"])
        {
            using var make = connection.CreateCommand();
#pragma warning disable CA2100 // an embedded file
            make.CommandText = Sql.Resource(schema);
#pragma warning restore CA2100
            make.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
