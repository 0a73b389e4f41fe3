using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;
using static CallCenter.Simulation.Rules.Rulebook;
using F = CallCenter.Actors.Reports.Figure;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// Figures of reports, folded from the views' rows, are those that a plain second reading of the events gives (R2), and what is seen of the same
/// facts from two sides is equal: agents and queues, queues and calls.
/// </summary>
internal sealed class ReportRules
{
    private readonly SortedDictionary<string, CallRecord> calls = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, QueueWaiting> queues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AgentRow> agents = new(StringComparer.Ordinal);
    private readonly FigureChanges figures = new();
    private readonly SecondReading second = new();

    public void Check(Stored stored)
    {
        second.Read(stored.Stream, stored.Event);
        var (tenant, key) = (stored.Stream.Tenant, stored.Stream.Key);
        switch (stored.Event)
        {
            case CallEvent e:
                Count(tenant, key, CallRecordView.Apply(Call(tenant, key), stored.Stream, e));
                break;
            case QueueEvent e:
                var queue = queues.GetValueOrDefault(key) ?? QueueBoard.Empty(tenant, key);
                var change = QueueBoard.Apply(queue, e, day => new QueueDay(tenant, key, day));
                if (change.Stay is { } stay)
                {
                    figures.Change(tenant, queue.Waiting.TryGetValue(stay.Stay, out var before) ? Facts.Of(before) : [], Facts.Of(stay), "0:0");
                }

                queues[key] = change.State;
                break;
            case AgentEvent e:
                Read(stored.Stream, e);
                break;
            default:
                break; // phones and the configuration have no facts
        }
    }

    /// <summary>After healing: everything is over but the shifts.</summary>
    public void CheckEnd()
    {
        Require(figures.Corrections.Count == 0, "R4", "a run of half an hour corrects what is closed");
        foreach (var (of, figure, expected) in second.Sums)
        {
            Require(Sum(of, figure) == expected, "R2", $"{of} {figure} is {Sum(of, figure)} in figures, {expected} in events");
        }

        foreach (var figure in new[] { F.Segments, F.Talk, F.Hold, F.Consult, F.WrapUp, F.Transferred, F.Offers, F.OffersMissed, F.OfferTime })
        {
            var ofAgents = Sum(FigureOf.Agent, figure) - second.Made(figure);
            Require(ofAgents == Sum(FigureOf.Queue, figure) && ofAgents == Sum(FigureOf.Pair, figure), "R2", $"{figure}: agents {ofAgents}, queues {Sum(FigureOf.Queue, figure)}");
        }

        foreach (var figure in new[] { F.Entered, F.Refused, F.Answered, F.AbandonedWaiting, F.AbandonedRinging, F.Withdrawn, F.WaitOfAnswered, F.WaitOfAbandoned, F.WaitOfOthers, F.AnsweredWithin })
        {
            Require(Sum(FigureOf.Queue, figure) == Sum(FigureOf.QueueLeft, figure), "R2", $"{figure} by entry and by end differ");
        }

        foreach (var figure in new[] { F.Segments, F.Talk, F.Hold, F.Consult, F.WrapUp, F.Offers, F.OfferTime, F.Ready, F.NotReady, F.Talking, F.SignIns })
        {
            Require(Sum(FigureOf.Agent, figure) == Sum(FigureOf.Site, figure), "R2", $"{figure}: agents {Sum(FigureOf.Agent, figure)}, sites {Sum(FigureOf.Site, figure)}");
        }

        foreach (var figure in new[] { F.Calls, F.CallsQueued, F.CallsAnswered, F.CallsAbandoned, F.CallsReleased, F.WaitOfCallsAnswered })
        {
            Require(Sum(FigureOf.Number, figure) == Sum(FigureOf.CallSite, figure), "R2", $"{figure} by number and by site differ");
        }

        CheckCarried();
        Require(Sum(FigureOf.Queue, F.Entered) + Sum(FigureOf.Queue, F.Refused) == calls.Values.Sum(call => call.Stays.Count), "R2", "stays of queues and of calls are not as many");
        Require(Sum(FigureOf.Agent, F.Segments) == calls.Values.Sum(call => call.Segments.Count), "R2", "segments of agents and of calls are not as many");
        Require(Sum(FigureOf.Agent, F.Talk) == calls.Values.Sum(call => call.Segments.Items.Sum(segment => (long)segment.Talk.TotalMilliseconds)), "R2", "talk of agents and of calls differs");
    }

    /// <summary>Who waits when a quarter begins is who waited when the one before began, and who entered in it, but not who left in it.</summary>
    private void CheckCarried()
    {
        foreach (var queue in figures.Sums.Keys.Where(key => key.Of == FigureOf.QueueLeft).GroupBy(key => key.Subject, StringComparer.Ordinal))
        {
            var (waiting, left) = (0L, new[] { F.Answered, F.AbandonedWaiting, F.AbandonedRinging, F.OverflowedToQueue, F.OverflowedToNumber, F.Withdrawn, F.Redirected, F.Lost, F.RefusedAfterEntry });
            for (var quarter = queue.Min(key => key.Quarter); quarter <= queue.Max(key => key.Quarter) + 1; quarter++)
            {
                var key = queue.First() with { Quarter = quarter };
                var carried = figures.Sums.GetValueOrDefault(key with { Of = FigureOf.Waiting })?[F.CarriedIn] ?? 0;
                Require(carried == waiting, "R2", $"{queue.Key}: {carried} wait in figures when quarter {quarter} begins, {waiting} by who entered and left");
                waiting += figures.Sums.GetValueOrDefault(key) is { } sum ? sum[F.Entered] - left.Sum(figure => sum[figure]) : 0;
            }
        }
    }

    private long Sum(FigureOf of, F figure) => figures.Sums.Where(sum => sum.Key.Of == of).Sum(sum => sum.Value[figure]);

    private void Read(ActorId agent, AgentEvent e)
    {
        var before = agents.GetValueOrDefault(agent.Key) ?? AgentBoard.Empty(agent.Tenant, agent.Key);
        var (after, closed) = AgentBoard.Apply(before, agent, e);
        agents[agent.Key] = after;
        figures.Change(agent.Tenant, [], closed is null ? [] : Facts.Of(closed), "0:0");
        figures.Change(agent.Tenant, [], AgentBoard.Ended(before, e) is { } offer ? Facts.Of(offer) : [], "0:0");
        if (CallRecordView.CallOf(e) is { } call)
        {
            Count(agent.Tenant, call, CallRecordView.Apply(Call(agent.Tenant, call), agent.Key, e, after.Settings));
        }
    }

    private void Count(string tenant, string key, CallRecord after)
    {
        var before = Call(tenant, key);
        figures.Change(tenant, Facts.OfCall(before), Facts.OfCall(after), "0:0");
        foreach (var line in Facts.LinesEnded(before, after))
        {
            figures.Change(tenant, [], Facts.OfLine(after, line), "0:0");
        }

        foreach (var (segment, wrapUp, at) in Facts.Complete(after).Where(part => !Facts.IsComplete(before, part.Segment.Id)))
        {
            figures.Change(tenant, [], Facts.Of(segment, wrapUp, at), "0:0");
        }

        calls[key] = after;
    }

    private CallRecord Call(string tenant, string key) => calls.GetValueOrDefault(key) ?? CallRecordView.Empty(tenant, key);
}
