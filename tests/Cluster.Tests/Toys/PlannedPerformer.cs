using CallCenter.Actors;

namespace CallCenter.Cluster.Tests.Toys;

/// <summary>A port that writes down what it was asked and is completed by the test.</summary>
public sealed class PlannedPerformer : IPerformer
{
    private readonly List<Asked> asked = [];

    public IReadOnlyList<Asked> All => asked;

    public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
        asked.Add(new Asked(owner, duty.Key, completed, dutyEnded));

    /// <summary>All that was asked so far.</summary>
    public void Complete(PerformOutcome outcome) => asked.ForEach(one => one.Complete(outcome));

    public sealed record Asked(ActorId Owner, string Key, Action<PerformOutcome> Complete, CancellationToken DutyEnded);
}
