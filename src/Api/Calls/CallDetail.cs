using System.Text.Json.Serialization;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using CallCenter.Actors.Views;
using CallCenter.Api.Queues;

namespace CallCenter.Api.Calls;

/// <summary>One call with all its parts and its story.</summary>
internal sealed record CallDetail : CallItem
{
    /// <param name="forecasts">Of the stays that wait, as far as their queues answered.</param>
    public CallDetail(CallRecord record, IEnumerable<StoryLine> story, IReadOnlyDictionary<StayId, WaitForecast> forecasts)
        : base(record)
    {
        Stays = [.. record.Stays.Items.Select(stay => new StayItem(
            stay.Id.ToString(), stay.Queue, stay.Entered, stay.Left, stay.End, Milliseconds(stay.Wait), stay.Offers,
            forecasts.GetValueOrDefault(stay.Id)?.Position, ExpectedWaitItem.Of(forecasts.GetValueOrDefault(stay.Id)?.Expected), stay.IsConsult))];
        Segments = [.. record.Segments.Items.Select(segment => Segment(segment, record.WrapUps.Items.LastOrDefault(wrapUp => wrapUp.Segment == segment.Id)))];
        NuisanceMark = NuisanceItem.Of(record.Nuisance);
        Legs = [.. record.Legs.Items.Select(leg => new LegItem(leg.Leg, leg.Kind, leg.SipCallId, leg.Phone, leg.Agent, leg.Phase, leg.Status, leg.Trunk))];
        Data = new SortedDictionary<string, DataItem>(
            record.Attached.ToDictionary(pair => pair.Key, pair => new DataItem(pair.Value.Type, pair.Value.Text, pair.Value.Sensitive)), StringComparer.Ordinal);
        Story = [.. story.Select(line => new StoryItem(line.At, Milliseconds(line.Offset), line.En, line.Zh)
        {
            Details = line.Details.Count == 0 ? null : [.. line.Details.Items.Select(detail => new Words(detail.En, detail.Zh))],
            Offer = OfferItem.From(line.Word),
        })];
    }

    public IReadOnlyList<StayItem> Stays { get; }

    public IReadOnlyList<SegmentItem> Segments { get; }

    public NuisanceItem? NuisanceMark { get; init; }

    public IReadOnlyList<LegItem> Legs { get; }

    public IReadOnlyDictionary<string, DataItem> Data { get; }

    public IReadOnlyList<StoryItem> Story { get; }

    private static SegmentItem Segment(AgentSegment segment, WrapUp? wrapUp) => new(
        segment.Id.ToString(), segment.Queue, segment.Agent, segment.Phone, segment.Started, segment.Ended, segment.End,
        Milliseconds(segment.Talk), Milliseconds(segment.Hold), Milliseconds(segment.Consult), wrapUp?.Ended, Milliseconds(wrapUp?.Length ?? TimeSpan.Zero), SummaryItem.Of(segment.Summary));
}

internal sealed record StayItem(string Id, string Queue, DateTimeOffset Entered, DateTimeOffset? Left, StayEnd? End, long WaitMs, int Offers, int? Position, ExpectedWaitItem? ExpectedWait, bool Consult);

internal sealed record SegmentItem(
    string Id, string? Queue, string Agent, string? Phone, DateTimeOffset Started, DateTimeOffset? Ended, SegmentEnd? End,
    long TalkMs, long HoldMs, long ConsultMs, DateTimeOffset? WrapUpEnded, long WrapUpMs, SummaryItem? Summary);

internal sealed record LegItem(int Leg, LegKind Purpose, string SipCallId, string? Phone, string? Agent, LegProgress State, int? Status, string? Trunk);

internal sealed record DataItem(AttachedType Type, string Text, bool Sensitive);

/// <summary>One sentence. Details and the offer itself are there only where it tells of an offer.</summary>
internal sealed record StoryItem(DateTimeOffset At, long OffsetMs, string En, string Zh)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Words>? Details { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OfferItem? Offer { get; init; }
}
