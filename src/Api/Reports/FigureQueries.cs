using System.Text;
using System.Text.Json;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CallCenter.Api.Reports;

/// <summary>
/// One look at the stored figures of a tenant: all it reads is of one moment. Hours are read where an interval holds them whole, quarters where it does not.
/// </summary>
internal sealed class FigureQueries : IDisposable
{
    private const string Rows = "SELECT start, subject, body FROM figures WHERE tenant = $tenant AND level = $level AND of = $of AND start >= $from AND start < $to";
    private const string Corrections = "SELECT start, subject, body FROM correction WHERE tenant = $tenant AND of = $of AND start >= $from AND start < $to";

    /// <summary>Where intervals cut more hours than this, everything is read in quarters.</summary>
    private const int CutHoursMax = 100;

    /// <summary>Longer subjects are copied.</summary>
    private const int SubjectMax = 256;

    private readonly SqliteConnection connection;
    private readonly SqliteTransaction moment;
    private readonly string tenant;

    public FigureQueries(string file, TenantScope scope)
    {
        tenant = scope.Tenant;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        moment = connection.BeginTransaction(deferred: true);
    }

    /// <summary>A stored sum: the quarter that it begins with, its subject, its bytes.</summary>
    public delegate void Take(int start, ReadOnlySpan<char> subject, ReadOnlySpan<byte> figures);

    public void Read(FigureOf of, Intervals intervals, Take take)
    {
        var cut = intervals.Bounds.Where(bound => bound % Quarter.PerHour != 0).Select(bound => bound / Quarter.PerHour * Quarter.PerHour).Distinct().ToList();
        if (cut.Count > CutHoursMax || intervals.Bounds.Zip(intervals.Bounds.Skip(1)).Any(pair => pair.Second - pair.First < Quarter.PerHour))
        {
            Read(Rows, FigureLevel.Quarter, of, intervals.Bounds[0], intervals.Bounds[^1], take);
        }
        else
        {
            var (from, end) = (intervals.Bounds[0], intervals.Bounds[^1]);
            foreach (var hour in cut)
            {
                Read(Rows, FigureLevel.Hour, of, from, hour, take);
                Read(Rows, FigureLevel.Quarter, of, Math.Max(hour, intervals.Bounds[0]), Math.Min(hour + Quarter.PerHour, end), take);
                from = hour + Quarter.PerHour;
            }

            Read(Rows, FigureLevel.Hour, of, from, end, take);
        }
    }

    /// <summary>What changed after its interval was closed; gives how many corrections there are.</summary>
    public int ReadCorrections(FigureOf of, Intervals intervals, Take take) => Read(Corrections, null, of, intervals.Bounds[0], intervals.Bounds[^1], take);

    /// <summary>Quarters alone, in order: what is of moments is kept in no other way. The last one is in it.</summary>
    public void ReadQuarters(FigureOf of, int from, int last, Take take) => Read(Rows, FigureLevel.Quarter, of, from, last + 1, take);

    /// <summary>Stays that have not ended.</summary>
    public List<StayRow> Waiting() => Sql.Rows(
        connection, "SELECT row FROM queue_stay INDEXED BY queue_stay_open WHERE tenant = $tenant AND open = 1", row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.StayRow)!, ("$tenant", tenant));

    /// <summary>Calls that have not ended.</summary>
    public List<CallRecord> Calls() => Sql.Rows(
        connection, "SELECT row FROM call INDEXED BY call_live WHERE tenant = $tenant AND live = 1 AND arrived IS NOT NULL", row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.CallRecord)!, ("$tenant", tenant));

    /// <summary>Agents as they are at the moment of this look: their states that still last.</summary>
    public List<AgentRow> Agents() => Sql.Rows(
        connection, "SELECT row FROM agent WHERE tenant = $tenant", row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.AgentRow)!, ("$tenant", tenant));

    public void Dispose()
    {
        moment.Dispose();
        connection.Dispose();
    }

    private int Read(string sql, FigureLevel? level, FigureOf of, int from, int to, Take take)
    {
        if (from >= to)
        {
            return 0;
        }

        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the two constants above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = moment;
        command.Parameters.AddWithValue("$tenant", tenant);
        command.Parameters.AddWithValue("$of", (int)of);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        if (level is { } stored)
        {
            command.Parameters.AddWithValue("$level", (int)stored);
        }

        using var reader = command.ExecuteReader();
        var count = 0;
        Span<char> subject = stackalloc char[SubjectMax];
        while (reader.Read())
        {
            // As SQLite holds them: a report reads half a million rows, and copies none.
            var name = raw.sqlite3_column_blob(reader.Handle, 1);
            take(reader.GetInt32(0), name.Length <= SubjectMax ? subject[..Encoding.UTF8.GetChars(name, subject)] : Encoding.UTF8.GetString(name), raw.sqlite3_column_blob(reader.Handle, 2));
            count++;
        }

        return count;
    }
}
