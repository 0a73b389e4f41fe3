using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Agents;

/// <summary>The phone an agent is signed in at, as far as the agent knows. <paramref name="SignIn"/> is the number of the sign-in.</summary>
public sealed record AgentSeat(string Phone, int SignIn)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(10);

    /// <summary>Of the phone's last news; below every epoch of a phone before the first.</summary>
    public long Epoch { get; init; } = -1;

    /// <summary>Where the phone said it is; null: it cannot be reached.</summary>
    public PhoneTarget? Reachable { get; init; }

    /// <summary>The offer that found no way there; the phone is asked to prove itself.</summary>
    public OfferId? FailedOffer { get; init; }

    /// <summary>When the phone refused this agent: another sits there, or it is not configured. It is asked again.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>How often it was asked again.</summary>
    public int Retries { get; init; }

    /// <summary>The phone is asked and has said nothing yet; what it says later proves the seat.</summary>
    public bool IsAsked => RefusedAt is null && Epoch < 0;

    /// <summary>Where to ring; null: the agent is in error.</summary>
    public PhoneTarget? Target => FailedOffer is null && RefusedAt is null ? Reachable : null;

    /// <summary>When to ask again: after 1 s, 2 s, 4 s … 10 min.</summary>
    public DateTimeOffset? RetryAt => RefusedAt + (Retries < 10 ? RetryFirst * (1 << Retries) : RetryMax);
}
