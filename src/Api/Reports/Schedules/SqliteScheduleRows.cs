using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>The schedules of one process in a file.</summary>
internal sealed class SqliteScheduleRows : IScheduleRows
{
    public const string FileName = "schedules.db";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public SqliteScheduleRows(string file)
    {
        connection = Sql.Open(file);
        Sql.Run(connection, "PRAGMA synchronous = FULL");
        Sql.Run(connection, Sql.Resource("Reports.Schedules.Schedules.sql"));
    }

    public IReadOnlyList<ReportSchedule> Load() =>
        Locked(() => Sql.Rows(connection, "SELECT row FROM schedule ORDER BY tenant, id", row => JsonSerializer.Deserialize<ReportSchedule>(row.GetString(0), ApiJson.Options)!));

    public void Add(ReportSchedule schedule) => Locked(() => Sql.Run(connection, "INSERT INTO schedule VALUES ($tenant, $id, $revision, $row)", Of(schedule)));

    public bool Replace(ReportSchedule schedule) => Locked(() => Sql.Run(
        connection, "UPDATE schedule SET revision = $revision, row = $row WHERE tenant = $tenant AND id = $id AND revision = $revision - 1", Of(schedule)) == 1);

    public void Delete(string tenant, string id)
    {
        lock (gate)
        {
            // Without its schedule a delivery is not sent: were it to stay behind, nothing would come of it.
            Sql.Run(connection, "DELETE FROM schedule WHERE tenant = $tenant AND id = $id", ("$tenant", tenant), ("$id", id));
            Sql.Run(connection, "DELETE FROM delivery WHERE tenant = $tenant AND schedule = $id", ("$tenant", tenant), ("$id", id));
        }
    }

    public DateTimeOffset? LastDue(string tenant, string schedule) => Locked(() => Sql.Rows(
        connection, "SELECT max(due) FROM delivery WHERE tenant = $tenant AND schedule = $schedule",
        row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), ("$tenant", tenant), ("$schedule", schedule))).Single();

    public bool Order(ReportDelivery delivery) => Locked(() => Sql.Run(
        connection,
        """
        INSERT INTO delivery SELECT $tenant, $schedule, $due, $edition, $stage, $next, $row, NULL
        WHERE EXISTS (SELECT 1 FROM schedule WHERE tenant = $tenant AND id = $schedule) ON CONFLICT DO NOTHING
        """,
        Of(delivery)) == 1);

    public IReadOnlyList<ReportDelivery> Ordered(DateTimeOffset now, int max) => AtStage(DeliveryStage.Ordered, now, max);

    public IReadOnlyList<ReportDelivery> Waiting(DateTimeOffset now, int max) => AtStage(DeliveryStage.Waiting, now, max);

    public bool Made(ReportDelivery delivery, byte[] body) => Locked(() => Sql.Run(
        connection,
        "UPDATE delivery SET stage = $stage, next = $next, row = $row, body = $body WHERE tenant = $tenant AND schedule = $schedule AND due = $due AND edition = $edition AND stage = 1",
        [.. Of(delivery), ("$body", body)]) == 1);

    public byte[]? Body(ReportDelivery delivery) => Locked(() => Sql.Rows(
        connection, "SELECT body FROM delivery WHERE tenant = $tenant AND schedule = $schedule AND due = $due AND edition = $edition",
        row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), Of(delivery).AsSpan(0, 4))).SingleOrDefault();

    public void Update(ReportDelivery delivery) => Locked(() => Sql.Run(
        connection,
        """
        UPDATE delivery SET stage = $stage, next = $next, row = $row, body = CASE WHEN $stage = 2 THEN body END
        WHERE tenant = $tenant AND schedule = $schedule AND due = $due AND edition = $edition
        """,
        Of(delivery)));

    public IReadOnlyList<ReportDelivery> List(string tenant, string schedule, (DateTimeOffset Due, int Edition) before, int max) => Locked(() => Sql.Rows(
        connection, "SELECT row FROM delivery WHERE tenant = $tenant AND schedule = $schedule AND (due, edition) < ($due, $edition) ORDER BY due DESC, edition DESC LIMIT $max",
        Read, ("$tenant", tenant), ("$schedule", schedule), ("$due", before.Due.ToUnixTimeMilliseconds()), ("$edition", before.Edition), ("$max", max)));

    public void Trim(int ofScheduleMax) => Locked(() => Sql.Run(
        connection,
        """
        DELETE FROM delivery WHERE stage > 2 AND (tenant, schedule, due, edition) IN
            (SELECT tenant, schedule, due, edition FROM
                (SELECT tenant, schedule, due, edition, row_number() OVER (PARTITION BY tenant, schedule ORDER BY due DESC, edition DESC) AS n FROM delivery) WHERE n > $max)
        """,
        ("$max", ofScheduleMax)));

    public void Dispose() => connection.Dispose();

    private List<ReportDelivery> AtStage(DeliveryStage stage, DateTimeOffset now, int max) => Locked(() => Sql.Rows(
        connection, "SELECT row FROM delivery WHERE stage = $stage AND stage IN (1, 2) AND next <= $now ORDER BY next LIMIT $max",
        Read, ("$stage", (int)stage), ("$now", now.ToUnixTimeMilliseconds()), ("$max", max)));

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }

    private static ReportDelivery Read(SqliteDataReader row) => JsonSerializer.Deserialize<ReportDelivery>(row.GetString(0), ApiJson.Options)!;

    private static (string, object?)[] Of(ReportSchedule schedule) =>
        [("$tenant", schedule.Tenant), ("$id", schedule.Id), ("$revision", schedule.Revision), ("$row", JsonSerializer.Serialize(schedule, ApiJson.Options))];

    private static (string, object?)[] Of(ReportDelivery delivery) =>
    [
        ("$tenant", delivery.Tenant), ("$schedule", delivery.Schedule), ("$due", delivery.Due.ToUnixTimeMilliseconds()), ("$edition", delivery.Edition),
        ("$stage", (int)delivery.Stage), ("$next", delivery.Next.ToUnixTimeMilliseconds()), ("$row", JsonSerializer.Serialize(delivery, ApiJson.Options)),
    ];
}
