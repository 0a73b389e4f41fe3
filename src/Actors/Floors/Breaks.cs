using System.Collections.Immutable;
using System.Diagnostics;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Floors.FloorCommand;
using E = CallCenter.Actors.Floors.FloorEvent;

namespace CallCenter.Actors.Floors;

/// <summary>Breaks that are rationed: given while a team has places, else refused or waited for, and then given in the order in which they were asked for.</summary>
internal static class Breaks
{
    public static BreakPlace? PlaceOf(FloorState state, string team, long number)
    {
        foreach (var place in state.Of(team).Held.Items)
        {
            if (place.Number == number)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>Teams that ration no more give all back; where there are more places now, those who wait longest have them.</summary>
    public static Decision<E> Configured(FloorState state, C.Configure c, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<E>();
        events.Add(new E.FloorConfigured(now, c.Version, c.Settings));
        foreach (var (team, breaks) in state.Teams)
        {
            var quota = c.Settings?.QuotaOf(team);
            events.AddRange(breaks.Waiting.Items.Where(wish => quota?.Reasons.Contains(wish.Reason) != true).Select(wish => new E.BreakWithdrawn(now, team, wish.Agent)));
            events.AddRange(breaks.Held.Items.Where(place => quota?.Reasons.Contains(place.Reason) != true).Select(place => new E.BreakEnded(now, team, place.Number)));
        }

        var after = events.Aggregate(state, FloorBehaviour.Apply);
        foreach (var team in after.Teams.Keys)
        {
            (var given, after) = Given(after, team, now);
            events.AddRange(given);
        }

        return AcceptAll(events.ToImmutable());
    }

    /// <summary>Whoever has one, or waits already, hears the same again. Nobody overtakes those who wait but by a supervisor's word.</summary>
    public static Decision<E> Asked(FloorState state, C.AskBreak c, DateTimeOffset now)
    {
        if (state.Settings?.QuotaOf(c.Team) is not { } quota || !quota.Reasons.Contains(c.Reason))
        {
            return Refuse<E>(Refusal.BreakNotRationed);
        }

        var breaks = state.Of(c.Team);
        var has = breaks.PlaceOf(c.Agent);
        if (has?.Reason == c.Reason)
        {
            return AlreadySo<E>(new BreakReply(has.Number, null));
        }

        var places = quota.Places(c.SignedIn);
        // Who has a place for another reason goes on in it.
        if (c.IsForced || has is not null || (breaks.Waiting.Count == 0 && breaks.Held.Count < places))
        {
            var number = state.LastBreak + 1;
            return AcceptAll<E>([new E.BreakGiven(now, c.Team, c.Agent, c.Reason, number, c.SignedIn)], new BreakReply(number, null));
        }

        if (breaks.PositionOf(c.Agent) is { } position)
        {
            var reply = new BreakReply(null, position);
            return breaks.Waiting[position - 1].Reason == c.Reason ? AlreadySo<E>(reply) : AcceptAll<E>([new E.BreakAsked(now, c.Team, c.Agent, c.Reason, c.SignedIn)], reply);
        }

        return quota.Queues && breaks.Waiting.Count < FloorState.WaitingMax
            ? AcceptAll<E>([new E.BreakAsked(now, c.Team, c.Agent, c.Reason, c.SignedIn)], new BreakReply(null, breaks.Waiting.Count + 1))
            : Refuse<E>(Refusal.BreakQuotaFull, $"{breaks.Held.Count} of {places} places are taken.");
    }

    public static Decision<E> Over(FloorState state, C.RecordBreakOver c, DateTimeOffset now)
    {
        var ended = new E.BreakEnded(now, c.Team, c.Number);
        return AcceptAll<E>([ended, .. Given(FloorBehaviour.Apply(state, ended), c.Team, now).Events]);
    }

    public static FloorState Apply(FloorState state, E @event)
    {
        var team = @event switch
        {
            E.BreakGiven e => e.Team,
            E.BreakAsked e => e.Team,
            E.BreakWithdrawn e => e.Team,
            E.BreakTaken e => e.Team,
            E.BreakEnded e => e.Team,
            _ => throw new UnreachableException($"{@event}"),
        };
        var breaks = state.Of(team);
        breaks = @event switch
        {
            // An agent has one at a time: whoever is given another, for another reason, has left the first.
            E.BreakGiven e => new TeamBreaks(
                [.. breaks.Held.Items.Where(place => place.Agent != e.Agent), new BreakPlace(e.Number, e.Agent, e.Reason, e.At, false)],
                [.. breaks.Waiting.Items.Where(wish => wish.Agent != e.Agent)],
                e.SignedIn),
            // For another reason it keeps its turn.
            E.BreakAsked e when breaks.PositionOf(e.Agent) is { } position => breaks with { Waiting = new(breaks.Waiting.Items.SetItem(position - 1, breaks.Waiting[position - 1] with { Reason = e.Reason })), SignedIn = e.SignedIn },
            E.BreakAsked e => breaks with { Waiting = [.. breaks.Waiting.Items, new BreakWish(e.Agent, e.Reason, e.At)], SignedIn = e.SignedIn },
            E.BreakWithdrawn e => breaks with { Waiting = [.. breaks.Waiting.Items.Where(wish => wish.Agent != e.Agent)] },
            E.BreakTaken e => breaks with { Held = [.. breaks.Held.Items.Select(place => place.Number == e.Number ? place with { IsTaken = true } : place)] },
            E.BreakEnded e => breaks with { Held = [.. breaks.Held.Items.Where(place => place.Number != e.Number)] },
            _ => breaks,
        };
        return state with
        {
            Teams = breaks is { Held.Count: 0, Waiting.Count: 0 } ? state.Teams.Remove(team) : state.Teams.SetItem(team, breaks),
            LastBreak = @event is E.BreakGiven given ? Math.Max(state.LastBreak, given.Number) : state.LastBreak,
        };
    }

    /// <summary>As many as have places now, first come first served.</summary>
    private static (ImmutableArray<E> Events, FloorState After) Given(FloorState state, string team, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<E>();
        while (state.Settings?.QuotaOf(team) is { } quota && state.Of(team) is { Waiting.Count: > 0 } breaks && breaks.Held.Count < quota.Places(breaks.SignedIn))
        {
            var first = breaks.Waiting[0];
            var given = new E.BreakGiven(now, team, first.Agent, first.Reason, state.LastBreak + 1, breaks.SignedIn);
            events.Add(given);
            state = FloorBehaviour.Apply(state, given);
        }

        return (events.ToImmutable(), state);
    }
}
