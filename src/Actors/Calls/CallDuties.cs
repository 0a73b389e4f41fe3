using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using C = CallCenter.Actors.Calls.CallCommand;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What a call owes, in five parts that depend on few things each: its queues' answers (<c>enqueue/{stay}</c>), what agents should see
/// (<c>agent-…</c>), what others must hear (<see cref="CallState.Untold"/>), media (<c>media/{version}</c>, then <c>media-close</c> until <c>media-end</c>), and each
/// leg's signalling (<see cref="LegDuties"/>).
/// </summary>
internal static class CallDuties
{
    /// <summary>An instance that has not closed a session by then is gone for good, and its sockets with it: the call owes nothing any more.</summary>
    public static readonly TimeSpan MediaCloseMax = TimeSpan.FromDays(1);

    public static ImmutableArray<Duty> All(CallState state) =>
        [.. OfStays(state), .. state.Legs.Values.SelectMany(leg => LegDuties.Of(state, leg)), .. OfAgents(state), .. OfUntold(state), .. OfMedia(state)];

    /// <summary>A part whose inputs are the same objects is the same; of the others the keys that are in one of the two only.</summary>
    public static ImmutableArray<string> Touched(CallState before, CallState after)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        if (!ReferenceEquals(before.Phase, after.Phase))
        {
            Compare(OfStays(before), OfStays(after), keys);
        }

        if (!ReferenceEquals(before.Legs, after.Legs))
        {
            CompareLegs(before, after, keys);
        }

        if (!ReferenceEquals(before.Phase, after.Phase) || !ReferenceEquals(before.Legs, after.Legs))
        {
            Compare(OfAgents(before), OfAgents(after), keys);
        }

        if (before.Untold.Items != after.Untold.Items || !ReferenceEquals(before.Legs, after.Legs))
        {
            Compare(OfUntold(before), OfUntold(after), keys);
        }

        if (!ReferenceEquals(before.Media, after.Media) || !ReferenceEquals(before.Phase, after.Phase) || before.MediaIsOpen != after.MediaIsOpen)
        {
            Compare(OfMedia(before), OfMedia(after), keys);
        }

        return keys.ToImmutable();
    }

    public static Duty? Of(CallState state, string key)
    {
        var part = LegDuties.LegOf(key) is { } number
            ? LegDuties.Of(state, state.Legs.GetValueOrDefault(number))
            : key.StartsWith("media", StringComparison.Ordinal) ? OfMedia(state) : [.. OfStays(state), .. OfAgents(state), .. OfUntold(state)];
        return part.FirstOrDefault(duty => duty.Key == key);
    }

    private static void CompareLegs(CallState before, CallState after, ImmutableArray<string>.Builder differing)
    {
        foreach (var was in before.Legs.Values)
        {
            var now = after.Legs.GetValueOrDefault(was.Number);
            if (!ReferenceEquals(was, now))
            {
                Compare(LegDuties.Of(before, was), LegDuties.Of(after, now), differing);
            }
        }

        foreach (var now in after.Legs.Values)
        {
            if (!before.Legs.ContainsKey(now.Number))
            {
                Compare([], LegDuties.Of(after, now), differing);
            }
        }
    }

    private static void Compare(IEnumerable<Duty> before, IEnumerable<Duty> after, ImmutableArray<string>.Builder differing)
    {
        Duty[] was = [.. before], now = [.. after];
        AddMissing(was, now, differing);
        AddMissing(now, was, differing);
    }

    private static void AddMissing(Duty[] from, Duty[] others, ImmutableArray<string>.Builder differing)
    {
        foreach (var duty in from)
        {
            if (!Array.Exists(others, other => other.Key == duty.Key))
            {
                differing.Add(duty.Key);
            }
        }
    }

    private static IEnumerable<Duty> OfStays(CallState state)
    {
        if (state.Consult is { Leg: null } consult)
        {
            yield return new Duty.Wake(string.Create(CultureInfo.InvariantCulture, $"consult-end/{consult.Number}"), consult.Until, new C.ExpireConsult(consult.Number));
        }

        foreach (var stay in state.Stays)
        {
            if (stay.Confirmed || stay is { Asked: not null, Attempts: > 0 } || state.Arrival is not { } arrival)
            {
                continue;
            }

            var wishes = stay.Wishes ?? Wishes.None;
            var call = new QueuedCall
            {
                Call = state.Id,
                Contact = state.Contact,
                Arrived = state.ArrivedAt,
                Priority = stay.Priority,
                Number = arrival.Number,
                Caller = arrival.Caller,
                CallerName = arrival.CallerName,
                Data = stay.Data,
                Needs = wishes.Needs,
                Preferred = wishes.Preferred,
                PreferFor = wishes.PreferFor,
                CannotHear = stay.CannotHear,
                ToldPosition = stay.ToldPosition,
            };
            if (stay.Asked is { } asked)
            {
                var offer = new OfferId(stay.Id, 1);
                yield return new Duty.Deliver(
                    $"reserve/{offer}",
                    ActorId.Agent(state.Id.Tenant, asked.Agent, state.Id.Site),
                    new AgentCommand.Reserve(offer, stay.Queue, call, stay.Entered + asked.RingTime, asked.Rules),
                    OnRefused: new C.RecordNotQueued(stay.Id));
                continue;
            }

            yield return new Duty.Deliver($"enqueue/{stay.Id}", stay.Queue, new QueueCommand.Enqueue(stay.Id, call), new C.RecordQueued(stay.Id), new C.RecordNotQueued(stay.Id));
        }
    }

    /// <summary>How it goes, as long as it goes so; how it ended is told for certain (<see cref="CallState.Untold"/>).</summary>
    private static IEnumerable<Duty> OfAgents(CallState state)
    {
        foreach (var leg in state.Ringing)
        {
            if (leg is { Rang: true, Request: { Offer: { } rung, Agent: { } asked } })
            {
                yield return new Duty.Deliver($"agent-ringing/{rung}", asked, new AgentCommand.RecordRinging(rung));
            }
        }

        if (state is { Phase: P.Talking talking, Other.Request: { Offer: { } offer, Agent: { } agent } })
        {
            yield return new Duty.Deliver($"agent-answered/{offer}", agent, new AgentCommand.RecordAnswered(offer));
            if (talking.Holds > 0)
            {
                yield return new Duty.Deliver($"agent-hold/{offer}/{talking.Holds}", agent, talking.IsHeld
                    ? new AgentCommand.RecordHeld(offer, talking.Holds)
                    : new AgentCommand.RecordRetrieved(offer, talking.Holds));
            }
        }

        if (state.Asked?.Request is { Offer: { } consulted, Agent: { } colleague })
        {
            yield return new Duty.Deliver($"agent-answered/{consulted}", colleague, new AgentCommand.RecordAnswered(consulted));
        }
    }

    /// <summary>
    /// An agent hears that its offer is over when its phone has nothing of it any more: told earlier, it takes the next offer, and the phone
    /// rings twice or refuses as busy. A phone that never says so keeps it until the reservation ends.
    /// </summary>
    private static IEnumerable<Duty> OfUntold(CallState state) =>
        state.Untold.Where(tell => !StillRings(state, tell)).Select(tell => new Duty.Deliver(tell.Key, tell.To, tell.Message, new C.ConfirmTold(tell.Key), new C.ConfirmTold(tell.Key)));

    /// <summary>The offer whose end this tells has a phone that may still ring.</summary>
    public static bool StillRings(CallState state, Tell tell) => tell.Message is AgentCommand.RecordOfferEnded ended
        && state.Legs.Values.Any(leg => leg.Phase == LegPhase.Cancelling && leg.Request?.Offer == ended.Offer);

    private static IEnumerable<Duty> OfMedia(CallState state)
    {
        if (state.Phase is not P.Ended && state.Media is { } media)
        {
            yield return new Duty.Perform($"media/{media.Version}", Port.Media, media) { At = HolderOf(media.Slot) };
        }
        else if (state is { Phase: P.Ended ended, MediaIsOpen: true, Arrival: { } arrival })
        {
            yield return new Duty.Wake("media-end", ended.At + MediaCloseMax, new C.ConfirmMediaClosed());
            yield return new Duty.Perform("media-close", Port.Media, new MediaClosed(state.Slot!), new C.ConfirmMediaClosed(), new C.ConfirmMediaClosed())
            {
                At = HolderOf(state.Slot!),
            };
        }
    }

    /// <summary>Null: a media server, which any edge may ask.</summary>
    private static string? HolderOf(MediaSlot slot) => slot.IsShared ? null : slot.Instance;
}
