using System.Collections.Immutable;
using CallCenter.Actors.Collections;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Matching, inside the decision that makes it possible: after each change no call waits while an agent is available that it may be offered to.
/// So a change makes only matches of the calls and agents that it is about, and only these are looked for. A queue that is not configured makes none.
/// </summary>
internal static class QueueMatching
{
    /// <summary>Calls that ring and are looked at, when one more agent is free, for a phone that could join.</summary>
    private const int JoinedMax = 64;

    /// <summary>The decision, with the offers that follow from it.</summary>
    public static Decision<E> Followed(QueueState state, Decision<E> decision, DateTimeOffset now)
    {
        if (decision is not Decision<E>.Accepted { Events: var events } accepted || !MayMatch(state, events))
        {
            return decision;
        }

        var course = new Course(state, events, now);
#if PLANTED
        if (PlantedDefects.Has(Planted.JoinsBeforeOthersRing))
        {
            Joined(course, now);
        }
#endif
        foreach (var @event in events)
        {
            Subjects(state, course, @event);
        }

        Joined(course, now);
        return course.Events.Length == events.Length ? decision : AcceptAll(course.Events, accepted.Reply);
    }

    /// <summary>Whether a match is possible at all, by a glance at who there is: most changes make none, and need not be followed. Where phones ring together any may.</summary>
    private static bool MayMatch(QueueState before, ImmutableArray<E> events)
    {
        if (before.Settings?.Together is not null)
        {
            return true;
        }

        foreach (var @event in events)
        {
            var may = @event switch
            {
                E.CallQueued or E.OfferFailed or E.StayWidened or E.PreferenceEnded => before.Line.Free.Count > 0,
                E.AgentBecameAvailable => before.Line.WaitingCount > 0,
                E.CallAnswered e => Excludes(before, e.Offer.Stay),
                E.StayEnded e => Excludes(before, e.Stay),
                E.ExclusionEnded or E.QueueConfigured => true,
                _ => false,
            };
            if (may)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Who is free yet may ring for calls that ring already, where phones ring together: first those that ring nowhere, then these, in their order. None for a call that is about to go.</summary>
    private static void Joined(Course course, DateTimeOffset now)
    {
        if (course.Settings?.Together is null || course.State.Line.Free.Count == 0)
        {
            return;
        }

        foreach (var place in course.State.WithRoom.Take(JoinedMax))
        {
            while (course.State.Stays[place.Stay] is var stay && Departure.Due(course.State, stay, now) is null && course.Offer(BestAgent.For(course.State, stay)))
            {
            }
        }
    }

    private static bool Excludes(QueueState state, StayId id) => state.Stays.TryGetValue(id, out var stay) && !stay.Exclusions.IsEmpty;

    private static void Subjects(QueueState before, Course course, E @event)
    {
        switch (@event)
        {
            case E.CallQueued e:
                OfCall(course, e.Stay);
                break;
            case E.OfferFailed e:
                OfCall(course, e.Offer.Stay);
                break;
            case E.StayWidened e:
                OfCall(course, e.Stay);
                break;
            case E.PreferenceEnded e:
                OfCall(course, e.Stay);
                break;
            case E.ExclusionEnded e:
                OfCall(course, e.Stay);
                OfAgent(course, e.Agent);
                OfReserve(course);
                break;
            case E.AgentBecameAvailable e:
                OfAgent(course, e.Agent);
                OfReserve(course);
                break;
            case E.QueueConfigured:
                OfAll(course);
                break;
            // Who was excluded from as many calls as allowed is no more.
            case E.CallAnswered e:
                OfExcluded(before, course, e.Offer.Stay);
                break;
            case E.StayEnded e:
                OfExcluded(before, course, e.Stay);
                break;
        }
    }

    private static void OfCall(Course course, StayId id)
    {
        if (course.State.Stays.TryGetValue(id, out var stay) && course.IsConfigured)
        {
            course.Offer(BestAgent.For(course.State, stay));
        }
    }

    private static void OfAgent(Course course, ActorId agent)
    {
        if (course.IsConfigured)
        {
            course.Offer(BestCall.For(course.State, agent));
        }
    }

    private static void OfExcluded(QueueState before, Course course, StayId id)
    {
        if (before.Stays.TryGetValue(id, out var stay))
        {
            foreach (var agent in stay.Exclusions.Keys)
            {
                OfAgent(course, agent);
            }

            OfReserve(course);
        }
    }

    /// <summary>
    /// One more agent is free: where some are held in reserve, another than this one may have become free for the calls that may not take these.
    /// Who is preferred by a call is offered it in reserve too, so only the orders of classes have to be looked at.
    /// </summary>
    private static void OfReserve(Course course)
    {
        if (course.Settings?.Reserve is { } reserve)
        {
            while (course.State.Line.Free.Count > reserve.Agents && course.Offer(First(course.State, OfClasses(course.State))))
            {
            }
        }
    }

    /// <summary>After new rules.</summary>
    private static void OfAll(Course course)
    {
        while (course.IsConfigured && course.State.Line.Free.Count > 0 && course.Offer(First(course.State, OfClasses(course.State).Concat(OfWished(course.State)))))
        {
        }
    }

    private static IEnumerable<Match?> OfClasses(QueueState state) => state.Line.Classes.Select(needs => FirstWithAgent(state, needs.Waiting));

    private static IEnumerable<Match?> OfWished(QueueState state) => state.Line.Wished.Keys.Select(agent => BestCall.For(state, agent));

    /// <summary>The first call of all that has an agent, and the best for it.</summary>
    private static Match? First(QueueState state, IEnumerable<Match?> found)
    {
        Stay? first = null;
        foreach (var match in found)
        {
            if (match is { } one && state.Stays[one.Stay] is var stay && (first is null || stay.Place < first.Place))
            {
                first = stay;
            }
        }

        return first is null ? null : BestAgent.For(state, first);
    }

    private static Match? FirstWithAgent(QueueState state, OrderedSet<Place> waiting)
    {
        foreach (var place in waiting)
        {
            var stay = state.Stays[place.Stay];
            var match = BestAgent.For(state, stay);
            // The rest of its class needs the same: only exclusions are a call's own.
            if (match is not null || stay.Exclusions.IsEmpty)
            {
                return match;
            }
        }

        return null;
    }

    /// <summary>What is decided so far, and the state that it leads to: of offers worked out when somebody looks, for mostly nobody does after the last one.</summary>
    private sealed class Course(QueueState before, ImmutableArray<E> events, DateTimeOffset now)
    {
        private QueueState state = events.Aggregate(before, QueueHistory.Apply);
        private int applied = events.Length;

        public ImmutableArray<E> Events { get; private set; } = events;

        public QueueState State
        {
            get
            {
                for (; applied < Events.Length; applied++)
                {
                    state = QueueHistory.Apply(state, Events[applied]);
                }

                return state;
            }
        }

        /// <summary>No offer changes these.</summary>
        public QueueSettings? Settings => state.Settings;

        public bool IsConfigured => Settings is not null;

        /// <summary>False: there is no match.</summary>
        public bool Offer(Match? match)
        {
            if (match is { } found)
            {
                Events = Events.Add(Offering.Of(State, found, null, now));
            }

            return match is not null;
        }
    }
}
