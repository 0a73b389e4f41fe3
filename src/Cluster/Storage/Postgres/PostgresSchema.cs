using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// Brings the database to this program's schema: each file of Schema/ once, in order, all in one transaction that whoever starts at the same time
/// waits for. A number that is in the repository's history is never changed.
/// </summary>
internal static class PostgresSchema
{
    private const string Folder = ".Storage.Postgres.Schema.";

    /// <returns>How many shards the center has.</returns>
    /// <exception cref="JournalUnusableException">Of a newer version, or with another number of shards.</exception>
    public static async Task<int> Prepare(NpgsqlDataSource source, PostgresOptions options, ILogger log, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, "set local lock_timeout = 0; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0", stop);

        // The class of the locks of shards, and no shard: one starter at a time.
        await Run(connection, "select pg_advisory_xact_lock(4711, -1)", stop);
        var scripts = Scripts();
        var from = await Version(connection, options.Schema, stop);
        if (from > scripts.Count)
        {
            throw new JournalUnusableException(string.Create(CultureInfo.InvariantCulture,
                $"The database was made by a newer version of the program (schema {from}, this one knows {scripts.Count}). Start that version again."));
        }

        if (from < scripts.Count)
        {
            await Migrate(connection, options, scripts, from, stop);
        }

        var shards = Convert.ToInt32(await Value(connection, "select shards from center", stop), CultureInfo.InvariantCulture);
        if (options.Shards is { } wanted && wanted != shards)
        {
            throw new JournalUnusableException(string.Create(CultureInfo.InvariantCulture,
                $"The center in this database has {shards} shards, chosen when it was created; this process was told {wanted}. Start it with {shards}, or without a number."));
        }

        await transaction.CommitAsync(stop);
        if (from < scripts.Count)
        {
            log.SchemaMigrated(from, scripts.Count);
        }

        return shards;
    }

    private static async Task Migrate(NpgsqlConnection connection, PostgresOptions options, IReadOnlyList<string> scripts, int from, CancellationToken stop)
    {
        if (from == 0)
        {
            await using var create = new NpgsqlCommand("select format('create schema if not exists %I', $1)", connection);
            create.Parameters.Add(new NpgsqlParameter<string> { TypedValue = options.Schema });
            await Run(connection, (string)(await create.ExecuteScalarAsync(stop))!, stop);
        }

        foreach (var script in scripts.Skip(from))
        {
            using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(script)!);
            await Run(connection, await reader.ReadToEndAsync(stop), stop);
        }

        if (from == 0)
        {
            await Create(connection, options.Shards ?? PostgresOptions.ShardsOfNew, stop);
        }

        await using var mark = new NpgsqlCommand("update center set schema_version = $1", connection);
        mark.Parameters.Add(new NpgsqlParameter<int> { TypedValue = scripts.Count });
        await mark.ExecuteNonQueryAsync(stop);
    }

    private static async Task Create(NpgsqlConnection connection, int shards, CancellationToken stop)
    {
        await using var create = new NpgsqlCommand(
            "with made as (insert into center (shards, schema_version) values ($1, 0)) insert into shard_lease (shard, epoch, incarnation) select shard, 0, 0 from generate_series(0, $1 - 1) as shard",
            connection);
        create.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shards });
        await create.ExecuteNonQueryAsync(stop);
    }

    private static async Task<int> Version(NpgsqlConnection connection, string schema, CancellationToken stop)
    {
        await using var ask = new NpgsqlCommand("select exists (select from pg_tables where schemaname = $1 and tablename = 'center')", connection);
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        return await ask.ExecuteScalarAsync(stop) is true
            ? Convert.ToInt32(await Value(connection, "select schema_version from center", stop), CultureInfo.InvariantCulture)
            : 0;
    }

    private static IReadOnlyList<string> Scripts() =>
        [.. typeof(PostgresSchema).Assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<object?> Value(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stop);
    }
}
