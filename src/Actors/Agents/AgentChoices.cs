using System.Collections.Immutable;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;
using P = CallCenter.Actors.Agents.AgentPresence;
using R = CallCenter.Actors.Agents.AgentRequest;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>What the person (or the configuration, for it) chooses. During a contact a choice is a request: it takes effect at the end of its wrap-up.</summary>
internal static class AgentChoices
{
    /// <summary>A new agent starts as the document says; one that is removed goes as soon as its contact ends.</summary>
    public static Decision<E> Configured(AgentState state, C.Configure c, DateTimeOffset now)
    {
        var configured = new E.AgentConfigured(now, c.Version, c.Settings);
        return (c.Settings, state.Presence) switch
        {
            (null, not P.SignedOut) => AcceptAll<E>([configured, .. Leave(state, now)]),
            ({ Start: AgentStart.NotReady }, P.SignedOut) when state.Settings is null => Accept<E>(configured, SignedIn(state, c.Settings.Phone, now)),
            ({ Start: AgentStart.Ready }, P.SignedOut) when state.Settings is null => Accept<E>(configured, SignedIn(state, c.Settings.Phone, now), new E.BecameReady(now)),
            _ => Accept<E>(configured),
        };
    }

    /// <summary>At a phone that refused, it is a new sign-in: the phone is asked once more.</summary>
    public static Decision<E> SignIn(AgentState state, string phone, DateTimeOffset now) => state switch
    {
        _ when !ActorId.IsPart(phone) => Refuse<E>(Refusal.PhoneNotConfigured),
        { Seat: { RefusedAt: null } seat } when seat.Phone == phone => AlreadySo<E>(),
        { Work: not null } => Refuse<E>(Refusal.AgentBusy),
        { Notices.Count: >= AgentState.NoticesMax } => Refuse<E>(Refusal.AgentBusy, "those it has to tell cannot be reached"),
        { Seat: not null } => Accept<E>(new E.SignedOut(now), SignedIn(state, phone, now)),
        _ => Accept<E>(SignedIn(state, phone, now)),
    };

    /// <summary>Takes back what was requested, ends a wrap-up, signs in: whatever stands between the person and ready, but a summary that is owed.</summary>
    public static Decision<E> GoReady(AgentState state, DateTimeOffset now)
    {
        if ((state.SummaryOwed ?? (state.Work as W.WrapUp is { Offer: { NeedsSummary: true } wrapped } ? wrapped.Id : null)) is { } owed)
        {
            return Refuse<E>(Refusal.SummaryMissing, $"The summary of segment {owed} is not written.");
        }

        if (state.Presence is P.SignedOut)
        {
            var signedIn = SignIn(state, state.Settings!.Phone, now);
            return signedIn is Decision<E>.Accepted { Events: var events } ? AcceptAll<E>([.. events, new E.BecameReady(now)]) : signedIn;
        }

        var steps = ImmutableArray.CreateBuilder<E>();
        if (state.Request is not null)
        {
            steps.Add(new E.RequestTakenBack(now));
        }

        if (state.Work is W.WrapUp wrapUp)
        {
            steps.Add(new E.WrapUpEnded(now, wrapUp.Offer.Id));
        }

        if (state.Presence is P.NotReady)
        {
            steps.Add(new E.BecameReady(now));
        }

        return steps.Count == 0 ? AlreadySo<E>() : AcceptAll(steps.ToImmutable());
    }

    public static Decision<E> GoNotReady(AgentState state, string reason, DateTimeOffset now) => state switch
    {
        { Presence: P.SignedOut } => Refuse<E>(Refusal.AgentSignedOut),
        _ when !state.Settings!.Reasons.Items.Contains(reason) => Refuse<E>(Refusal.ReasonUnknown),
        _ when state.Settings.Rationed.Items.Contains(reason) && state.Break?.Reason != reason => Refuse<E>(Refusal.BreakNotGiven),
        { Work: not null and not W.Lapsed, Request: R.NotReady request } when request.Reason == reason => AlreadySo<E>(),
        { Work: not null and not W.Lapsed } => Accept<E>(new E.NotReadyRequested(now, reason)),
        { Request: null, Presence: P.NotReady presence } when presence.Reason == reason => AlreadySo<E>(),
        _ => Accept<E>(new E.BecameNotReady(now, reason)),
    };

    /// <summary>What its team gave it. Whoever has been given another since, or has left this one, is told nothing new.</summary>
    public static Decision<E> TakeBreak(AgentState state, C.TakeBreak c, DateTimeOffset now) => state switch
    {
        _ when c.Number <= state.LastBreak => AlreadySo<E>(),
        // Not refused: a repeat that comes later, when it could be taken, is of a break that was given back.
        _ when state.Presence is P.SignedOut || !state.Settings!.Reasons.Items.Contains(c.Reason) => Accept<E>(new E.BreakDeclined(now, c.Team, c.Number)),
        { Work: not null and not W.Lapsed } => Accept<E>(new E.NotReadyRequested(now, c.Reason), new E.BreakGranted(now, c.Team, c.Reason, c.Number)),
        _ => Accept<E>(new E.BecameNotReady(now, c.Reason), new E.BreakGranted(now, c.Team, c.Reason, c.Number)),
    };

    public static Decision<E> SignOut(AgentState state, DateTimeOffset now) =>
        state.Presence is P.SignedOut || Leave(state, now) is not { Length: > 0 } left ? AlreadySo<E>() : AcceptAll(left);

    /// <summary>What was requested for the end of a contact, now that it has come.</summary>
    public static ImmutableArray<E> Requested(AgentState state, DateTimeOffset at) => state.Request switch
    {
        R.NotReady request => [new E.BecameNotReady(at, request.Reason)],
        R.SignOut => [new E.SignedOut(at)],
        _ => [],
    };

    private static ImmutableArray<E> Leave(AgentState state, DateTimeOffset now) => state switch
    {
        { Work: null } => [new E.SignedOut(now)],
        { Request: R.SignOut } => [],
        _ => [new E.SignOutRequested(now)],
    };

    private static E.SignedIn SignedIn(AgentState state, string phone, DateTimeOffset now) => new(now, phone, state.SignIns + 1);
}
