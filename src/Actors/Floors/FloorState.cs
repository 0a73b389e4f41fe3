using System.Collections.Immutable;

namespace CallCenter.Actors.Floors;

/// <summary>What the floor of a tenant keeps: who has a rationed break and who waits for one, by team, and which alarms are open.</summary>
public sealed record FloorState(ActorId Id)
{
    /// <summary>Alarms that are open at once; with more, nobody reads any.</summary>
    public const int AlarmsMax = 10_000;

    /// <summary>Troubles that are over and are remembered, so that an observer who is behind does not raise them again.</summary>
    public const int PastMax = 256;

    /// <summary>Agents of one team that wait for a break.</summary>
    public const int WaitingMax = 1_000;

    public long Version { get; init; }

    /// <summary>Null: nothing is rationed.</summary>
    public FloorSettings? Settings { get; init; }

    public ImmutableSortedDictionary<string, TeamBreaks> Teams { get; init; } = ImmutableSortedDictionary.Create<string, TeamBreaks>(StringComparer.Ordinal);

    public long LastBreak { get; init; }

    /// <summary>By <see cref="AlarmCause.Key"/>.</summary>
    public ImmutableSortedDictionary<string, Alarm> Alarms { get; init; } = ImmutableSortedDictionary.Create<string, Alarm>(StringComparer.Ordinal);

    public long LastAlarm { get; init; }

    /// <summary>Troubles of agents that are over, oldest first.</summary>
    public EquatableArray<AlarmCause> Past { get; init; } = [];

    public TeamBreaks Of(string team) => Teams.GetValueOrDefault(team) ?? TeamBreaks.None;
}

/// <summary>The breaks of one team. <paramref name="SignedIn"/>: how many of it were, when somebody last asked.</summary>
public sealed record TeamBreaks(EquatableArray<BreakPlace> Held, EquatableArray<BreakWish> Waiting, int SignedIn)
{
    public static readonly TeamBreaks None = new([], [], 0);

    public BreakPlace? PlaceOf(ActorId agent)
    {
        foreach (var place in Held.Items)
        {
            if (place.Agent == agent)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>From 1, in the order in which they asked; null: it does not wait.</summary>
    public int? PositionOf(ActorId agent)
    {
        for (var place = 0; place < Waiting.Count; place++)
        {
            if (Waiting[place].Agent == agent)
            {
                return place + 1;
            }
        }

        return null;
    }
}

/// <summary>A place that was given. <paramref name="IsTaken"/>: its agent knows.</summary>
public sealed record BreakPlace(long Number, ActorId Agent, string Reason, DateTimeOffset Since, bool IsTaken);

public sealed record BreakWish(ActorId Agent, string Reason, DateTimeOffset Since);
