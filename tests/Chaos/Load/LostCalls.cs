namespace CallCenter.Chaos.Load;

/// <summary>How many calls the callers lost so far.</summary>
/// <param name="Established">Answered, and then ended by the center or with a BYE that got no 200.</param>
/// <param name="Waiting">The same of those that wait.</param>
/// <param name="InSetUp">Not answered within the caller's patience, or refused.</param>
internal sealed record LostCalls(int Established, int Waiting, int InSetUp)
{
    public static readonly LostCalls None = new(0, 0, 0);

    public int All => Established + Waiting + InSetUp;

    public static LostCalls operator -(LostCalls after, LostCalls before) =>
        new(after.Established - before.Established, after.Waiting - before.Waiting, after.InSetUp - before.InSetUp);

    public static LostCalls operator +(LostCalls one, LostCalls other) =>
        new(one.Established + other.Established, one.Waiting + other.Waiting, one.InSetUp + other.InSetUp);
}
