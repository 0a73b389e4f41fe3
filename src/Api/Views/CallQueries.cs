using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Views;

/// <summary>Which calls to list. <see cref="Phases"/> null: all.</summary>
internal sealed record CallFilter(IReadOnlyList<CallActivity>? Phases, string? Queue, string? Agent);

/// <summary>Behind this call, in the order of the list (newest first).</summary>
internal readonly record struct CallCursor(long Arrived, string Id)
{
    public static readonly CallCursor Newest = new(long.MaxValue, "~");

    public static CallCursor Of(CallRecord record) => new(record.Arrived!.Value.ToUnixTimeMilliseconds(), record.Id);

    public static bool TryParse(string text, out CallCursor cursor)
    {
        cursor = default;
        var bytes = new byte[256];
        if (text.Length > 200 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('/');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var arrived))
        {
            return false;
        }

        cursor = new CallCursor(arrived, parts[1]);
        return true;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Arrived}/{Id}")));
}

/// <summary>Call records as they are committed, always of one tenant.</summary>
internal sealed class CallQueries(string file)
{
    /// <summary>More than a call has; the rest of a longer story is left out.</summary>
    public const int WordsMax = 500;

    // An index for each way to ask; all walk in the order of the list, so a page costs a page.
    private const string Columns = "SELECT row FROM call INDEXED BY ";
    private const string Where = """
         WHERE tenant = $tenant AND (arrived, id) < ($arrived, $id) AND arrived IS NOT NULL
           AND ($phases IS NULL OR ((1 << phase) & $phases) <> 0)
        """;

    private const string Order = " ORDER BY arrived DESC, id DESC LIMIT $limit";
    private const string All = Columns + "call_arrived" + Where + Order;
    private const string Live = Columns + "call_live" + Where + " AND live = 1 AND ($queue IS NULL OR queue = $queue) AND ($agent IS NULL OR agent = $agent)" + Order;
    private const string OfQueue = Columns + "call_queue" + Where + " AND queue = $queue AND ($agent IS NULL OR agent = $agent)" + Order;
    private const string OfAgent = Columns + "call_agent" + Where + " AND agent = $agent" + Order;

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ToString();

    /// <summary>At most <paramref name="limit"/> calls, newest first, behind the cursor.</summary>
    public IReadOnlyList<CallRecord> List(TenantScope scope, CallFilter filter, CallCursor after, int limit)
    {
        using var connection = Open();
        var phases = filter.Phases?.Aggregate(0L, (mask, phase) => mask | (1L << (int)phase));
        var live = filter.Phases is not null && !filter.Phases.Contains(CallActivity.Ended);
        return Sql.Rows(
            connection,
            live ? Live : filter switch { { Queue: not null } => OfQueue, { Agent: not null } => OfAgent, _ => All },
            row => JsonSerializer.Deserialize(row.GetString(0), ViewContracts.Default.CallRecord)!,
            ("$tenant", scope.Tenant), ("$arrived", after.Arrived), ("$id", after.Id), ("$phases", phases),
            ("$queue", filter.Queue), ("$agent", filter.Agent), ("$limit", limit));
    }

    /// <summary>Null when it is not known, or not of this tenant.</summary>
    public CallRecord? Find(TenantScope scope, string id)
    {
        using var connection = Open();
        return Sql.Row(
            connection, "SELECT row FROM call WHERE tenant = $tenant AND id = $id AND arrived IS NOT NULL", ViewContracts.Default.CallRecord,
            ("$tenant", scope.Tenant), ("$id", id));
    }

    /// <summary>What queues said of this call: where it is in the journal, at most <see cref="WordsMax"/>.</summary>
    public IReadOnlyList<CallWord> Words(TenantScope scope, string id)
    {
        using var connection = Open();
        return Sql.Rows(
            connection, "SELECT stream, version FROM call_word WHERE tenant = $tenant AND call = $call ORDER BY stream, version LIMIT $limit",
            row => new CallWord(id, ActorId.TryParse(row.GetString(0), out var stream) ? stream : default, row.GetInt64(1)),
            ("$tenant", scope.Tenant), ("$call", id), ("$limit", WordsMax));
    }

    /// <summary>The agent whom this number talked to last, and until when (as far as that is known); null: none.</summary>
    public KnownCaller? LastSpokenTo(TenantScope scope, string caller)
    {
        using var connection = Open();
        var record = Sql.Row(
            connection, "SELECT row FROM call INDEXED BY call_caller WHERE tenant = $tenant AND caller = $caller ORDER BY arrived DESC LIMIT 1",
            ViewContracts.Default.CallRecord, ("$tenant", scope.Tenant), ("$caller", caller));
        return record is { Segments.Items: [.., var last] } ? new KnownCaller(last.Agent, last.Ended ?? last.Running) : null;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
