using System.Globalization;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Reports;

/// <summary>One fact behind a figure; docs/api.md says what each field means.</summary>
internal sealed record FactItem(string Id, string Call, DateTimeOffset At, string? Queue, string? Agent, string? Number, long LengthMs, string? End);

/// <summary>Whose facts: at most one of them.</summary>
internal sealed record FactsOf(string? Queue, string? Agent, string? Team, string? Number);

/// <summary>Behind this fact, in the order of time.</summary>
internal readonly record struct FactCursor(long At, string Id)
{
    public static bool TryParse(string text, out FactCursor cursor)
    {
        var tilde = text.IndexOf('~', StringComparison.Ordinal);
        cursor = new FactCursor(tilde > 0 && long.TryParse(text.AsSpan(0, tilde), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1, tilde > 0 ? text[(tilde + 1)..] : "");
        return cursor.At >= 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}~{Id}");

    /// <summary>Of an offer: its id is <c>agent.number</c>.</summary>
    public string Agent => Id.LastIndexOf('.') is var dot and > 0 ? Id[..dot] : Id;

    public long Number => Id.LastIndexOf('.') is var dot and > 0 && long.TryParse(Id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>The facts that a count is made of, always of one tenant: as many as the report says, in the order of time.</summary>
internal sealed class FactQueries(string file)
{
    private const int Chunk = 500;

    private const string Entered = "SELECT entered, stay, row FROM queue_stay INDEXED BY queue_stay_entered WHERE tenant = $tenant AND queue = $queue AND (entered, stay) > ($at, $id) AND entered < $to ORDER BY entered, stay LIMIT $limit";
    private const string Left = "SELECT left, stay, row FROM queue_stay INDEXED BY queue_stay_left WHERE tenant = $tenant AND queue = $queue AND left IS NOT NULL AND (left, stay) > ($at, $id) AND left < $to ORDER BY left, stay LIMIT $limit";
    private const string Segments = """
        SELECT segment.ended, segment.offer, call.row FROM segment JOIN call ON call.tenant = segment.tenant AND call.id = segment.call
        WHERE segment.tenant = $tenant AND (segment.ended, segment.offer) > ($at, $id) AND segment.ended < $to
          AND ($queue IS NULL OR segment.queue = $queue) AND ($agent IS NULL OR segment.agent = $agent) AND ($team IS NULL OR segment.team = $team)
        ORDER BY segment.ended, segment.offer LIMIT $limit
        """;

    private const string Offers = """
        SELECT ended, agent || '.' || number, row FROM offer INDEXED BY offer_ended
        WHERE tenant = $tenant AND (ended, agent, number) > ($at, $agentAfter, $numberAfter) AND ended < $to AND ($queue IS NULL OR queue = $queue) AND ($agent IS NULL OR agent = $agent)
        ORDER BY ended, agent, number LIMIT $limit
        """;

    private const string Calls = "SELECT arrived, id, row FROM call INDEXED BY call_arrived WHERE tenant = $tenant AND (arrived, id) > ($at, $id) AND arrived < $to AND ($number IS NULL OR number = $number) ORDER BY arrived, id LIMIT $limit";

    private static readonly Dictionary<string, Func<StayRow, FactAsk, bool>> OfStays = new(StringComparer.Ordinal)
    {
        ["entered"] = (stay, _) => !stay.AtDoor,
        ["refused"] = (stay, _) => stay.AtDoor,
        ["answered"] = (stay, _) => stay.End == StayEnd.Answered,
        ["answered-within"] = (stay, ask) => stay.End == StayEnd.Answered && (ask.Threshold is { } time ? Wait(stay) <= time.TotalMilliseconds : stay.IsWithin),
        ["abandoned"] = (stay, _) => stay.End is StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging,
        ["abandoned-waiting"] = (stay, _) => stay.End == StayEnd.AbandonedWaiting,
        ["abandoned-ringing"] = (stay, _) => stay.End == StayEnd.AbandonedRinging,
        ["short"] = (stay, ask) => stay.End is StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging && (ask.Shortest is { } time ? Wait(stay) <= time.TotalMilliseconds : stay.IsShort),
        ["overflowed"] = (stay, _) => stay.End is StayEnd.OverflowedToQueue or StayEnd.OverflowedToNumber,
        ["withdrawn"] = (stay, _) => stay.End == StayEnd.Withdrawn,
        ["redirected"] = (stay, _) => stay.End == StayEnd.Redirected,
        ["refused-after-entry"] = (stay, _) => stay is { End: StayEnd.Refused, AtDoor: false },
        ["lost"] = (stay, _) => stay.End == StayEnd.Lost,
    };

    private static readonly Dictionary<string, Func<AgentSegment, bool>> OfSegments = new(StringComparer.Ordinal)
    {
        ["segments"] = _ => true,
        ["transferred"] = segment => segment.End == Actors.Agents.SegmentEnd.Transferred,
    };

    private static readonly Dictionary<string, Func<OfferEnd, bool>> OfOffers = new(StringComparer.Ordinal)
    {
        ["offers"] = _ => true,
        ["offers-answered"] = end => end == OfferEnd.Answered,
        ["offers-missed"] = end => end == OfferEnd.Missed,
        ["offers-declined"] = end => end == OfferEnd.Declined,
        ["offers-unreachable"] = end => end == OfferEnd.PhoneUnreachable,
        ["offers-caller-hung-up"] = end => end == OfferEnd.CallerHungUp,
    };

    private static readonly Dictionary<string, Func<CallRecord, bool>> OfCalls = new(StringComparer.Ordinal)
    {
        ["calls"] = _ => true,
        ["calls-queued"] = call => call.Ended is not null && Facts.Wait(call) is not null,
        ["calls-answered"] = call => call.Ended is not null && Facts.Wait(call) is not null && call.Segments.Count > 0,
        ["calls-abandoned"] = call => call.End is CallEnd.AbandonedInQueue or CallEnd.AbandonedRinging,
        ["calls-refused"] = call => call.End == CallEnd.Refused,
        ["calls-transferred-out"] = call => call.End == CallEnd.TransferredOut,
        ["calls-lost"] = call => call.End == CallEnd.Lost,
    };

    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5, Mode = SqliteOpenMode.ReadOnly }.ToString();

    /// <summary>Counts that have their facts behind them.</summary>
    public static IReadOnlyList<string> Measures { get; } = [.. OfStays.Keys, .. OfSegments.Keys, .. OfOffers.Keys, .. OfCalls.Keys];

    /// <summary>Facts of stays are asked for by queue.</summary>
    public static bool NeedsQueue(string measure) => OfStays.ContainsKey(measure);

    /// <summary>At most <paramref name="limit"/>, behind the cursor.</summary>
    public IReadOnlyList<(FactCursor At, FactItem Fact)> List(TenantScope scope, FactAsk ask, FactCursor after, int limit)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        var (sql, read) = Way(ask);
        var found = new List<(FactCursor, FactItem)>();
        while (found.Count < limit)
        {
            var rows = Sql.Rows(
                connection, sql, row => (At: new FactCursor(row.GetInt64(0), row.GetString(1)), Row: row.GetString(2)), ("$tenant", scope.Tenant), ("$at", after.At), ("$id", after.Id), ("$to", ask.To.ToUnixTimeMilliseconds()),
                ("$queue", ask.Of.Queue), ("$agent", ask.Of.Agent), ("$team", ask.Of.Team), ("$number", ask.Of.Number), ("$limit", Chunk),
                ("$agentAfter", after.Agent), ("$numberAfter", after.Number));
            foreach (var (at, row) in rows)
            {
                if (read(row, at) is { } fact)
                {
                    found.Add((at, fact));
                }
            }

            if (rows.Count < Chunk)
            {
                break;
            }

            after = rows[^1].At;
        }

        return found.Count > limit ? found[..limit] : found;
    }

    private static (string Sql, Func<string, FactCursor, FactItem?> Read) Way(FactAsk ask) =>
        OfStays.TryGetValue(ask.Measure, out var ofStays) ? (ask.ByEvent && ask.Measure != "entered" ? Left : Entered, (row, _) => Of(Read(row, ViewContracts.Default.StayRow), stay => ofStays(stay, ask)))
        : OfSegments.TryGetValue(ask.Measure, out var ofSegments) ? (Segments, (row, at) => Of(Read(row, ViewContracts.Default.CallRecord), at, ofSegments))
        : OfOffers.TryGetValue(ask.Measure, out var ofOffers) ? (Offers, (row, at) => Of(Read(row, ViewContracts.Default.OfferRow), at, ask.Of.Team, ofOffers))
        : (Calls, (row, _) => Of(Read(row, ViewContracts.Default.CallRecord), call => Facts.IsIn(call) && OfCalls[ask.Measure](call)));

    private static FactItem? Of(StayRow stay, Func<StayRow, bool> where) => !where(stay) ? null : new FactItem(
        stay.Stay.ToString(), stay.Stay.Call, stay.Entered, stay.Queue, null, null, Wait(stay), stay.End is { } end ? Http.ApiJson.Word(end) : null);

    private static FactItem? Of(CallRecord call, FactCursor at, Func<AgentSegment, bool> where) => call.Segments.Items.FirstOrDefault(segment => segment.Id.ToString() == at.Id) is not { } segment || !where(segment) ? null : new FactItem(
        at.Id, call.Id, DateTimeOffset.FromUnixTimeMilliseconds(at.At), segment.Queue, segment.Agent, call.Number, (long)(segment.Talk + segment.Hold + segment.Consult).TotalMilliseconds,
        segment.End is { } end ? Http.ApiJson.Word(end) : null);

    private static FactItem? Of(OfferRow offer, FactCursor at, string? team, Func<OfferEnd, bool> where) => !where(offer.End) || (team is not null && offer.Team != team) ? null : new FactItem(
        at.Id, offer.Offer.Stay.Call, offer.Ended, offer.Queue, offer.Agent, null, Facts.Milliseconds(offer.Reserved, offer.Ended), Http.ApiJson.Word(offer.End));

    private static FactItem? Of(CallRecord call, Func<CallRecord, bool> where) => !where(call) ? null : new FactItem(
        call.Id, call.Id, call.Arrived!.Value, call.Queue, call.Agent, call.Number, Facts.Wait(call) ?? 0, call.End is { } end ? Http.ApiJson.Word(end) : null);

    private static long Wait(StayRow stay) => Facts.Milliseconds(stay.Entered, stay.Left ?? stay.Entered);

    private static T Read<T>(string row, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(row, type)!;
}
