using System.Text.Json.Serialization;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>
/// How long a call will still wait until it is answered, from its place among those who compete with it and the pace at which they go
/// (<see cref="Pace"/>). Null: unknown, nothing was seen that says it, or it waits for certain agents only.
/// </summary>
public static class ExpectedWait
{
    /// <summary>Of a stay that waits.</summary>
    public static TimeSpan? Of(QueueState state, Stay stay, DateTimeOffset now)
    {
        if (stay.IsHeld)
        {
            return null;
        }

        var need = Crowd.NeedOf(state, stay);
        return state.Paces.GetValueOrDefault(need)?.Until(now, Crowd.Count(state, need)).Expected(Crowd.Ahead(state, stay));
    }

    /// <summary>The answer to a question; of a call that is offered or leaving both are unknown.</summary>
    public static WaitForecast Foretold(QueueState state, Stay stay, DateTimeOffset now) =>
        stay is { Offer: null, Leaving: null } ? new WaitForecast(Crowd.Before(state, stay) + 1, Of(state, stay, now)) : new WaitForecast(null, null);

    /// <summary>Of a call that would come in now; zero: an agent is free for it.</summary>
    public static TimeSpan? OfNext(QueueState state, StayId id, QueuedCall call, DateTimeOffset now)
    {
        var inside = state.With(new Stay(id, call) { Entered = now });
        return BestAgent.For(inside, inside.Stays[id]) is not null ? TimeSpan.Zero : Of(state, Newcomer(state, id, call, now), now);
    }

    private static Stay Newcomer(QueueState state, StayId id, QueuedCall call, DateTimeOffset now) =>
        new(id, call) { Entered = now, Place = Place.Of(id, call, state.Settings?.HeadStart) };

    /// <summary>
    /// The decision, with what is foreseen: for the call that enters with it, unless it is offered at once; and where one leaves, for whoever would
    /// come next, as it was just before.
    /// </summary>
    public static Decision<E> Foreseen(QueueState state, Decision<E> decision, DateTimeOffset now) => decision switch
    {
        Decision<E>.Accepted { Events: [E.CallQueued queued, .. var rest] } accepted when !rest.Any(other => other is E.OfferMade made && made.Offer.Stay == queued.Stay) =>
            With(accepted, Of(state, Newcomer(state, queued.Stay, queued.Call, now), now) is { } expected ? queued with { Expected = expected } : queued),
        Decision<E>.Accepted { Events: [E.CallAnswered answered, ..] } accepted => With(accepted, answered with { Outlook = Outlook(state, now) }),
        Decision<E>.Accepted { Events: [E.StayEnded ended, ..] } accepted => With(accepted, ended with { Outlook = Outlook(state, now) }),
        _ => decision,
    };

    private static Decision<E> With(Decision<E>.Accepted accepted, E first) => AcceptAll(accepted.Events.SetItem(0, first), accepted.Reply);

    /// <summary>Of nobody in particular.</summary>
    private static TimeSpan? Outlook(QueueState state, DateTimeOffset now) =>
        Of(state, Newcomer(state, default, new QueuedCall { Call = state.Id, Contact = "", Arrived = now, Number = "", Caller = "" }, now), now);
}

/// <summary>Of a stay, now.</summary>
/// <param name="Position">Its place in the order of the queue, from 1.</param>
/// <param name="Expected">How long it will still wait.</param>
public sealed record WaitForecast(int? Position, TimeSpan? Expected);

/// <summary>What was foreseen at a moment of a wait: answered after <paramref name="Expected"/>.</summary>
public sealed record Forecast(DateTimeOffset At, TimeSpan Expected)
{
    /// <summary>Its caller was told so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTold { get; init; }
}
