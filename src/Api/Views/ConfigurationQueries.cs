using System.Text.Json;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>The versions of a tenant's configuration as they are committed, always of one tenant.</summary>
internal sealed class ConfigurationQueries(string file)
{
    private const string Before = "SELECT row FROM config_version WHERE tenant = $tenant AND version < $before ORDER BY version DESC LIMIT $limit";
    private const string Events = "SELECT event FROM config_version WHERE tenant = $tenant AND version <= $version ORDER BY version";

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ToString();

    /// <summary>At most <paramref name="limit"/>, newest first, before this version.</summary>
    public IReadOnlyList<ConfigurationVersion> List(TenantScope scope, long before, int limit)
    {
        using var connection = Open();
        return Sql.Rows(
            connection, Before, row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.ConfigurationVersion)!,
            ("$tenant", scope.Tenant), ("$before", before), ("$limit", limit));
    }

    /// <summary>Where in the tenant's stream the changes are that led to this version, oldest first; as many as the version's number, else it is not known.</summary>
    public IReadOnlyList<long> EventsUntil(TenantScope scope, long version)
    {
        using var connection = Open();
        return Sql.Rows(connection, Events, row => row.GetInt64(0), ("$tenant", scope.Tenant), ("$version", version));
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
