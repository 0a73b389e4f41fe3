using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Webhooks;

/// <summary>The webhooks of one process in a file.</summary>
internal sealed class SqliteWebhookRows : IWebhookRows
{
    public const string FileName = "webhooks.db";
    private const string Columns = "number, tenant, webhook, event, subject, type, body, at, attempts, next, dead, outcome";

    private const string OfDue = "SELECT " + Columns + """
         FROM delivery AS d WHERE dead = 0 AND tenant = $tenant AND webhook = $id AND next <= $now AND NOT EXISTS
           (SELECT 1 FROM delivery WHERE dead = 0 AND tenant = d.tenant AND webhook = d.webhook AND subject = d.subject AND number < d.number)
        ORDER BY number LIMIT $max
        """;

    private const string OfWebhook = "SELECT " + Columns + " FROM delivery WHERE tenant = $tenant AND webhook = $id AND dead = $dead AND number > $after ORDER BY number LIMIT $max";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public SqliteWebhookRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Webhooks.Webhooks.sql"));
    }

    public IReadOnlyList<Webhook> Load() => Locked(() => Sql.Rows(connection, "SELECT row FROM webhook ORDER BY tenant, id", row => JsonSerializer.Deserialize<Webhook>(row.GetString(0), ApiJson.Options)!));

    public void Add(Webhook webhook, IReadOnlyDictionary<int, long> heads) => Together(() =>
    {
        if (Sql.Number(connection, "SELECT count(*) FROM webhook") == 0)
        {
            Sql.Run(connection, "DELETE FROM position");
            Follow(heads);
        }

        Sql.Run(connection, "INSERT INTO webhook VALUES ($tenant, $id, $revision, $row)", Of(webhook));
    });

    public bool Replace(Webhook webhook) => Locked(() => Sql.Run(
        connection, "UPDATE webhook SET revision = $revision, row = $row WHERE tenant = $tenant AND id = $id AND revision = $revision - 1", Of(webhook)) == 1);

    public void Delete(string tenant, string id) => Together(() =>
    {
        Sql.Run(connection, "DELETE FROM webhook WHERE tenant = $tenant AND id = $id", ("$tenant", tenant), ("$id", id));
        Sql.Run(connection, "DELETE FROM delivery WHERE tenant = $tenant AND webhook = $id", ("$tenant", tenant), ("$id", id));
    });

    /// <summary>There is no other process.</summary>
    public bool TryHold(string holder, TimeSpan length) => true;

    public IReadOnlyDictionary<int, long> Positions() =>
        Locked(() => Sql.Rows(connection, "SELECT shard, position FROM position", row => (row.GetInt32(0), row.GetInt64(1)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public void Enqueue(string holder, IReadOnlyList<Delivery> deliveries, IReadOnlyDictionary<int, long> positions) => Together(() =>
    {
        foreach (var delivery in deliveries)
        {
            Sql.Run(
                connection,
                """
                INSERT INTO delivery (tenant, webhook, event, subject, type, body, at, attempts, next, dead, outcome)
                VALUES ($tenant, $id, $event, $subject, $type, $body, $at, $attempts, $next, $dead, $outcome)
                """,
                [
                    ("$tenant", delivery.Webhook.Tenant), ("$id", delivery.Webhook.Id), ("$event", delivery.Event), ("$subject", delivery.Subject), ("$type", delivery.Type),
                    ("$body", delivery.Body), ("$at", delivery.At.ToUnixTimeMilliseconds()), .. State(delivery),
                ]);
        }

        Follow(positions);
    });

    public IReadOnlyDictionary<(string Tenant, string Id), int> Waiting() => Locked(() => Sql.Rows(
        connection, "SELECT tenant, webhook, count(*) FROM delivery WHERE dead = 0 GROUP BY tenant, webhook", row => ((row.GetString(0), row.GetString(1)), row.GetInt32(2)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public IReadOnlyList<(string Tenant, string Id)> DueWebhooks(DateTimeOffset now) => Locked(() => Sql.Rows(
        connection, "SELECT DISTINCT tenant, webhook FROM delivery WHERE dead = 0 AND next <= $now", row => (row.GetString(0), row.GetString(1)), ("$now", now.ToUnixTimeMilliseconds())));

    public IReadOnlyList<Delivery> Due(string tenant, string id, DateTimeOffset now, int max) =>
        Locked(() => Sql.Rows(connection, OfDue, Read, ("$tenant", tenant), ("$id", id), ("$now", now.ToUnixTimeMilliseconds()), ("$max", max)));

    public DateTimeOffset? NextDue() => Locked(() => Sql.Rows(connection, "SELECT min(next) FROM delivery WHERE dead = 0", row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)))).Single();

    public void Remove(long number) => Locked(() => Sql.Run(connection, "DELETE FROM delivery WHERE number = $number", ("$number", number)));

    public void Update(Delivery delivery) => Locked(() => Sql.Run(
        connection, "UPDATE delivery SET attempts = $attempts, next = $next, dead = $dead, outcome = $outcome WHERE number = $number", [.. State(delivery), ("$number", delivery.Number)]));

    public IReadOnlyList<Delivery> List(string tenant, string id, bool dead, long after, int max) =>
        Locked(() => Sql.Rows(connection, OfWebhook, Read, ("$tenant", tenant), ("$id", id), ("$dead", dead ? 1 : 0), ("$after", after), ("$max", max)));

    public int Revive(string tenant, string id, long? number, DateTimeOffset now) => Locked(() => Sql.Run(
        connection, "UPDATE delivery SET dead = 0, attempts = 0, next = $now WHERE tenant = $tenant AND webhook = $id AND dead = 1 AND ($number IS NULL OR number = $number)",
        ("$tenant", tenant), ("$id", id), ("$number", number), ("$now", now.ToUnixTimeMilliseconds())));

    public void TrimDead(int ofWebhookMax) => Locked(() => Sql.Run(
        connection,
        """
        DELETE FROM delivery WHERE number IN
            (SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY tenant, webhook ORDER BY number DESC) AS n FROM delivery WHERE dead = 1) WHERE n > $max)
        """,
        ("$max", ofWebhookMax)));

    public void Dispose() => connection.Dispose();

    private void Follow(IReadOnlyDictionary<int, long> positions)
    {
        foreach (var (shard, position) in positions)
        {
            Sql.Run(connection, "INSERT INTO position VALUES ($shard, $position) ON CONFLICT DO UPDATE SET position = excluded.position", ("$shard", shard), ("$position", position));
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }

    private void Together(Action work)
    {
        lock (gate)
        {
            Sql.Run(connection, "BEGIN IMMEDIATE");
            try
            {
                work();
                Sql.Run(connection, "COMMIT");
            }
            catch
            {
                Sql.Run(connection, "ROLLBACK");
                throw;
            }
        }
    }

    private static (string, object?)[] Of(Webhook webhook) =>
        [("$tenant", webhook.Tenant), ("$id", webhook.Id), ("$revision", webhook.Revision), ("$row", JsonSerializer.Serialize(webhook, ApiJson.Options))];

    private static (string, object?)[] State(Delivery delivery) =>
        [("$attempts", delivery.Attempts), ("$next", delivery.Next.ToUnixTimeMilliseconds()), ("$dead", delivery.IsDead ? 1 : 0), ("$outcome", delivery.Outcome)];

    private static Delivery Read(SqliteDataReader row) => new(
        row.GetInt64(0), (row.GetString(1), row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5), row.GetFieldValue<byte[]>(6), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)))
    {
        Attempts = row.GetInt32(8),
        Next = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        IsDead = row.GetInt32(10) != 0,
        Outcome = row.IsDBNull(11) ? null : row.GetString(11),
    };
}
