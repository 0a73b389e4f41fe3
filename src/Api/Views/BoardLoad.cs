using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>The boards from their rows: what a start begins with.</summary>
internal static class BoardLoad
{
    public static Boards From(SqliteConnection connection)
    {
        var open = Rows(connection, "SELECT row FROM queue_stay WHERE open = 1", ViewContracts.Default.StayRow).ToLookup(stay => (stay.Tenant, stay.Queue));
        var latest = Rows(
            connection,
            "SELECT row FROM queue_day AS d WHERE day = (SELECT max(day) FROM queue_day WHERE tenant = d.tenant AND queue = d.queue)",
            ViewContracts.Default.QueueDay).ToDictionary(day => (day.Tenant, day.Queue));
        var agents = Rows(connection, "SELECT row FROM agent", ViewContracts.Default.AgentRow).ToLookup(agent => agent.Tenant);
        var queues = Rows(connection, "SELECT row FROM queue", ViewContracts.Default.QueueRow).ToLookup(queue => queue.Tenant);
        var channels = Rows(connection, "SELECT row FROM call WHERE live = 1", ViewContracts.Default.CallRecord).GroupBy(call => call.Tenant).ToDictionary(
            group => group.Key,
            group => group.Aggregate(TrunkChannels.None, (all, call) => all.After(CallRecordView.Empty(call.Tenant, call.Id), call)));
        var tenants = Rows(connection, "SELECT row FROM tenant", ViewContracts.Default.TenantRow).ToDictionary(tenant => tenant.Tenant);

        var floors = Rows(connection, "SELECT row FROM floor", ViewContracts.Default.FloorRow).ToDictionary(floor => floor.Tenant, floor => floor.InOrder());

        return agents.Select(group => group.Key).Concat(floors.Keys).Concat(queues.Select(group => group.Key)).Concat(tenants.Keys).Concat(channels.Keys).Distinct()
            .Aggregate(Boards.Empty, (boards, tenant) => boards.With(new TenantBoard(tenants.GetValueOrDefault(tenant) ?? TenantRow.Empty(tenant))
            {
                Agents = agents[tenant].ToImmutableSortedDictionary(agent => agent.Id, agent => agent, StringComparer.Ordinal),
                Queues = Lines(queues[tenant], agents[tenant], open, latest),
                Channels = channels.GetValueOrDefault(tenant) ?? TrunkChannels.None,
                Floor = floors.GetValueOrDefault(tenant) ?? FloorRow.Empty(tenant),
            }));
    }

    private static ImmutableSortedDictionary<string, QueueLine> Lines(
        IEnumerable<QueueRow> queues, IEnumerable<AgentRow> agents, ILookup<(string, string), StayRow> open, Dictionary<(string, string), QueueDay> latest)
    {
        var staff = new Dictionary<string, StaffCount>(StringComparer.Ordinal);
        foreach (var agent in agents)
        {
            foreach (var (queue, count) in QueueStaff.Difference(AgentBoard.Empty(agent.Tenant, agent.Id), agent))
            {
                staff[queue] = staff.GetValueOrDefault(queue, StaffCount.None) + count;
            }
        }

        return queues.ToImmutableSortedDictionary(
            queue => queue.Id,
            queue => new QueueLine(
                QueueWaiting.From(queue, open[(queue.Tenant, queue.Id)]),
                latest.GetValueOrDefault((queue.Tenant, queue.Id)),
                staff.GetValueOrDefault(queue.Id, StaffCount.None)),
            StringComparer.Ordinal);
    }

    private static List<T> Rows<T>(SqliteConnection connection, string sql, JsonTypeInfo<T> type) =>
        Sql.Rows(connection, sql, row => JsonSerializer.Deserialize(row.GetString(0), type)!);
}
