using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Reports;

/// <summary>The facts of a range for <see cref="QueueLog"/>, always of one tenant.</summary>
internal sealed class QueueLogQueries(string file)
{
    /// <summary>More stays, offers or stretches in one range are refused: ask for a shorter one.</summary>
    public const int FactsMax = 200_000;

    /// <summary>
    /// Who entered so long before the range may still talk in it, and what an agent does in it may last so long after it. A wait may be as long as it likes.
    /// </summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromDays(1);

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5, Mode = SqliteOpenMode.ReadOnly }.ToString();

    /// <summary>Null: there are more than <see cref="FactsMax"/>.</summary>
    public QueueLogFacts? Read(TenantScope scope, TenantBoard board, DateTimeOffset from, DateTimeOffset to)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var moment = connection.BeginTransaction(deferred: true);
        var (first, last) = ((from - Lookback).ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var stays = board.Queues.Keys.SelectMany(queue => Rows(
            connection, "SELECT row FROM queue_stay INDEXED BY queue_stay_entered WHERE tenant = $tenant AND queue = $queue AND entered >= $from AND entered < $to ORDER BY entered LIMIT $limit",
            ViewContracts.Default.StayRow, ("$tenant", scope.Tenant), ("$queue", queue), ("$from", first), ("$to", last), ("$limit", FactsMax + 1))
            .Concat(Rows(
                connection, "SELECT row FROM queue_stay INDEXED BY queue_stay_left WHERE tenant = $tenant AND queue = $queue AND left IS NOT NULL AND left >= $first AND left < $to AND entered < $from LIMIT $limit",
                ViewContracts.Default.StayRow, ("$tenant", scope.Tenant), ("$queue", queue), ("$from", first), ("$first", from.ToUnixTimeMilliseconds()), ("$to", last), ("$limit", FactsMax + 1)))).ToList();
        var offers = Rows(
            connection, "SELECT row FROM offer INDEXED BY offer_ended WHERE tenant = $tenant AND ended >= $from AND ended < $to ORDER BY ended LIMIT $limit", ViewContracts.Default.OfferRow,
            ("$tenant", scope.Tenant), ("$from", first), ("$to", last), ("$limit", FactsMax + 1));
        var intervals = Rows(
            connection, "SELECT row FROM agent_interval INDEXED BY agent_interval_until WHERE tenant = $tenant AND until >= $from AND until < $to ORDER BY until LIMIT $limit", ViewContracts.Default.AgentInterval,
            ("$tenant", scope.Tenant), ("$from", first), ("$to", (to + Lookback).ToUnixTimeMilliseconds()), ("$limit", FactsMax + 1));
        if (Math.Max(stays.Count, Math.Max(offers.Count, intervals.Count)) > FactsMax)
        {
            return null;
        }

        var open = board.Agents.Values.Where(agent => agent.Phase != AgentActivity.SignedOut)
            .Select(agent => new AgentInterval(agent.Tenant, agent.Id, agent.Intervals + 1, agent.Phase, agent.Reason, agent.Queue, agent.Call, agent.Since, DateTimeOffset.MaxValue));
        return new QueueLogFacts(
            stays, Calls(connection, scope, stays), offers, [.. intervals.Concat(open)],
            board.Agents.Values.ToDictionary(agent => agent.Id, IReadOnlyList<string> (agent) => [.. agent.Settings?.Queues.Items ?? []], StringComparer.Ordinal));
    }

    private static Dictionary<string, CallRecord> Calls(SqliteConnection connection, TenantScope scope, List<StayRow> stays)
    {
        var calls = new Dictionary<string, CallRecord>(StringComparer.Ordinal);
        foreach (var id in stays.Select(stay => stay.Stay.Call).Distinct(StringComparer.Ordinal))
        {
            if (Sql.Row(connection, "SELECT row FROM call WHERE tenant = $tenant AND id = $id", ViewContracts.Default.CallRecord, ("$tenant", scope.Tenant), ("$id", id)) is { } call)
            {
                calls[id] = call;
            }
        }

        return calls;
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, JsonTypeInfo<T> type, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Sql.Rows(connection, sql, row => JsonSerializer.Deserialize(row.GetString(0), type)!, parameters);
}
