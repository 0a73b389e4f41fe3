using System.Text.Json.Serialization;

namespace CallCenter.Actors.Agents;

/// <summary>What an agent has done since it signed in (<paramref name="Since"/>), over all its queues: what a queue may choose it by.</summary>
public sealed record AgentTally(DateTimeOffset Since)
{
    /// <summary>Contacts it was connected to.</summary>
    public int Handled { get; init; }

    /// <summary>How long it rang, dialed, talked, held and wrapped up (DOMAIN, occupancy), in work that is over.</summary>
    public TimeSpan Handling { get; init; }

    /// <summary>Since when it is handling; null: it is not.</summary>
    public DateTimeOffset? HandlingSince { get; init; }

    /// <summary>By queue, of an agent who chooses by share.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<QueueCredit> Credits { get; init; } = [];

    public bool IsEmpty => Handled == 0 && Handling == TimeSpan.Zero;

    /// <summary>Share of the time since the sign-in that it was handling, 0 to 1,000 (per mille), as it was at <paramref name="at"/>, when it is not.</summary>
    public int OccupancyAt(DateTimeOffset at) => at > Since ? (int)Math.Min(1_000, Handling.Ticks * 1_000 / (at - Since).Ticks) : 0;

    /// <summary>The clock of handling, after what was done at <paramref name="at"/> made of <paramref name="before"/> what it is now.</summary>
    public AgentTally Timed(AgentWork? before, AgentWork? after, DateTimeOffset at) => (IsHandling(before), IsHandling(after)) switch
    {
        (false, true) => this with { HandlingSince = at },
        (true, false) => this with { Handling = Handling + (at > HandlingSince ? at - HandlingSince.Value : TimeSpan.Zero), HandlingSince = null },
        _ => this,
    };

    /// <summary>Held for an offer is not yet handling; given up is no more.</summary>
    private static bool IsHandling(AgentWork? work) => work is AgentWork.Ringing or AgentWork.Dialing or AgentWork.Talking or AgentWork.Holding or AgentWork.WrapUp;
}
