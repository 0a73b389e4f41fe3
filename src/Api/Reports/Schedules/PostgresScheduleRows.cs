using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Postgres;
using Npgsql;
using static CallCenter.Api.Postgres.SharedDatabase;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>The schedules that all processes of a cluster share; one of them makes and sends the reports.</summary>
internal sealed class PostgresScheduleRows(SharedDatabase database) : IScheduleRows
{
    public IReadOnlyList<ReportSchedule> Load() =>
        database.Rows(Statement("SELECT row FROM api_report_schedule ORDER BY tenant, id"), row => JsonSerializer.Deserialize<ReportSchedule>(row.GetString(0), ApiJson.Options)!);

    public void Add(ReportSchedule schedule) => database.Run(Statement("INSERT INTO api_report_schedule VALUES ($1, $2, $3, $4)", Of(schedule)));

    public bool Replace(ReportSchedule schedule) => Changed(Statement(
        "UPDATE api_report_schedule SET revision = $3, row = $4 WHERE tenant = $1 AND id = $2 AND revision = $3 - 1 RETURNING 1", Of(schedule)));

    public void Delete(string tenant, string id) => database.Run(
        Statement("DELETE FROM api_report_schedule WHERE tenant = $1 AND id = $2", tenant, id), Statement("DELETE FROM api_report_delivery WHERE tenant = $1 AND schedule = $2", tenant, id));

    public DateTimeOffset? LastDue(string tenant, string schedule) => database.Rows(
        Statement("SELECT max(due) FROM api_report_delivery WHERE tenant = $1 AND schedule = $2", tenant, schedule),
        row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).Single();

    public bool Order(ReportDelivery delivery) => Changed(Statement(
        """
        INSERT INTO api_report_delivery SELECT $1, $2, $3, $4, $5, $6, $7, NULL
        WHERE EXISTS (SELECT FROM api_report_schedule WHERE tenant = $1 AND id = $2) ON CONFLICT DO NOTHING RETURNING 1
        """,
        Of(delivery)));

    public IReadOnlyList<ReportDelivery> Ordered(DateTimeOffset now, int max) => AtStage(DeliveryStage.Ordered, now, max);

    public IReadOnlyList<ReportDelivery> Waiting(DateTimeOffset now, int max) => AtStage(DeliveryStage.Waiting, now, max);

    public bool Made(ReportDelivery delivery, byte[] body) => Changed(Statement(
        "UPDATE api_report_delivery SET stage = $5, next = $6, row = $7, body = $8 WHERE tenant = $1 AND schedule = $2 AND due = $3 AND edition = $4 AND stage = 1 RETURNING 1", [.. Of(delivery), body]));

    public byte[]? Body(ReportDelivery delivery) => database.Rows(
        Statement("SELECT body FROM api_report_delivery WHERE tenant = $1 AND schedule = $2 AND due = $3 AND edition = $4", Of(delivery).AsSpan(0, 4)), row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0)).SingleOrDefault();

    public void Update(ReportDelivery delivery) => database.Run(Statement(
        "UPDATE api_report_delivery SET stage = $5, next = $6, row = $7, body = CASE WHEN $5 = 2 THEN body END WHERE tenant = $1 AND schedule = $2 AND due = $3 AND edition = $4", Of(delivery)));

    public IReadOnlyList<ReportDelivery> List(string tenant, string schedule, (DateTimeOffset Due, int Edition) before, int max) => database.Rows(
        Statement(
            "SELECT row FROM api_report_delivery WHERE tenant = $1 AND schedule = $2 AND (due, edition) < ($3, $4) ORDER BY due DESC, edition DESC LIMIT $5",
            tenant, schedule, before.Due.ToUnixTimeMilliseconds(), before.Edition, max),
        Read);

    public void Trim(int ofScheduleMax) => database.Run(Statement(
        """
        DELETE FROM api_report_delivery WHERE stage > 2 AND (tenant, schedule, due, edition) IN
            (SELECT tenant, schedule, due, edition FROM
                (SELECT tenant, schedule, due, edition, row_number() OVER (PARTITION BY tenant, schedule ORDER BY due DESC, edition DESC) AS n FROM api_report_delivery) o WHERE n > $1)
        """,
        ofScheduleMax));

    public void Dispose()
    {
    }

    private List<ReportDelivery> AtStage(DeliveryStage stage, DateTimeOffset now, int max) => database.Rows(
        Statement("SELECT row FROM api_report_delivery WHERE stage = $1 AND stage IN (1, 2) AND next <= $2 ORDER BY next LIMIT $3", (int)stage, now.ToUnixTimeMilliseconds(), max), Read);

    private bool Changed(NpgsqlBatchCommand command) => database.Rows(command, row => row.GetInt32(0)).Count == 1;

    private static ReportDelivery Read(NpgsqlDataReader row) => JsonSerializer.Deserialize<ReportDelivery>(row.GetString(0), ApiJson.Options)!;

    private static object?[] Of(ReportSchedule schedule) => [schedule.Tenant, schedule.Id, schedule.Revision, JsonSerializer.Serialize(schedule, ApiJson.Options)];

    private static object?[] Of(ReportDelivery delivery) =>
    [
        delivery.Tenant, delivery.Schedule, delivery.Due.ToUnixTimeMilliseconds(), delivery.Edition, (int)delivery.Stage, delivery.Next.ToUnixTimeMilliseconds(),
        JsonSerializer.Serialize(delivery, ApiJson.Options),
    ];
}
