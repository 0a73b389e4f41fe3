using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Postgres;
using Npgsql;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Webhooks;

/// <summary>The webhooks that all processes of a cluster share; one of them does the sending.</summary>
internal sealed class PostgresWebhookRows(SharedDatabase database) : IWebhookRows
{
    private const string Columns = "number, tenant, webhook, event, subject, type, body, at, attempts, next, dead, outcome";

    /// <summary>Locks the holder's row for the rest of the batch, or fails it: there is no 1 / 0.</summary>
    private const string IsHolder = "UPDATE api_webhook_holder SET until = until WHERE 1 / (holder = $1)::integer = 1";

    public IReadOnlyList<Webhook> Load() => database.Rows(Statement("SELECT row FROM api_webhook ORDER BY tenant, id"), row => JsonSerializer.Deserialize<Webhook>(row.GetString(0), ApiJson.Options)!);

    public void Add(Webhook webhook, IReadOnlyDictionary<int, long> heads) => database.Run(
        Statement("DELETE FROM api_webhook_position WHERE NOT EXISTS (SELECT FROM api_webhook)"),
        Statement(
            """
            INSERT INTO api_webhook_position SELECT h.* FROM unnest($1::integer[], $2::bigint[]) AS h WHERE NOT EXISTS (SELECT FROM api_webhook)
            ON CONFLICT (shard) DO NOTHING
            """,
            heads.Keys.ToArray(), heads.Values.ToArray()),
        Statement("INSERT INTO api_webhook VALUES ($1, $2, $3, $4)", webhook.Tenant, webhook.Id, webhook.Revision, JsonSerializer.Serialize(webhook, ApiJson.Options)));

    public bool Replace(Webhook webhook) => database.Rows(
        Statement(
            "UPDATE api_webhook SET revision = $3, row = $4 WHERE tenant = $1 AND id = $2 AND revision = $3 - 1 RETURNING 1",
            webhook.Tenant, webhook.Id, webhook.Revision, JsonSerializer.Serialize(webhook, ApiJson.Options)),
        row => row.GetInt32(0)).Count == 1;

    public void Delete(string tenant, string id) => database.Run(
        Statement("DELETE FROM api_webhook WHERE tenant = $1 AND id = $2", tenant, id), Statement("DELETE FROM api_delivery WHERE tenant = $1 AND webhook = $2", tenant, id));

    public bool TryHold(string holder, TimeSpan length) => database.Rows(
        Statement(
            """
            INSERT INTO api_webhook_holder VALUES (1, $1, clock_timestamp() + $2)
            ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, until = excluded.until
              WHERE api_webhook_holder.holder = excluded.holder OR api_webhook_holder.until < clock_timestamp()
            RETURNING 1
            """,
            holder, length),
        row => row.GetInt32(0)).Count == 1;

    public IReadOnlyDictionary<int, long> Positions() =>
        database.Rows(Statement("SELECT shard, position FROM api_webhook_position"), row => (row.GetInt32(0), row.GetInt64(1))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public void Enqueue(string holder, IReadOnlyList<Delivery> deliveries, IReadOnlyDictionary<int, long> positions)
    {
        try
        {
            database.Run(
            [
                Statement(IsHolder, holder),
                .. deliveries.Select(delivery => Statement(
                    "INSERT INTO api_delivery (tenant, webhook, event, subject, type, body, at, attempts, next, dead, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                    delivery.Webhook.Tenant, delivery.Webhook.Id, delivery.Event, delivery.Subject, delivery.Type, delivery.Body, delivery.At.ToUnixTimeMilliseconds(),
                    delivery.Attempts, delivery.Next.ToUnixTimeMilliseconds(), delivery.IsDead, delivery.Outcome)),
                Statement(
                    "INSERT INTO api_webhook_position SELECT p.* FROM unnest($1::integer[], $2::bigint[]) AS p ON CONFLICT (shard) DO UPDATE SET position = excluded.position",
                    positions.Keys.ToArray(), positions.Values.ToArray()),
            ]);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new HolderChangedException();
        }
    }

    public IReadOnlyDictionary<(string Tenant, string Id), int> Waiting() => database.Rows(
        Statement("SELECT tenant, webhook, count(*)::integer FROM api_delivery WHERE NOT dead GROUP BY tenant, webhook"),
        row => ((row.GetString(0), row.GetString(1)), row.GetInt32(2))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public IReadOnlyList<(string Tenant, string Id)> DueWebhooks(DateTimeOffset now) => database.Rows(
        Statement("SELECT DISTINCT tenant, webhook FROM api_delivery WHERE NOT dead AND next <= $1", now.ToUnixTimeMilliseconds()), row => (row.GetString(0), row.GetString(1)));

    public IReadOnlyList<Delivery> Due(string tenant, string id, DateTimeOffset now, int max) => database.Rows(
        Statement(
            "SELECT " + Columns + """
             FROM api_delivery d WHERE NOT dead AND tenant = $3 AND webhook = $4 AND next <= $1 AND NOT EXISTS
               (SELECT FROM api_delivery e WHERE NOT e.dead AND e.tenant = d.tenant AND e.webhook = d.webhook AND e.subject = d.subject AND e.number < d.number)
            ORDER BY number LIMIT $2
            """,
            now.ToUnixTimeMilliseconds(), max, tenant, id),
        Read);

    public DateTimeOffset? NextDue() => database.Rows(
        Statement("SELECT min(next) FROM api_delivery WHERE NOT dead"), row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).Single();

    public void Remove(long number) => database.Run(Statement("DELETE FROM api_delivery WHERE number = $1", number));

    public void Update(Delivery delivery) => database.Run(Statement(
        "UPDATE api_delivery SET attempts = $2, next = $3, dead = $4, outcome = $5 WHERE number = $1",
        delivery.Number, delivery.Attempts, delivery.Next.ToUnixTimeMilliseconds(), delivery.IsDead, delivery.Outcome));

    public IReadOnlyList<Delivery> List(string tenant, string id, bool dead, long after, int max) => database.Rows(
        Statement("SELECT " + Columns + " FROM api_delivery WHERE tenant = $1 AND webhook = $2 AND dead = $3 AND number > $4 ORDER BY number LIMIT $5", tenant, id, dead, after, max), Read);

    public int Revive(string tenant, string id, long? number, DateTimeOffset now) => database.Rows(
        Statement(
            "UPDATE api_delivery SET dead = false, attempts = 0, next = $4 WHERE tenant = $1 AND webhook = $2 AND dead AND ($3::bigint IS NULL OR number = $3) RETURNING 1",
            tenant, id, number, now.ToUnixTimeMilliseconds()),
        row => row.GetInt32(0)).Count;

    public void TrimDead(int ofWebhookMax) => database.Run(Statement(
        """
        DELETE FROM api_delivery WHERE number IN
            (SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY tenant, webhook ORDER BY number DESC) AS n FROM api_delivery WHERE dead) o WHERE n > $1)
        """,
        ofWebhookMax));

    public void Dispose()
    {
    }

    private static Delivery Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), (row.GetString(1), row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5), row.GetFieldValue<byte[]>(6), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)))
    {
        Attempts = row.GetInt32(8),
        Next = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        IsDead = row.GetBoolean(10),
        Outcome = row.IsDBNull(11) ? null : row.GetString(11),
    };
}
