using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>The statements that write a batch, prepared once. Owned by one <see cref="ViewStore"/>.</summary>
internal sealed class ViewWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement tenant = new(connection, "INSERT INTO tenant VALUES ($1, $2) ON CONFLICT DO UPDATE SET row = excluded.row", 2);
    private readonly Statement version = new(connection, "INSERT OR REPLACE INTO config_version VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement floor = new(connection, "INSERT INTO floor VALUES ($1, $2) ON CONFLICT DO UPDATE SET row = excluded.row", 2);
    private readonly Statement agent = new(connection, "INSERT INTO agent VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET row = excluded.row", 3);
    private readonly Statement interval = new(connection, "INSERT OR REPLACE INTO agent_interval VALUES ($1, $2, $3, $4, $5)", 5);
    private readonly Statement offer = new(connection, "INSERT OR REPLACE INTO offer VALUES ($1, $2, $3, $4, $5, $6)", 6);
    private readonly Statement segment = new(connection, "INSERT OR REPLACE INTO segment VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
    private readonly FigureWriter figures = new(connection);
    private readonly Statement queue = new(connection, "INSERT INTO queue VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET row = excluded.row", 3);
    private readonly Statement stay = new(connection, "INSERT INTO queue_stay VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO UPDATE SET open = excluded.open, row = excluded.row, entered = excluded.entered, left = excluded.left", 7);
    private readonly Statement day = new(connection, "INSERT INTO queue_day VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET row = excluded.row", 4);
    private readonly Statement newCall = new(connection, "INSERT INTO call VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 10);
    private readonly Statement movedCall = new(
        connection, "UPDATE call SET arrived = $3, live = $4, phase = $5, queue = $6, agent = $7, row = $8, caller = $9, number = $10 WHERE tenant = $1 AND id = $2", 10);

    // No index has the phase: this one, by far the most frequent, writes one page.
    private readonly Statement sameCall = new(connection, "UPDATE call SET phase = $3, row = $4 WHERE tenant = $1 AND id = $2", 4);
    private readonly Statement word = new(connection, "INSERT OR IGNORE INTO call_word VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement checkpoint = new(connection, "INSERT INTO checkpoint VALUES ($1, $2) ON CONFLICT DO UPDATE SET position = excluded.position", 2);
    private readonly Statement streamEvent = new(connection, "INSERT INTO stream_event VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement forget = new(connection, "DELETE FROM stream_event WHERE seq <= $1", 1);

    public void Write(ViewBatch batch, SqliteTransaction transaction)
    {
        foreach (var row in batch.Tenants.Values)
        {
            tenant.Run(transaction, row.Tenant, Json(row, ViewContracts.Default.TenantRow));
        }

        foreach (var row in batch.Versions)
        {
            version.Run(transaction, row.Tenant, row.Version, row.Event, Json(row, ViewContracts.Default.ConfigurationVersion));
        }

        foreach (var row in batch.Floors.Values)
        {
            floor.Run(transaction, row.Tenant, Json(row, ViewContracts.Default.FloorRow));
        }

        foreach (var row in batch.Agents.Values)
        {
            agent.Run(transaction, row.Tenant, row.Id, Json(row, ViewContracts.Default.AgentRow));
        }

        foreach (var row in batch.Intervals)
        {
            interval.Run(transaction, row.Tenant, row.Agent, row.Number, Json(row, ViewContracts.Default.AgentInterval), row.To.ToUnixTimeMilliseconds());
        }

        foreach (var row in batch.Offers)
        {
            offer.Run(transaction, row.Tenant, row.Agent, row.Number, row.Queue, row.Ended.ToUnixTimeMilliseconds(), Json(row, ViewContracts.Default.OfferRow));
        }

        foreach (var (tenant, call, part, wrapUp, ended) in batch.Segments)
        {
            segment.Run(transaction, tenant, ended.ToUnixTimeMilliseconds(), part.Id.ToString(), call, part.Agent, part.Queue, wrapUp.Team);
        }

        figures.Write(batch.Figures, transaction);

        WriteQueues(batch, transaction);
        foreach (var (before, after) in batch.Calls.Values)
        {
            WriteCall(before, after, transaction);
        }

        foreach (var (call, stream, version) in batch.Words)
        {
            word.Run(transaction, stream.Tenant, call, stream.ToString(), version);
        }

        foreach (var (shard, position) in batch.Checkpoints)
        {
            checkpoint.Run(transaction, shard, position);
        }

        foreach (var e in batch.Events)
        {
            streamEvent.Run(transaction, e.Number, e.Tenant, (int)e.Topic, e.Body);
        }
    }

    public void Forget(long upTo, SqliteTransaction transaction) => forget.Run(transaction, upTo);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        figures.Dispose();
        foreach (var statement in new[] { tenant, version, floor, agent, interval, offer, segment, queue, stay, day, newCall, movedCall, sameCall, word, checkpoint, streamEvent, forget })
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
            stay.Run(transaction, row.Tenant, row.Queue, row.Stay.ToString(), row.Left is null ? 1 : 0, Json(row, ViewContracts.Default.StayRow),
                row.Entered.ToUnixTimeMilliseconds(), row.Left?.ToUnixTimeMilliseconds());
        }

        foreach (var row in batch.Days.Values)
        {
            day.Run(transaction, row.Tenant, row.Queue, Text(row.Day), Json(row, ViewContracts.Default.QueueDay));
        }
    }

    private void WriteCall(CallRecord? before, CallRecord after, SqliteTransaction transaction)
    {
        var caller = Spoke(after) ? after.Caller : null;
        var (arrived, live, row) = (after.Arrived?.ToUnixTimeMilliseconds(), after.Ended is null ? 1 : 0, Json(after, ViewContracts.Default.CallRecord));
        if (before is not null && (before.Arrived, before.Ended, before.Queue, before.Agent, Spoke(before)) == (after.Arrived, after.Ended, after.Queue, after.Agent, Spoke(after)))
        {
            sameCall.Run(transaction, after.Tenant, after.Id, (int)after.Phase, row);
            return;
        }

        (before is null ? newCall : movedCall).Run(transaction, after.Tenant, after.Id, arrived, live, (int)after.Phase, after.Queue, after.Agent, row, caller, after.Arrived is null ? null : after.Number);
    }

    /// <summary>A caller who shows a number talked to an agent.</summary>
    private static bool Spoke(CallRecord call) => call.Caller.Length > 0 && call.Segments.Count > 0;

    private static string Json<T>(T row, JsonTypeInfo<T> type) => JsonSerializer.Serialize(row, type);
}
