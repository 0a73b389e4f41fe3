using System.Collections.Immutable;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;
using P = CallCenter.Actors.Agents.AgentPresence;
using R = CallCenter.Actors.Agents.AgentRequest;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>How an offer goes: held, rung, talked, wrapped up. Once it took the Ring, the call says how it goes, in whatever order its messages come.</summary>
internal static class AgentOffers
{
    /// <summary>
    /// Taken by an agent who is available, and by nobody else. Who refuses has become unavailable since the queue last heard, so the queue will
    /// hear again; therefore one that comes too late to ring is barred, not refused: that too is news. A call that the agent took itself it is
    /// held for although it is not ready, and is not ready again when that is over: nothing in it makes the agent ready. Once refused is refused for
    /// good: a repeat finds the agent of another epoch, and an offer that its queue has given up is not taken.
    /// </summary>
    public static Decision<E> Reserve(AgentState state, C.Reserve c, DateTimeOffset now) => state switch
    {
        _ when state.Work?.Offer.Id == c.Offer || state.Past.WasTaken(c.Offer) => AlreadySo<E>(),
        { Contest: { } contest } when contest.Has(c.Offer) => AlreadySo<E>(),
        _ when state.Past.IsBarred(c.Offer) => Refuse<E>(Refusal.OfferIsStale),
        { IsAvailable: true } when IsOfAnotherTime(state, c) => Refuse<E>(Refusal.OfferIsStale),
        { IsAvailable: true } when now >= c.RingUntil => AgentContests.Followed(state, new E.OfferBarred(now, c.Offer, c.Queue), now),
        { IsAvailable: true } when AgentContests.IsContested(state, now) => AgentContests.Entered(state, c, now),
        { IsAvailable: true } => Accept<E>(new E.Reserved(now, c.Offer, c.Queue, c.Call, c.RingUntil, c.Rules)),
        { IsFree: true } when c.Cause == OfferCause.Taken => now < c.RingUntil ? Accept<E>(new E.Reserved(now, c.Offer, c.Queue, c.Call, c.RingUntil, c.Rules)) : Refuse<E>(Refusal.OfferIsStale),
        { Presence: P.SignedOut } => Refuse<E>(Refusal.AgentSignedOut),
        { Work: not null } => Refuse<E>(Refusal.AgentBusy),
        { Presence: P.Ready, Seat.Target: null } => Refuse<E>(Refusal.PhoneUnreachable),
        _ => Refuse<E>(Refusal.AgentNotReady),
    };

    private static bool IsOfAnotherTime(AgentState state, C.Reserve c) => c.AgentEpoch != 0 && c.AgentEpoch != state.Epoch && c.Cause != OfferCause.Taken;

    /// <summary>
    /// Bars an offer that is not here yet. Of one that is here only the call knows whether its phone rings: the Ring is on the way, and its
    /// answer frees the agent (refused), or what the call says after it (taken). Freed by the queue's word, its phone could ring for two calls.
    /// </summary>
    public static Decision<E> Withdraw(AgentState state, OfferId offer, DateTimeOffset now) => state.Work switch
    {
        { } w when w.Offer.Id == offer => AlreadySo<E>(),
        _ when state.Past.WasTaken(offer) || state.Past.IsBarred(offer) => AlreadySo<E>(),
        _ => AgentContests.Followed(state, new E.OfferBarred(now, offer), now),
    };

    /// <summary>The offer while it is neither answered nor over.</summary>
    public static AgentOffer? InSuspense(AgentState state, OfferId offer) =>
        state.Work is W.Reserved or W.Ringing && state.Work.Offer.Id == offer ? state.Work.Offer : null;

    /// <summary>It ended without an answer, and what that means for the agent (DOMAIN). What the person requested comes before what the rules would do.</summary>
    public static Decision<E> Ended(AgentState state, AgentOffer offer, OfferEnd end, DateTimeOffset now)
    {
        var events = ImmutableArray.Create<E>(new E.OfferEnded(now, offer.Id, end));
        if (end is OfferEnd.PhoneUnreachable or OfferEnd.MediaFailed)
        {
            events = events.Add(new E.PhoneFailed(now, offer.Id));
        }

        // So late it is written as what was given up here, and the call that has still to be heard of it is the one that says so.
        if (end == OfferEnd.Withdrawn && now >= offer.ReservedUntil)
        {
            events = events.Add(new E.OfferSettled(now, offer.Id));
        }

        var reason = end switch
        {
            OfferEnd.Missed when offer.Rules.MissesBeforeNotReady is > 0 and var misses && state.MissesInARow + 1 >= misses => SystemReasons.NoAnswer,
            OfferEnd.Declined when !offer.Rules.StaysReadyOnDecline => SystemReasons.Declined,
            OfferEnd.PhoneUnreachable or OfferEnd.MediaFailed when state.PhoneFailuresInARow + 1 >= AgentState.PhoneFailuresMax => SystemReasons.System,
            _ => null,
        };
        return AcceptAll<E>([.. events, .. Followed(state, reason, now)]);
    }

    /// <summary>Nobody said how the offer went. Never ready: nobody knows whether the phone still rings. The call is asked to end it; only then does the person go.</summary>
    public static Decision<E> Expired(AgentState state, AgentOffer offer, DateTimeOffset now)
    {
        // Not when it was due: what was heard since then is dated later, and an agent's times never go back.
        var at = now > offer.ReservedUntil ? now : offer.ReservedUntil;
        var ended = new E.OfferEnded(at, offer.Id, OfferEnd.Withdrawn);
        return state.Request switch
        {
            R.NotReady request => Accept<E>(ended, new E.BecameNotReady(at, request.Reason)),
            R.SignOut => Accept<E>(ended, new E.BecameNotReady(at, SystemReasons.System), new E.SignOutRequested(at)),
            _ => Accept<E>(ended, new E.BecameNotReady(at, SystemReasons.System)),
        };
    }

    /// <summary>The call has said that an offer given up is over.</summary>
    public static Decision<E> Settled(AgentState state, OfferId offer, DateTimeOffset now) =>
        AcceptAll<E>([new E.OfferSettled(now, offer), .. Followed(state, null, now)]);

    public static Decision<E> Talking(AgentState state, OfferId offer, DateTimeOffset now) =>
        Connected(state, offer, now) is { IsEmpty: false } events ? AcceptAll(events) : AlreadySo<E>();

    public static Decision<E> Held(AgentState state, OfferId offer, int number, E change, DateTimeOffset now) => Connected(state, offer, now) switch
    {
        { IsEmpty: false } events => AcceptAll(events.Add(change)),
        not null when number > Holds(state) => Accept(change),
        _ => AlreadySo<E>(),
    };

    public static Decision<E> Released(AgentState state, C.RecordReleased c, DateTimeOffset now)
    {
        if (Connected(state, c.Offer, now) is not { } events)
        {
            return AlreadySo<E>();
        }

        var rules = state.Work!.Offer.Rules;
        events = events.Add(new E.WrapUpStarted(now, c.Offer, c.End, now + rules.WrapUp));
        if (rules.WrapUp > TimeSpan.Zero)
        {
            return AcceptAll(events);
        }

        var wrapping = events.Aggregate(state, AgentHistory.Apply);
        return AcceptAll(events.AddRange(WrappedUp(wrapping, (W.WrapUp)wrapping.Work!, now)));
    }

    /// <summary>Its time ran out, perhaps while nobody was there to see: it ended when it was due.</summary>
    public static ImmutableArray<E> WrappedUp(AgentState state, W.WrapUp work, DateTimeOffset now)
    {
        var at = NotAfter(work.Until, now);
        return [new E.WrapUpEnded(at, work.Offer.Id), .. Followed(state, work.Offer.NeedsSummary ? SystemReasons.Summary : null, at)];
    }

    /// <summary>Who was not ready for nothing else is ready with it, as if its wrap-up ended now.</summary>
    public static Decision<E> Summarized(AgentState state, OfferId offer, DateTimeOffset now) => state switch
    {
        { SummaryOwed: { } owed, Presence: P.NotReady { Reason: SystemReasons.Summary } } when owed == offer => Accept<E>(new E.SummaryRecorded(now, offer), new E.BecameReady(now)),
        { SummaryOwed: { } owed } when owed == offer => Accept<E>(new E.SummaryRecorded(now, offer)),
        { Work.Offer: { NeedsSummary: true } at } when at.Id == offer => Accept<E>(new E.SummaryRecorded(now, offer)),
        _ => AlreadySo<E>(),
    };

    /// <summary>
    /// What has to be said before more is said of a connected offer: nothing when it is known to be, that it was answered when not, and when it
    /// was given up here, that it was taken after all: the call's word wins. Null: it is none of this agent's any more.
    /// </summary>
    private static ImmutableArray<E>? Connected(AgentState state, OfferId offer, DateTimeOffset now) => state switch
    {
        { Work: W.Talking or W.Holding } when state.Work.Offer.Id == offer => ImmutableArray<E>.Empty,
        { Work: W.Reserved or W.Ringing or W.Dialing } when state.Work.Offer.Id == offer => [new E.Answered(now, offer)],
        { Work: W.Lapsed { Offer: var given } } when given.Id == offer =>
            [new E.Reserved(now, offer, given.Queue!.Value, given.Call, given.RingUntil, given.Rules), new E.Answered(now, offer)],
        _ => null,
    };

    private static int Holds(AgentState state) => state.Work switch
    {
        W.Talking w => w.Holds,
        W.Holding w => w.Holds,
        _ => 0,
    };

    /// <summary>Who is not ready anyway, and took the call itself, keeps the reason it gave.</summary>
    private static ImmutableArray<E> Followed(AgentState state, string? reason, DateTimeOffset at) => state.Request is not null ? AgentChoices.Requested(state, at)
        : reason is not null && state.Presence is P.Ready ? [new E.BecameNotReady(at, reason)]
        : [];

    private static DateTimeOffset NotAfter(DateTimeOffset due, DateTimeOffset now) => due < now ? due : now;
}
