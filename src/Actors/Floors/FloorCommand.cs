namespace CallCenter.Actors.Floors;

/// <summary>Everything the floor of a tenant can be told: who wants a break, and what is out of bounds.</summary>
public abstract record FloorCommand
{
    private FloorCommand()
    {
    }

    /// <summary>From the configuration. A lower or equal version is already so. Null: nothing is rationed.</summary>
    public sealed record Configure(long Version, FloorSettings? Settings) : FloorCommand;

    // ── breaks ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>
    /// This agent wants a break for this reason. <paramref name="SignedIn"/>: how many of its team are, as far as who asks knows. The reply is <see cref="BreakReply"/>;
    /// refused with <see cref="Refusal.BreakQuotaFull"/>, or <see cref="Refusal.BreakNotRationed"/> where nobody has to ask.
    /// </summary>
    public sealed record AskBreak(string Team, ActorId Agent, string Reason, int SignedIn) : FloorCommand
    {
        /// <summary>A supervisor says so: it is given, and counted, also beyond the quota.</summary>
        public bool IsForced { get; init; }
    }

    /// <summary>The agent does not wait for a break any more.</summary>
    public sealed record WithdrawBreak(string Team, ActorId Agent) : FloorCommand;

    /// <summary>The agent has taken the break, or will when its contact ends.</summary>
    public sealed record ConfirmBreak(string Team, long Number) : FloorCommand;

    /// <summary>The agent is not on that break any more, or could not take it.</summary>
    public sealed record RecordBreakOver(string Team, long Number) : FloorCommand;

    // ── alarms ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Something is out of bounds. Any number of observers may say so, late and again: it is raised once.</summary>
    public sealed record RaiseAlarm(AlarmCause Cause) : FloorCommand;

    /// <summary>It is not any more.</summary>
    public sealed record EndAlarm(AlarmCause Cause) : FloorCommand;

    /// <summary>Somebody takes care of it; the first who says so is kept.</summary>
    public sealed record AcknowledgeAlarm(long Number, string By) : FloorCommand;
}

/// <summary>What became of a wish for a break: given (<paramref name="Number"/> names it), or to be waited for at this place, from 1.</summary>
public sealed record BreakReply(long? Number, int? Position);
