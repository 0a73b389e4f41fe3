using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Reports;

/// <summary>The facts that a log is written from. <see cref="Calls"/>: of the stays that were answered.</summary>
internal sealed record QueueLogFacts(
    IReadOnlyList<StayRow> Stays, IReadOnlyDictionary<string, CallRecord> Calls, IReadOnlyList<OfferRow> Offers, IReadOnlyList<AgentInterval> Intervals,
    IReadOnlyDictionary<string, IReadOnlyList<string>> QueuesOfAgents);

/// <summary>
/// Facts as lines of Asterisk's queue_log (<c>time|call|queue|agent|event|data…</c>), for programs that read one: the events of app_queue, whole
/// seconds, in order of time. What Asterisk has no word for is told by the nearest one (docs/migration.md).
/// </summary>
internal static class QueueLog
{
    private const string None = "NONE";

    /// <summary>Lines of the range, each with its moment.</summary>
    public static IEnumerable<string> Lines(QueueLogFacts facts, DateTimeOffset from, DateTimeOffset to, Func<string, string> caller)
    {
        var lines = OfStays(facts, caller).Concat(OfOffers(facts)).Concat(OfAgents(facts));
        return lines.Where(line => line.At >= from && line.At < to).OrderBy(line => line.At).ThenBy(line => line.Rank).ThenBy(line => line.Call, StringComparer.Ordinal).Select(Text);
    }

    private static IEnumerable<Line> OfStays(QueueLogFacts facts, Func<string, string> caller)
    {
        var rings = facts.Offers.Where(offer => offer.End == OfferEnd.Answered).GroupBy(offer => offer.Offer).ToDictionary(group => group.Key, group => group.Last());
        foreach (var stays in facts.Stays.Where(stay => !stay.AtDoor).GroupBy(stay => stay.Queue, StringComparer.Ordinal))
        {
            var waiting = new SortedSet<(DateTimeOffset Arrived, StayId Stay)>();
            var first = new Dictionary<StayId, int>();
            var moments = stays.Select(stay => (At: stay.Entered, IsEntry: true, Stay: stay)).Concat(stays.Where(stay => stay.Left is not null).Select(stay => (At: stay.Left!.Value, IsEntry: false, Stay: stay)));
            foreach (var (at, isEntry, stay) in moments.OrderBy(moment => moment.At).ThenBy(moment => !moment.IsEntry).ThenBy(moment => moment.Stay.Stay))
            {
                if (isEntry)
                {
                    waiting.Add((stay.Arrived, stay.Stay));
                    first[stay.Stay] = Place(waiting, stay);
                    var number = facts.Calls.TryGetValue(stay.Stay.Call, out var call) ? call.Caller : "";
                    yield return new Line(at, 1, stay.Stay.Call, stay.Queue, None, "ENTERQUEUE", ["", caller(number), Whole(first[stay.Stay])]);
                    continue;
                }

                var place = Place(waiting, stay);
                waiting.Remove((stay.Arrived, stay.Stay));
                foreach (var line in Left(facts, stay, at, place, first[stay.Stay], rings))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<Line> Left(QueueLogFacts facts, StayRow stay, DateTimeOffset at, int place, int entered, Dictionary<OfferId, OfferRow> rings)
    {
        var waited = Seconds(stay.Entered, at);
        if (stay.End != StayEnd.Answered)
        {
            var word = stay.End switch
            {
                StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging => "ABANDON",
                StayEnd.Refused or StayEnd.Redirected => "EXITEMPTY",
                _ => "EXITWITHTIMEOUT",
            };
            yield return new Line(at, 3, stay.Stay.Call, stay.Queue, None, word, [Whole(place), Whole(entered), waited]);
            yield break;
        }

        if (!facts.Calls.TryGetValue(stay.Stay.Call, out var call) || call.Segments.Items.FirstOrDefault(segment => segment.Id.Stay == stay.Stay) is not { } segment)
        {
            yield break;
        }

        var ring = rings.TryGetValue(segment.Id, out var offer) ? Seconds(offer.Reserved, offer.Ended) : "0";
        yield return new Line(segment.Started, 2, stay.Stay.Call, stay.Queue, segment.Agent, "CONNECT", [waited, segment.Id.ToString(), ring]);
        if (segment.Ended is not { } ended)
        {
            yield break;
        }

        var talked = Seconds(segment.Started, ended);
        yield return segment.End switch
        {
            SegmentEnd.Transferred => new Line(ended, 4, stay.Stay.Call, stay.Queue, segment.Agent, "BLINDTRANSFER", [call.Stays.Items.FirstOrDefault(next => next.Id.Number > stay.Stay.Number)?.Queue ?? "", "", waited, talked, Whole(entered)]),
            SegmentEnd.ReleasedByAgent => new Line(ended, 4, stay.Stay.Call, stay.Queue, segment.Agent, "COMPLETEAGENT", [waited, talked, Whole(entered)]),
            _ => new Line(ended, 4, stay.Stay.Call, stay.Queue, segment.Agent, "COMPLETECALLER", [waited, talked, Whole(entered)]),
        };
    }

    private static IEnumerable<Line> OfOffers(QueueLogFacts facts) =>
        from offer in facts.Offers
        where offer.End is OfferEnd.Missed or OfferEnd.Declined or OfferEnd.PhoneUnreachable
        select new Line(offer.Ended, 2, offer.Offer.Stay.Call, offer.Queue, offer.Agent, "RINGNOANSWER", [Whole(Facts.Milliseconds(offer.Reserved, offer.Ended))]);

    /// <summary>A shift is the stretches without a gap; within it, not ready is a pause.</summary>
    private static IEnumerable<Line> OfAgents(QueueLogFacts facts)
    {
        foreach (var agent in facts.Intervals.GroupBy(interval => interval.Agent, StringComparer.Ordinal))
        {
            AgentInterval? last = null;
            var queues = facts.QueuesOfAgents.GetValueOrDefault(agent.Key) ?? [];
            foreach (var interval in agent.OrderBy(interval => interval.From))
            {
                var begins = last is null || last.To < interval.From;
                if (begins && last is not null)
                {
                    foreach (var queue in queues)
                    {
                        yield return new Line(last.To, 0, None, queue, agent.Key, "REMOVEMEMBER", [""]);
                    }
                }

                if (begins)
                {
                    foreach (var queue in queues)
                    {
                        yield return new Line(interval.From, 5, None, queue, agent.Key, "ADDMEMBER", [interval.Phase == AgentActivity.NotReady ? "PAUSED" : ""]);
                    }
                }

                var (was, now) = (begins ? null : Pause(last!), Pause(interval));
                if (was != now && was is not null)
                {
                    yield return new Line(interval.From, 6, None, None, agent.Key, "UNPAUSEALL", [was]);
                }

                if (was != now && now is not null)
                {
                    yield return new Line(interval.From, 7, None, None, agent.Key, "PAUSEALL", [now]);
                }

                last = interval;
            }

            if (last is not null && last.To < DateTimeOffset.MaxValue)
            {
                foreach (var queue in queues)
                {
                    yield return new Line(last.To, 8, None, queue, agent.Key, "REMOVEMEMBER", [""]);
                }
            }
        }
    }

    private static string? Pause(AgentInterval interval) => interval.Phase == AgentActivity.NotReady ? interval.Reason ?? "" : null;

    private static int Place(SortedSet<(DateTimeOffset Arrived, StayId Stay)> waiting, StayRow stay) =>
        waiting.GetViewBetween((DateTimeOffset.MinValue, new StayId("", 0)), (stay.Arrived, stay.Stay)).Count;

    private static string Seconds(DateTimeOffset from, DateTimeOffset to) => Whole(Facts.Milliseconds(from, to) / 1000);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(Line line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.At.ToUnixTimeSeconds()}|{line.Call ?? None}|{line.Queue}|{line.Agent}|{line.Event}|{string.Join('|', line.Data.Select(Clean))}");

    /// <summary>A caller's name cannot make a line of its own.</summary>
    private static string Clean(string data) => string.Create(data.Length, data, static (cleaned, from) =>
    {
        for (var at = 0; at < from.Length; at++)
        {
            cleaned[at] = from[at] == '|' || char.IsControl(from[at]) ? '_' : from[at];
        }
    });

    /// <param name="At">When.</param>
    /// <param name="Rank">The order within one moment.</param>
    /// <param name="Call">Its key, or NONE.</param>
    /// <param name="Queue">Its key, or NONE.</param>
    /// <param name="Agent">Its key, or NONE.</param>
    /// <param name="Event">Asterisk's word.</param>
    /// <param name="Data">What belongs to it.</param>
    private sealed record Line(DateTimeOffset At, int Rank, string? Call, string Queue, string Agent, string Event, IReadOnlyList<string> Data);
}
