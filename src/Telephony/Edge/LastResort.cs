namespace CallCenter.Telephony.Edge;

/// <summary>
/// How long a call waits for a core that is silent before it is sent where its number says, from the configuration that the edge has
/// (<see cref="IDialPlan.LastResort"/>). Outages up to <see cref="After"/> nobody is to notice (RELIABILITY F-14); once one has lasted longer, each call only
/// asks whether it is over.
/// </summary>
internal static class LastResort
{
    public static readonly TimeSpan After = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan AskFor = TimeSpan.FromSeconds(2);

    public static TimeSpan Patience(string? target, Teller teller, TimeSpan usual) =>
        target is null ? usual : teller.Silence >= After ? AskFor : After;
}
