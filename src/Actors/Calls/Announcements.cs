using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>What a waiting caller is told over its music, as its queue wants it; not while a phone rings for it, and never twice.</summary>
internal static class Announcements
{
    public static Decision<E> Decide(CallState state, C.Announce c, DateTimeOffset now) => state.StayOf(c.Stay) switch
    {
        null when Stays.IsFuture(state, c.Stay) => Refuse<E>(Refusal.StayUnknown),
        null => Refuse<E>(Refusal.StayEnded),
        { } stay when c.Number <= stay.Announced => AlreadySo<E>(),
        _ when now > c.At + Heard.LateMax => Refuse<E>(Refusal.OfferIsStale),
        _ when state.Phase is not P.Waiting => Refuse<E>(Refusal.OfferInProgress),
        _ when !CallMedia.CanHear(state) => Refuse<E>(Refusal.MediaNotAcceptable),
        _ => Accept<E>(new E.Announced(now, c.Stay, c.Number, c.What)),
    };
}

/// <summary>An announcement that plays to the caller, as long as it waits in this stay. <paramref name="Count"/> is how many there were.</summary>
public sealed record Spoken(StayId Stay, int Count, Announcement What, DateTimeOffset At);
