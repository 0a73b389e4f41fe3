namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// From <paramref name="After"/> on in the queue, who may take the call (<paramref name="Require"/>) and who should rather
/// (<paramref name="Prefer"/>), as expressions over skills (<see cref="Needs"/>); empty: anybody.
/// </summary>
public sealed record NeedStep(TimeSpan After, string Require, string Prefer = "")
{
    /// <summary>Steps of one call or queue.</summary>
    public const int CountMax = 8;
}
