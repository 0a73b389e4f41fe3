using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>Queues as a fold of their own streams: who waits, and the figures of each day.</summary>
public static class QueueBoard
{
    public static QueueWaiting Empty(string tenant, string id) => new(new QueueRow { Tenant = tenant, Id = id });

    /// <param name="state">The queue before the event.</param>
    /// <param name="event">What happened.</param>
    /// <param name="dayOf">The figures of a UTC day as they stand.</param>
    public static QueueChange Apply(QueueWaiting state, QueueEvent @event, Func<DateOnly, QueueDay> dayOf) => @event switch
    {
        QueueEvent.QueueConfigured e => new(Count(state) with { Row = Count(state).Row with { Settings = Shown(e.Settings) } }),
        QueueEvent.EmergencyDeclared e => new(With(state, new EmergencySwitch(state.Row.Emergency?.Since ?? e.At, e.Reason, e.By))),
        QueueEvent.EmergencyLifted => new(With(state, null)),
        QueueEvent.CallQueued { Expected: { } expected, Call: { Needs.Count: 0, Preferred.Count: 0 } } e => Enter(Foreseen(state, expected), e, dayOf),
        QueueEvent.CallQueued e => Enter(state, e, dayOf),
        QueueEvent.CallTurnedAway e => TurnAway(state, e, dayOf),
        QueueEvent.OfferMade e => Ring(state, e.Offer.Stay, stay => stay with { Ringing = e.Offer.Attempt, Besides = stay.Ringing > 0 ? stay.Besides + 1 : 0 }),
        QueueEvent.OfferFailed e => Ring(state, e.Offer.Stay, stay => stay.Besides > 0 ? stay with { Besides = stay.Besides - 1 } : stay with { Ringing = 0 }),
        QueueEvent.CallAnswered e => Leave(Foreseen(state, e.Outlook), e.Offer.Stay, StayEnd.Answered, e.At, dayOf),
        QueueEvent.StayEnded e => Leave(Foreseen(state, e.Outlook), e.Stay, e.End, e.At, dayOf),
        QueueEvent.StayBarred { End: not 0 } e => Pass(state, e, dayOf),
        _ => new(state),
    };

    /// <summary>One more change of what is shown, without an event of the queue's own: an agent of it changed.</summary>
    public static QueueWaiting Count(QueueWaiting state) => state with { Row = state.Row with { Revision = state.Row.Revision + 1 } };

    /// <summary>Without what only the queue itself needs: a row is written at each of its changes, and a calendar can be long.</summary>
    private static QueueSettings? Shown(QueueSettings? settings) => settings is null ? null : settings with { Hours = null, OverflowWhen = [] };

    private static QueueWaiting Foreseen(QueueWaiting state, TimeSpan? outlook) => state with { Row = state.Row with { Outlook = outlook } };

    private static QueueWaiting With(QueueWaiting state, EmergencySwitch? emergency)
    {
        var counted = Count(state);
        return counted with { Row = counted.Row with { Emergency = emergency } };
    }

    private static QueueChange Enter(QueueWaiting state, QueueEvent.CallQueued e, Func<DateOnly, QueueDay> dayOf)
    {
        var stay = new StayRow(state.Row.Tenant, state.Row.Id, e.Stay, e.Call.Arrived, e.At);
        var day = dayOf(Day(e.At));
        return new(
            Count(state) with { Waiting = state.Waiting.SetItem(e.Stay, stay), Order = state.Order.Add((stay.Arrived, stay.Stay)) },
            stay,
            day with { Entered = day.Entered + 1 });
    }

    private static QueueChange TurnAway(QueueWaiting state, QueueEvent.CallTurnedAway e, Func<DateOnly, QueueDay> dayOf)
    {
        var stay = Judged(new StayRow(state.Row.Tenant, state.Row.Id, e.Stay, e.Call.Arrived, e.At) { Left = e.At, End = e.End, AtDoor = e.End == StayEnd.Refused }, state.Row.Settings);
        var day = dayOf(Day(e.At));
        day = stay.AtDoor ? day with { Refused = day.Refused + 1 } : Ended(day with { Entered = day.Entered + 1 }, stay);
        return new(Count(state), stay, day);
    }

    /// <summary>It came and went before the queue had heard of it: it entered and left at once, as the call's record has it.</summary>
    private static QueueChange Pass(QueueWaiting state, QueueEvent.StayBarred e, Func<DateOnly, QueueDay> dayOf)
    {
        var stay = Judged(new StayRow(state.Row.Tenant, state.Row.Id, e.Stay, e.At, e.At) { Left = e.At, End = e.End }, state.Row.Settings);
        var day = dayOf(Day(e.At));
        return new(Count(state), stay, Ended(day with { Entered = day.Entered + 1 }, stay));
    }

    private static QueueChange Ring(QueueWaiting state, StayId id, Func<StayRow, StayRow> rung)
    {
        if (!state.Waiting.TryGetValue(id, out var before))
        {
            return new(state);
        }

        var stay = rung(before);
        return new(Count(state) with { Waiting = state.Waiting.SetItem(id, stay), Offering = state.Offering + Rings(stay) - Rings(before) }, stay);
    }

    private static QueueChange Leave(QueueWaiting state, StayId id, StayEnd end, DateTimeOffset at, Func<DateOnly, QueueDay> dayOf)
    {
        if (!state.Waiting.TryGetValue(id, out var before))
        {
            return new(state);
        }

        var stay = Judged(before with { Left = at, End = end, Ringing = 0, Besides = 0 }, state.Row.Settings);
        var left = Count(state) with
        {
            Waiting = state.Waiting.Remove(id),
            Order = state.Order.Remove((before.Arrived, id)),
            Offering = state.Offering - Rings(before),
        };
        return new(left, stay, Ended(dayOf(Day(stay.Entered)), stay));
    }

    /// <summary>By T and S that are in force when it ends.</summary>
    private static StayRow Judged(StayRow stay, QueueSettings? settings) => stay with
    {
        IsWithin = stay.End == StayEnd.Answered && stay.Wait <= (settings ?? Defaults).ServiceLevel,
        IsShort = stay.End is StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging && stay.Wait <= (settings ?? Defaults).ShortAbandon,
    };

    /// <summary>One outcome, in the day in which the stay entered.</summary>
    private static QueueDay Ended(QueueDay day, StayRow stay)
    {
        var wait = stay.Wait;
        day = day with { LongestWait = wait > day.LongestWait ? wait : day.LongestWait };
        return stay.End switch
        {
            StayEnd.Answered => day with
            {
                Answered = day.Answered + 1,
                AnsweredWithin = day.AnsweredWithin + (stay.IsWithin ? 1 : 0),
                WaitOfAnswered = day.WaitOfAnswered + wait,
            },
            StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging => day with
            {
                Abandoned = day.Abandoned + 1,
                ShortAbandoned = day.ShortAbandoned + (stay.IsShort ? 1 : 0),
            },
            StayEnd.OverflowedToQueue or StayEnd.OverflowedToNumber => day with { Overflowed = day.Overflowed + 1 },
            StayEnd.Withdrawn => day with { Withdrawn = day.Withdrawn + 1 },
            StayEnd.Redirected => day with { Redirected = day.Redirected + 1 },
            StayEnd.Lost => day with { Lost = day.Lost + 1 },
            _ => day with { RefusedAfterEntry = day.RefusedAfterEntry + 1 },
        };
    }

    private static readonly QueueSettings Defaults = new() { Name = "" };

    private static int Rings(StayRow stay) => stay.Ringing > 0 ? 1 : 0;

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
