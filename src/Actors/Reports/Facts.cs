using System.Diagnostics;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using F = CallCenter.Actors.Reports.Figure;

namespace CallCenter.Actors.Reports;

/// <summary>
/// What each fact adds to the figures: a function of the fact alone, as it stands. A fact that changes takes back what it gave and gives anew, so
/// figures are always the sum over the facts, in whatever order events came.
/// </summary>
public static class Facts
{
    /// <summary>A stay in a queue, in the quarter in which it entered; its outcome too (cohort), and besides in that in which it left.</summary>
    public static IEnumerable<Contribution> Of(StayRow stay)
    {
        var (entered, left) = (Quarter.Of(stay.Entered), Quarter.Of(stay.Left ?? stay.Entered));
        foreach (var (of, isLeft) in new[] { (FigureOf.Queue, false), (FigureOf.QueueLeft, true) })
        {
            yield return new(of, stay.Queue, entered, stay.AtDoor ? F.Refused : F.Entered, 1, stay.Entered);
            if (stay is { AtDoor: false, Left: { } at, End: { } end })
            {
                foreach (var (figure, amount) in Outcome(stay, end))
                {
                    yield return new(of, stay.Queue, isLeft ? left : entered, figure, amount, at);
                }
            }
        }

        foreach (var one in stay.Left is { } until ? Waited(stay, until) : [])
        {
            yield return one;
        }
    }

    /// <summary>That it waited when a quarter began, for each that began while it did; <paramref name="until"/>: its end, or as far as is known.</summary>
    public static IEnumerable<Contribution> Waited(StayRow stay, DateTimeOffset until)
    {
        for (var quarter = Quarter.Of(stay.Entered) + 1; !stay.AtDoor && quarter <= Quarter.Of(until); quarter++)
        {
            yield return Own(FigureOf.Waiting, stay.Queue, F.CarriedIn, quarter, 1);
        }
    }

    /// <summary>It came in: what agents call is no figure of a number's.</summary>
    public static bool IsIn(CallRecord call) => !call.IsOutbound;

    /// <summary>
    /// A call that came in, in the quarter in which it arrived, under the number that was dialled and the site where it came in. One that an agent made is
    /// in that agent's figures only. Each is one of the calls at the full minutes at which it was there.
    /// </summary>
    public static IEnumerable<Contribution> OfCall(CallRecord call)
    {
        if (call.Arrived is not { } arrived)
        {
            yield break;
        }

        foreach (var (of, subject) in IsIn(call) ? [(FigureOf.Number, call.Number), (FigureOf.CallSite, call.CameInAt ?? ActorId.MainSite)] : Array.Empty<(FigureOf, string)>())
        {
            var quarter = Quarter.Of(arrived);
            yield return new(of, subject, quarter, F.Calls, 1, arrived);
            if (call is { Ended: { } ended, End: { } end })
            {
                foreach (var (figure, amount) in Outcome(call, end, ended))
                {
                    yield return new(of, subject, quarter, figure, amount, ended);
                }
            }
        }

        foreach (var one in call.Ended is { } over ? Minutes(F.CallMinutes, "", arrived, over) : [])
        {
            yield return one;
        }
    }

    /// <summary>A call that is there still, at the full minutes until now; and the lines that it has.</summary>
    public static IEnumerable<Contribution> SoFar(CallRecord call, DateTimeOffset until) =>
    [
        .. call.Arrived is { } arrived ? Minutes(F.CallMinutes, "", arrived, until) : [],
        .. call.Legs.Items.Where(leg => leg is { Trunk: not null, Answered: not null, Ended: null }).SelectMany(leg => Minutes(F.ChannelMinutes, leg.Trunk!, leg.Answered!.Value, until)),
    ];

    /// <summary>A line of a trunk that was answered and is over, in the quarter in which it ended.</summary>
    public static IEnumerable<Contribution> OfLine(CallRecord call, CallLeg leg)
    {
        if (leg is not { Trunk: { } trunk, Answered: { } answered, Ended: { } ended })
        {
            yield break;
        }

        var (time, quarter) = (Milliseconds(answered, ended), Quarter.Of(ended));
        var (calls, exact, billed) = leg.Leg == 0 && IsIn(call) ? (F.TrunkCallsIn, F.TrunkTimeIn, F.BilledIn) : (F.TrunkCallsOut, F.TrunkTimeOut, F.BilledOut);
        yield return new(FigureOf.Trunk, trunk, quarter, calls, 1, ended);
        yield return new(FigureOf.Trunk, trunk, quarter, exact, time, ended);
        for (var rounding = 0; rounding < Billing.Roundings.Length; rounding++)
        {
            yield return new(FigureOf.Trunk, trunk, quarter, Billing.Of(billed, rounding), Billing.Roundings[rounding].Of(time), ended);
        }

        foreach (var one in Minutes(F.ChannelMinutes, trunk, answered, ended))
        {
            yield return one;
        }
    }

    /// <summary>Lines of trunks that are over in one record and were not in the one before.</summary>
    public static IEnumerable<CallLeg> LinesEnded(CallRecord before, CallRecord after) =>
        after.Legs.Items.Where(leg => leg is { Trunk: not null, Answered: not null, Ended: not null } && before.Legs.Items.All(one => one.Leg != leg.Leg || one.Ended is null));

    /// <summary>An agent segment, in the quarter in which it was wrapped up (<paramref name="at"/>).</summary>
    public static IEnumerable<Contribution> Of(AgentSegment segment, WrapUp wrapUp, DateTimeOffset at)
    {
        foreach (var (of, subject) in Subjects(segment.Queue, segment.Agent, wrapUp.Team, wrapUp.Site))
        {
            foreach (var (figure, amount) in Work(segment, wrapUp))
            {
                yield return new(of, subject, Quarter.Of(at), figure, amount, at);
            }
        }
    }

    public static IEnumerable<Contribution> Of(OfferRow offer)
    {
        foreach (var (of, subject) in Subjects(offer.Queue, offer.Agent, offer.Team, offer.Site))
        {
            var quarter = Quarter.Of(offer.Ended);
            yield return new(of, subject, quarter, F.Offers, 1, offer.Ended);
            yield return new(of, subject, quarter, Ended(offer.End), 1, offer.Ended);
            yield return new(of, subject, quarter, F.OfferTime, Milliseconds(offer.Reserved, offer.Ended), offer.Ended);
        }
    }

    /// <summary>A sign-in, of the agent as it is after it.</summary>
    public static IEnumerable<Contribution> OfSignIn(AgentRow agent, DateTimeOffset at) =>
        Subjects(null, agent.Id, agent.Settings?.Team, agent.Settings?.Site).Select(subject => new Contribution(subject.Item1, subject.Item2, Quarter.Of(at), F.SignIns, 1, at));

    /// <summary>A stretch of an agent's state, split where quarters meet. It is in reports while it lasts, so that its end corrects nothing.</summary>
    public static IEnumerable<Contribution> Of(AgentInterval interval)
    {
        var figure = During(interval.Phase);
        foreach (var (quarter, part) in Quarter.Split(interval.From, interval.To))
        {
            yield return Own(FigureOf.Agent, interval.Agent, figure, quarter, part);
            if (interval.Team is { } team)
            {
                yield return Own(FigureOf.Team, team, figure, quarter, part);
            }

            if (interval.Site is { } site)
            {
                yield return Own(FigureOf.Site, site, figure, quarter, part);
            }

            if (interval is { Phase: AgentActivity.NotReady, Reason: { } reason })
            {
                yield return Own(FigureOf.Reason, $"{interval.Agent}/{reason}", F.NotReady, quarter, part);
            }
        }

        foreach (var one in Minutes(F.SeatMinutes, "", interval.From, interval.To))
        {
            yield return one;
        }
    }

    /// <summary>Segments with their wrap-ups, both over, and when the later of them was.</summary>
    public static IEnumerable<(AgentSegment Segment, WrapUp WrapUp, DateTimeOffset At)> Complete(CallRecord call) =>
        from segment in call.Segments.Items
        from wrapUp in call.WrapUps.Items
        where wrapUp.Segment == segment.Id
        let ended = segment.Ended
        let wrapped = wrapUp.Ended
        where ended is not null && wrapped is not null
        select (segment, wrapUp, wrapped > ended ? wrapped.Value : ended.Value);

    public static bool IsComplete(CallRecord call, OfferId segment)
    {
        foreach (var (one, _, _) in Complete(call))
        {
            if (one.Id == segment)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From the first entry into a queue to the first answer by an agent, or to the end of the last stay; null: it never entered one.</summary>
    public static long? Wait(CallRecord call)
    {
        var stays = call.Stays.Items.Where(stay => !stay.IsConsult).ToList();
        return stays.Count == 0 ? null : Milliseconds(
            stays.Min(stay => stay.Entered),
            call.Segments.Count > 0 ? call.Segments.Items.Min(segment => segment.Started) : stays.Max(stay => stay.Left ?? stay.Entered));
    }

    /// <summary>Both ends are cut to milliseconds, as the API shows them.</summary>
    public static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, to.ToUnixTimeMilliseconds() - from.ToUnixTimeMilliseconds());

    private static IEnumerable<(F, long)> Outcome(StayRow stay, StayEnd end)
    {
        var wait = Milliseconds(stay.Entered, stay.Left ?? stay.Entered);
        yield return (Ended(end), 1);
        yield return (F.LongestWait, wait);
        switch (end)
        {
            case StayEnd.Answered:
                yield return (F.AnsweredWithin, stay.IsWithin ? 1 : 0);
                yield return (F.WaitOfAnswered, wait);
                yield return (Waits.Of(F.AnsweredWaits, wait), 1);
                break;
            case StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging:
                yield return (F.ShortAbandoned, stay.IsShort ? 1 : 0);
                yield return (F.WaitOfAbandoned, wait);
                yield return (Waits.Of(F.AbandonedWaits, wait), 1);
                break;
            default:
                yield return (F.WaitOfOthers, wait);
                break;
        }
    }

    private static IEnumerable<(F, long)> Outcome(CallRecord call, CallEnd end, DateTimeOffset ended)
    {
        yield return (Ended(end), 1);
        if (Wait(call) is not { } wait)
        {
            yield break;
        }

        yield return (F.CallsQueued, 1);
        yield return (F.LongestCallWait, wait);
        if (call.Segments.Count > 0)
        {
            yield return (F.CallsAnswered, 1);
            yield return (F.WaitOfCallsAnswered, wait);
            yield return (Waits.Of(F.CallWaits, wait), 1);
        }
        else if (end is CallEnd.AbandonedInQueue or CallEnd.AbandonedRinging)
        {
            yield return (F.WaitOfCallsAbandoned, wait);
        }
    }

    private static IEnumerable<(F, long)> Work(AgentSegment segment, WrapUp wrapUp)
    {
        var (talk, hold, consult) = ((long)segment.Talk.TotalMilliseconds, (long)segment.Hold.TotalMilliseconds, (long)segment.Consult.TotalMilliseconds);
        var wrap = Milliseconds(wrapUp.Started, wrapUp.Ended ?? wrapUp.Started);
        yield return (F.Segments, 1);
        yield return (F.Transferred, segment.End == Agents.SegmentEnd.Transferred ? 1 : 0);
        yield return (F.Talk, talk);
        yield return (F.Hold, hold);
        yield return (F.Consult, consult);
        yield return (F.WrapUp, wrap);
        yield return (F.LongestTalk, talk);
        yield return (Waits.Of(F.HandleTimes, talk + hold + consult + wrap), 1);
    }

    private static IEnumerable<(FigureOf, string)> Subjects(string? queue, string agent, string? team, string? site)
    {
        yield return (FigureOf.Agent, agent);
        if (site is not null)
        {
            yield return (FigureOf.Site, site);
        }

        if (team is not null)
        {
            yield return (FigureOf.Team, team);
        }

        if (queue is { Length: > 0 })
        {
            yield return (FigureOf.Queue, queue);
            yield return (FigureOf.Pair, $"{queue}/{agent}");
        }
    }

    /// <summary>One at each full minute from the first on, the end not in it.</summary>
    private static IEnumerable<Contribution> Minutes(F first, string subject, DateTimeOffset from, DateTimeOffset to)
    {
        const long Minute = 60_000;
        for (var minute = (from.ToUnixTimeMilliseconds() + Minute - 1) / Minute; minute * Minute < to.ToUnixTimeMilliseconds(); minute++)
        {
            yield return Own(FigureOf.Peak, subject, (F)((short)first + (minute % Quarter.Minutes)), (int)(minute / Quarter.Minutes), 1);
        }
    }

    private static Contribution Own(FigureOf of, string subject, F figure, int quarter, long amount) => new(of, subject, quarter, figure, amount, Quarter.Start(quarter));

    private static F During(AgentActivity phase) => phase switch
    {
        AgentActivity.Ready => F.Ready,
        AgentActivity.NotReady => F.NotReady,
        AgentActivity.Reserved => F.Reserved,
        AgentActivity.Ringing => F.Ringing,
        AgentActivity.Talking => F.Talking,
        AgentActivity.Holding => F.Holding,
        AgentActivity.WrapUp => F.WrappingUp,
        AgentActivity.Dialing => F.Dialing,
        AgentActivity.Error => F.Error,
        _ => throw new UnreachableException($"{phase} is no stretch of a shift"),
    };

    private static F Ended(StayEnd end) => end switch
    {
        StayEnd.Answered => F.Answered,
        StayEnd.AbandonedWaiting => F.AbandonedWaiting,
        StayEnd.AbandonedRinging => F.AbandonedRinging,
        StayEnd.OverflowedToQueue => F.OverflowedToQueue,
        StayEnd.OverflowedToNumber => F.OverflowedToNumber,
        StayEnd.Withdrawn => F.Withdrawn,
        StayEnd.Redirected => F.Redirected,
        StayEnd.Refused => F.RefusedAfterEntry,
        _ => F.Lost,
    };

    private static F Ended(OfferEnd end) => end switch
    {
        OfferEnd.Answered => F.OffersAnswered,
        OfferEnd.Missed => F.OffersMissed,
        OfferEnd.Declined => F.OffersDeclined,
        OfferEnd.PhoneUnreachable => F.OffersUnreachable,
        OfferEnd.CallerHungUp => F.OffersCallerHungUp,
        _ => F.OffersOtherwise,
    };

    private static F Ended(CallEnd end) => end switch
    {
        CallEnd.ReleasedByCaller or CallEnd.ReleasedByAgent or CallEnd.ReleasedBySystem or CallEnd.AbandonedOnHold => F.CallsReleased,
        CallEnd.AbandonedInQueue or CallEnd.AbandonedRinging => F.CallsAbandoned,
        CallEnd.TransferredOut => F.CallsTransferredOut,
        CallEnd.Refused => F.CallsRefused,
        CallEnd.Lost => F.CallsLost,
        _ => F.CallsOtherwise,
    };
}
