namespace CallCenter.Actors.Calls.Callers;

/// <summary>What the edge found out for the rules of a number: of the lists and calendars that they name, those the caller is on and those that are open.</summary>
public sealed record CallerFacts(EquatableArray<string> Lists, EquatableArray<string> Open)
{
    public static readonly CallerFacts None = new([], []);
}

/// <summary>Whom a caller spoke to last, and when that conversation ended.</summary>
public sealed record KnownCaller(string LastAgent, DateTimeOffset LastAt);
