using System.Text.Json;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>The closed stretches of agents' states as they are committed, always of one tenant.</summary>
internal sealed class AgentStateQueries(string file)
{
    private const string OfAgent =
        "SELECT row FROM agent_interval WHERE tenant = $tenant AND agent = $agent AND number < $before ORDER BY number DESC LIMIT $limit";

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ToString();

    /// <summary>At most <paramref name="limit"/>, newest first, before the one with this number.</summary>
    public IReadOnlyList<AgentInterval> List(TenantScope scope, string agent, long before, int limit)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return Sql.Rows(
            connection, OfAgent, row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.AgentInterval)!,
            ("$tenant", scope.Tenant), ("$agent", agent), ("$before", before), ("$limit", limit));
    }
}
