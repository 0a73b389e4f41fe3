using System.Diagnostics;
using CallCenter.Actors.Queues;
using E = CallCenter.Actors.Agents.AgentEvent;
using P = CallCenter.Actors.Agents.AgentPresence;
using R = CallCenter.Actors.Agents.AgentRequest;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>What an agent keeps of what happened, and the epoch of its availability that follows from it.</summary>
internal static class AgentHistory
{
    /// <summary>
    /// The epoch grows whenever queues have something new to hear: availability changed, the queues or what they choose by did, those that know
    /// the agent see it come or go, or an offer that one of them counts on was barred, so that this queue counts on the agent again. Not while it has others
    /// to choose from: what comes of these is news.
    /// </summary>
    public static AgentState Apply(AgentState state, E @event)
    {
        var after = Next(state, @event);
        if (!ReferenceEquals(state.Work, after.Work))
        {
            after = after with { Tally = after.Tally.Timed(state.Work, after.Work, @event.At) };
        }

        var isServedOtherwise = @event is E.AgentConfigured && IsServedOtherwise(state, after);
        if (after.Contest is { } contest && (isServedOtherwise || !after.IsAvailable))
        {
            after = WithoutLosers(after, contest);
        }

        if (after.Break is { } given && !IsOn(after, given))
        {
            after = (after with { Break = null }).With(new AgentNotice.LeftBreak(given.Team, given.Number));
        }

        var hasNews = after.IsAvailable != state.IsAvailable
            || isServedOtherwise
            || (@event is E.SignedIn or E.SignedOut && state.Epoch > 0)
            || (@event is E.OfferBarred && after is { IsAvailable: true, Contest: null });
        return Farewells(state, hasNews ? after with { Epoch = state.Epoch + 1, EpochAt = @event.At } : after);
    }

    /// <summary>It is not ready for the reason of its break, or will be when its contact ends.</summary>
    private static bool IsOn(AgentState state, GivenBreak given) =>
        state.Request is R.NotReady request ? request.Reason == given.Reason : state is { Request: null, Presence: P.NotReady presence } && presence.Reason == given.Reason;

    /// <summary>The queues that hear of this agent.</summary>
    public static EquatableArray<string> Served(AgentState state) => state.Seat is null ? [] : state.Settings?.Queues ?? [];

    /// <summary>Other queues, or the same by other skills and on other terms.</summary>
    private static bool IsServedOtherwise(AgentState before, AgentState after) => Served(before) != Served(after)
        || (after.Seat is not null && (before.Settings?.Skills != after.Settings?.Skills || before.Settings?.Terms != after.Settings?.Terms));

    private static AgentState Next(AgentState state, E @event) => @event switch
    {
        E.AgentConfigured e => state with { Version = e.Version, Settings = e.Settings, SummaryOwed = e.Settings is null ? null : state.SummaryOwed, Tally = state.Settings?.Terms == e.Settings?.Terms ? state.Tally : state.Tally with { Credits = [] } },
        E.SignedIn e => Encouraged(state) with
        {
            Presence = new P.NotReady(SystemReasons.SignedIn),
            Request = null,
            Seat = new AgentSeat(e.Phone, e.Number),
            SignIns = e.Number,
            IdleSince = e.At,
            Tally = new AgentTally(e.At),
        },
        E.BecameReady => Encouraged(state) with { Presence = P.Ready.Instance },
        E.BecameNotReady e => state with { Presence = new P.NotReady(e.Reason), Request = null },
        E.NotReadyRequested e => state with { Request = new R.NotReady(e.Reason) },
        E.SignOutRequested => state with { Request = R.SignOut.Instance },
        E.RequestTakenBack => state with { Request = null },
        E.SignedOut => SignedOut(state),

        E.OfferContested e => state with { Contest = (state.Contest ?? new AgentContest(e.At)).With(new ContestedOffer(e.Offer, e.Queue, e.Call, e.RingUntil, e.Rules) { Cause = e.Cause }) },
        E.NothingOffered e => state with { Contest = state.Contest?.WithNothing(e.Queue) },
        E.Reserved e => state with { Work = Reserved(state, e) },
        E.RingAccepted e when state.Work is W.Reserved w && w.Offer.Id == e.Offer => state with { Work = w with { IsRingAccepted = true } },
        E.Rang e when Has(state, e.Offer) => state with { Work = new W.Ringing(state.Work!.Offer) },
        E.Answered e when Has(state, e.Offer) => Encouraged(state) with
        {
            Work = new W.Talking(state.Work!.Offer, 0),
            Tally = state.Tally with { Handled = state.Tally.Handled + 1, Credits = QueueCredits.After(state, state.Work!.Offer) },
        },
        E.Held e when Has(state, e.Offer) => state with { Work = new W.Holding(state.Work!.Offer, e.Number) },
        E.Retrieved e when Has(state, e.Offer) => state with { Work = new W.Talking(state.Work!.Offer, e.Number) },
        E.Dialed e => state with { Work = new W.Dialing(Dialed(state, e), e.To) { Shows = e.Shows } },
        E.DialJoined e when state.Work is W.Dialing w && w.Offer.Id == e.Offer => state with { Work = w with { IsJoined = true, Offer = w.Offer with { Rules = w.Offer.Rules with { WrapUp = e.WrapUp } } } },
        E.DialEnded e when Has(state, e.Offer) => state with { Work = null, Past = state.Past.WithTaken(e.Offer) },
        E.OfferEnded e when Has(state, e.Offer) => OfferEnded(state, state.Work!.Offer, e),
        E.OfferSettled e when Has(state, e.Offer) => state with { Work = null, Past = state.Past.WithTaken(e.Offer) },
        E.WrapUpStarted e when Has(state, e.Offer) => state with { Work = new W.WrapUp(ToWrapUp(state.Work!.Offer, e.End), e.Until) },
        E.WrapUpEnded e when Has(state, e.Offer) => state with { Work = null, SummaryOwed = Owed(state), IdleSince = e.At, Past = state.Past.WithTaken(e.Offer) },
        E.BreakGranted e => state with { Break = new GivenBreak(e.Team, e.Reason, e.Number), LastBreak = Math.Max(state.LastBreak, e.Number) },
        E.BreakDeclined e => (state with { LastBreak = Math.Max(state.LastBreak, e.Number) }).With(new AgentNotice.LeftBreak(e.Team, e.Number)),
        E.SummaryRecorded e => state.SummaryOwed == e.Offer ? state with { SummaryOwed = null }
            : Has(state, e.Offer) ? state with { Work = state.Work! with { Offer = state.Work.Offer with { NeedsSummary = false } } }
            : state,
        E.OfferBarred e => Barred(state with { Contest = state.Contest?.Without(e.Offer) }, e.Offer, e.Queue),

        E.PhoneChanged e when state.Seat is { } seat => state with { Seat = seat with { Epoch = e.Epoch, Reachable = e.Reachable, FailedOffer = null, RefusedAt = null } },
        E.PhoneFailed e when state.Seat is { } seat => state with { Seat = seat with { FailedOffer = e.Offer } },
        E.PhoneRefused e when state.Seat is { } seat => state with { Seat = seat with { RefusedAt = e.At } },
        E.PhoneAskedAgain e when state.Seat is { } seat => state with { Seat = seat with { RefusedAt = null, Retries = e.Retry + 1 } },

        E.ToldConfirmed e => state with { Notices = state.Notices.Remove(e.Key) },
        E.DialJoined or E.DialEnded => state,
        E.RingAccepted or E.Rang or E.Answered or E.Held or E.Retrieved or E.OfferEnded or E.OfferSettled or E.WrapUpStarted or E.WrapUpEnded => state,
        E.PhoneChanged or E.PhoneFailed or E.PhoneRefused or E.PhoneAskedAgain => state,
        _ => throw new UnreachableException($"{@event}"),
    };

    private static bool Has(AgentState state, OfferId offer) => state.Work?.Offer.Id == offer;

    /// <summary>An offer given up before is taken up as it was; the call has rung for it already.</summary>
    private static W.Reserved Reserved(AgentState state, E.Reserved e) => state.Work is W.Lapsed lapsed && lapsed.Offer.Id == e.Offer
        ? new W.Reserved(lapsed.Offer) { IsRingAccepted = true }
        : new W.Reserved(new AgentOffer(e.Offer, e.Queue, e.Call, e.RingUntil, e.Rules, state.Seat?.Target) { Contenders = Contenders(state), NeedsSummary = e.Rules.Summary });

    /// <summary>Nobody waits for it in a queue: what an offer says of a call, as far as it is known.</summary>
    private static AgentOffer Dialed(AgentState state, E.Dialed e) => new(
        e.Offer, null, new QueuedCall { Call = e.Call, Contact = e.Call.Key, Arrived = e.At, Priority = 0, Number = "", Caller = e.To }, e.Until, new OfferRules(TimeSpan.Zero, 0, true), state.Seat?.Target);

    private static EquatableArray<string> Contenders(AgentState state) =>
        state.Contest is { Offers: { Count: > 1 } offers } ? [.. offers.Items.Select(one => one.Queue.Key).Distinct().Order(StringComparer.Ordinal)] : [];

    /// <summary>The contest is over: those that were not taken never will be, and their queues are told.</summary>
    private static AgentState WithoutLosers(AgentState state, AgentContest contest) => contest.Offers.Items
        .Where(one => one.Offer != state.Work?.Offer.Id)
        .Aggregate(state with { Contest = null }, (left, one) => Barred(left, one.Offer, one.Queue));

    /// <summary>Who was only asked has nothing to write: the matter stays with who asked.</summary>
    private static AgentOffer ToWrapUp(AgentOffer offer, SegmentEnd end) => end == SegmentEnd.ConsultedAndReturned ? offer with { NeedsSummary = false } : offer;

    /// <summary>What is owed of the contact that is over. An agent that is removed from the configuration owes nobody anything.</summary>
    private static OfferId? Owed(AgentState state) => state is { Work.Offer: { NeedsSummary: true, Id: var offer }, Settings: not null } ? offer : null;

    private static AgentState Barred(AgentState state, OfferId offer, ActorId? queue)
    {
        var barred = state with { Past = state.Past.WithBarred(offer) };
        return queue is { } told ? barred.With(new AgentNotice.Failed(offer, told, OfferEnd.NotReserved)) : barred;
    }

    private static AgentState OfferEnded(AgentState state, AgentOffer offer, E.OfferEnded e)
    {
        if (e.End == OfferEnd.Withdrawn && e.At >= offer.ReservedUntil)
        {
            return state with { Work = new W.Lapsed(offer) };
        }

        var free = state with
        {
            Work = null,
            Past = state.Past.WithTaken(e.Offer),
            MissesInARow = e.End switch
            {
                OfferEnd.Missed => state.MissesInARow + 1,
                OfferEnd.Declined => 0,
                _ => state.MissesInARow,
            },
            PhoneFailuresInARow = state.PhoneFailuresInARow + (e.End is OfferEnd.PhoneUnreachable or OfferEnd.MediaFailed ? 1 : 0),
        };
        return e.End == OfferEnd.RefusedByCall ? free.With(new AgentNotice.Failed(offer.Id, offer.Queue!.Value, OfferEnd.RefusedByCall)) : free;
    }

    private static AgentState SignedOut(AgentState state)
    {
        var gone = state with { Presence = P.SignedOut.Instance, Request = null, Seat = null };
        return state.Seat is { } seat ? gone.With(new AgentNotice.LeftPhone(seat.Phone, seat.SignIn)) : gone;
    }

    /// <summary>Failures count in a row: an answer ends the row, and so does the person's word that it goes on.</summary>
    private static AgentState Encouraged(AgentState state) => state with { MissesInARow = 0, PhoneFailuresInARow = 0 };

    /// <summary>Queues that were served and are no more must hear it for certain; where the agent was never available, nobody knows it.</summary>
    private static AgentState Farewells(AgentState before, AgentState after)
    {
        if (after.Epoch > 0 && (!ReferenceEquals(before.Seat, after.Seat) || !ReferenceEquals(before.Settings, after.Settings)))
        {
            foreach (var queue in Served(before).Except(Served(after)))
            {
                after = after.With(new AgentNotice.LeftQueue(queue, after.Epoch));
            }
        }

        return after;
    }
}
