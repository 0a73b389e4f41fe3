using System.Collections.Immutable;
using System.Diagnostics;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// A queue owns who waits and who is next. How a stay begins and ends is in <see cref="Leaving"/>, who is offered to whom in
/// <see cref="QueueMatching"/>, what is kept in <see cref="QueueHistory"/>, what it owes in <see cref="QueueDuties"/>.
/// Every accepted change is followed, in the same decision, by all the offers that it makes possible.
/// </summary>
public sealed class QueueBehaviour : IBehaviour<QueueState, C, E>
{
    private QueueBehaviour()
    {
    }

    public static QueueState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(QueueState state, C command, DateTimeOffset now)
    {
        var decision = ExpectedWait.Foreseen(state, QueueMatching.Followed(state, Told(state, command, now), now), now);
        return command is C.RecordAgentAvailable { IsAsking: true } asks ? Asked.Replied(state, asks, decision) : decision;
    }

    public static QueueState Apply(QueueState state, E @event) => Pacing.Followed(state, QueueHistory.Apply(state, @event), @event);

    public static ImmutableArray<Duty> Duties(QueueState state) => QueueDuties.All(state);

    public static ImmutableArray<string> Touched(QueueState before, E @event) => QueueTouched.By(before, @event);

    public static Duty? DutyOf(QueueState state, string key) => QueueDuties.Of(state, key);

    private static Decision<E> Told(QueueState state, C command, DateTimeOffset now) => command switch
    {
        C.Configure c when c.Version <= state.Version => AlreadySo<E>(),
        C.Configure c => Accept<E>(new E.QueueConfigured(now, c.Version, c.Settings)),

        C.Enqueue c when state.Knows(c.Stay) => Leaving.Repeated(state, c.Stay),
        C.Enqueue when state.Version == 0 => Refuse<E>(Refusal.QueueNotConfigured),
        C.Enqueue c => Leaving.Entered(state, c, now),

        C.RecordStayEnded c when state.Stays.ContainsKey(c.Stay) => Accept<E>(new E.StayEnded(now, c.Stay, c.End, null, null)),
        C.RecordStayEnded c when !state.Ended.Contains(c.Stay) => Accept<E>(new E.StayBarred(now, c.Stay) { End = c.End }),
        C.RecordStayEnded => AlreadySo<E>(),

        C.RecordReserved c when state.Offered(c.Offer) is { IsReserved: false } => Accept<E>(new E.OfferReserved(now, c.Offer)),
        C.RecordReserved => AlreadySo<E>(),
        C.RecordReserveRefused c when state.Offered(c.Offer) is { IsReserved: false } offer => Leaving.OfferFailed(state, offer, OfferEnd.NotReserved, now),
        C.RecordReserveRefused => AlreadySo<E>(),

        C.RecordAnswered c => Leaving.Answered(state, c.Offer, now),
        C.RecordOfferFailed { End: OfferEnd.Answered } c => Leaving.Answered(state, c.Offer, now),
        C.RecordOfferFailed c when state.Offered(c.Offer) is { } offer => Leaving.OfferFailed(state, offer, c.End, now),
        C.RecordOfferFailed => AlreadySo<E>(),

#if PLANTED
        C.RecordAgentAvailable c when PlantedDefects.Has(Planted.ReadinessWithoutEpoch) => Accept<E>(new E.AgentBecameAvailable(now, c.Agent, c.Epoch, c.IdleSince) { Profile = c.Profile }),
#endif
        C.RecordAgentAvailable c when state.Agents.GetValueOrDefault(c.Agent) is { } agent && c.Epoch <= agent.Epoch => AlreadySo<E>(),
        C.RecordAgentAvailable c => Accept<E>(new E.AgentBecameAvailable(now, c.Agent, c.Epoch, c.IdleSince) { Profile = c.Profile }),
        C.RecordAgentUnavailable c when state.IsNews(c) =>
            AcceptAll<E>([new E.AgentBecameUnavailable(now, c.Agent, c.Epoch) { IsGone = c.IsGone }, .. c.IsGone ? Preferences.WithoutWhoLeft(state, c.Agent, now) : []]),
        C.RecordAgentUnavailable => AlreadySo<E>(),

        C.Pick c => Picking.Decide(state, c, now),
        C.Explain c when state.Stays.GetValueOrDefault(c.Stay) is { } stay => AlreadySo<E>(Explaining.Of(state, stay)),
        C.Explain => Refuse<E>(Refusal.StayUnknown),

        C.Foretell c when state.Stays.GetValueOrDefault(c.Stay) is { } stay => AlreadySo<E>(ExpectedWait.Foretold(state, stay, now)),
        C.Foretell => Refuse<E>(Refusal.StayUnknown),

        C.DeclareEmergency or C.LiftEmergency when state.Settings is null => Refuse<E>(Refusal.QueueNotConfigured),
        C.DeclareEmergency c when state.Emergency is { } on && on.Reason == c.Reason => AlreadySo<E>(),
        C.DeclareEmergency c => Accept<E>(new E.EmergencyDeclared(now, c.Reason, c.By)),
        C.LiftEmergency when state.Emergency is null => AlreadySo<E>(),
        C.LiftEmergency c => Accept<E>(new E.EmergencyLifted(now, c.Reason, c.By)),

        C.ConfirmLeft c => Leaving.Left(state.Stays.GetValueOrDefault(c.Stay), now),

        C.ExpireWait c => Leaving.WaitOver(state, state.Stays.GetValueOrDefault(c.Stay), now),
        C.WidenStay c when state.Stays.GetValueOrDefault(c.Stay) is { } stay && Reach.Next(stay.Call, state.Settings, stay.Widened) == c.After && stay.Entered + c.After <= now =>
            Accept<E>(new E.StayWidened(now, c.Stay, c.After)),
        C.WidenStay => AlreadySo<E>(),
        C.AnnounceWait c => Announcing.Due(state, state.Stays.GetValueOrDefault(c.Stay), c.Number, now),
        C.ExpireOffer c when state.Offered(c.Offer) is { IsRecalled: false } => Accept<E>(new E.OfferRecalled(now, c.Offer)),
        C.ExpireOffer => AlreadySo<E>(),
        C.EndExclusion c when state.ExcludedBy(c.Offer) is { } agent => Accept<E>(new E.ExclusionEnded(now, c.Offer.Stay, agent)),
        C.EndExclusion => AlreadySo<E>(),

        C.ConfirmTold c when state.Notices.ContainsKey(c.Key) => Accept<E>(new E.ToldConfirmed(now, c.Key)),
        C.ConfirmTold => AlreadySo<E>(),

        _ => throw new UnreachableException($"{command}"),
    };
}
