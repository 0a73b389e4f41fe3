using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>The statements that write a batch, prepared once. Owned by one <see cref="ViewStore"/>.</summary>
internal sealed class ViewWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement tenant = new(connection, "INSERT OR REPLACE INTO tenant VALUES ($1, $2)", 2);
    private readonly Statement agent = new(connection, "INSERT OR REPLACE INTO agent VALUES ($1, $2, $3)", 3);
    private readonly Statement interval = new(connection, "INSERT OR REPLACE INTO agent_interval VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement queue = new(connection, "INSERT OR REPLACE INTO queue VALUES ($1, $2, $3)", 3);
    private readonly Statement stay = new(connection, "INSERT OR REPLACE INTO queue_stay VALUES ($1, $2, $3, $4, $5)", 5);
    private readonly Statement day = new(connection, "INSERT OR REPLACE INTO queue_day VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement call = new(connection, "INSERT OR REPLACE INTO call VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
    private readonly Statement checkpoint = new(connection, "INSERT OR REPLACE INTO checkpoint VALUES ($1, $2)", 2);
    private readonly Statement streamEvent = new(connection, "INSERT INTO stream_event VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement forget = new(connection, "DELETE FROM stream_event WHERE seq <= $1", 1);

    public void Write(ViewBatch batch, SqliteTransaction transaction)
    {
        foreach (var row in batch.Tenants.Values)
        {
            tenant.Run(transaction, row.Tenant, Json(row, ViewContracts.Default.TenantRow));
        }

        foreach (var row in batch.Agents.Values)
        {
            agent.Run(transaction, row.Tenant, row.Id, Json(row, ViewContracts.Default.AgentRow));
        }

        foreach (var row in batch.Intervals)
        {
            interval.Run(transaction, row.Tenant, row.Agent, row.Number, Json(row, ViewContracts.Default.AgentInterval));
        }

        WriteQueues(batch, transaction);
        foreach (var row in batch.Calls.Values)
        {
            call.Run(transaction, row.Tenant, row.Id, row.Arrived?.ToUnixTimeMilliseconds(), (int)row.Phase, row.Queue, row.Agent, Json(row, ViewContracts.Default.CallRecord));
        }

        foreach (var (shard, position) in batch.Checkpoints)
        {
            checkpoint.Run(transaction, shard, position);
        }

        foreach (var e in batch.Events)
        {
            streamEvent.Run(transaction, e.Number, e.Tenant, (int)e.Topic, Encoding.UTF8.GetString(e.Body));
        }
    }

    public void Forget(long upTo, SqliteTransaction transaction) => forget.Run(transaction, upTo);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var statement in new[] { tenant, agent, interval, queue, stay, day, call, checkpoint, streamEvent, forget })
        {
            statement.Dispose();
        }
    }

    private void WriteQueues(ViewBatch batch, SqliteTransaction transaction)
    {
        foreach (var row in batch.Queues.Values)
        {
            queue.Run(transaction, row.Tenant, row.Id, Json(row, ViewContracts.Default.QueueRow));
        }

        foreach (var row in batch.Stays.Values)
        {
            stay.Run(transaction, row.Tenant, row.Queue, row.Stay.ToString(), row.Left is null ? 1 : 0, Json(row, ViewContracts.Default.StayRow));
        }

        foreach (var row in batch.Days.Values)
        {
            day.Run(transaction, row.Tenant, row.Queue, Text(row.Day), Json(row, ViewContracts.Default.QueueDay));
        }
    }

    private static string Json<T>(T row, JsonTypeInfo<T> type) => JsonSerializer.Serialize(row, type);

    /// <summary>A prepared statement with parameters $1, $2 …</summary>
    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand command;

        public Statement(SqliteConnection connection, string sql, int parameters)
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // constants above
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var number = 1; number <= parameters; number++)
            {
                command.Parameters.Add(new SqliteParameter($"${number}", null));
            }
        }

        public void Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
        {
            command.Transaction = transaction;
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters[index].Value = values[index] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }

        public void Dispose() => command.Dispose();
    }
}
