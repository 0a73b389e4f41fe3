namespace CallCenter.Actors.Calls.Callers;

/// <summary>What a look-up is asked: who calls whom. <paramref name="Call"/> names the tenant too.</summary>
public sealed record LookupQuestion(ActorId Call, string Lookup, string Number, string Caller);

/// <summary>How long a look-up may take, and what is attached where it does not say. Copied from the document into the plan of a number.</summary>
public sealed record LookupTerms(TimeSpan TimeLimit, EquatableArray<AttachedEntry> Otherwise)
{
    /// <summary>The longest that a look-up may hold a call back.</summary>
    public static readonly TimeSpan TimeLimitMax = TimeSpan.FromSeconds(2);

    /// <summary>Look-ups that one number and its rules may name: they are asked at the same time.</summary>
    public const int PerNumberMax = 4;
}

/// <summary>What came of a look-up, as the call's first event keeps it. <paramref name="Data"/> is empty unless it answered.</summary>
public sealed record LookedUp(string Lookup, LookupOutcome Outcome, EquatableArray<AttachedEntry> Data);

/// <summary>Written in journals: append only.</summary>
public enum LookupOutcome
{
    Answered = 1,

    /// <summary>It does not know this caller.</summary>
    NotKnown = 2,

    /// <summary>Not within its time limit.</summary>
    Late = 3,

    /// <summary>Not reached, or what it said could not be taken.</summary>
    Failed = 4,

    /// <summary>Not asked: it failed too often just now.</summary>
    Paused = 5,

    /// <summary>Not asked: too many are being asked already.</summary>
    Busy = 6,
}
