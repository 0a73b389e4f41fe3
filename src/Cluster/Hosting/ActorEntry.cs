using CallCenter.Cluster.Lane;

namespace CallCenter.Cluster.Hosting;

/// <summary>An actor's decision in the lane: the message that caused it, the answer it holds, the state behind it, the performs that wait for it.</summary>
internal sealed class ActorEntry : LaneEntry
{
    public required Activation Activation { get; init; }

    /// <summary>Null for a correction of the live set.</summary>
    public Message? Cause { get; init; }

    public Answer? Answer { get; init; }

    /// <summary>Null when the decision changed nothing.</summary>
    public Remembered? After { get; init; }

    /// <summary>Performs that appeared with this decision.</summary>
    public List<DutyRun>? Starts { get; set; }
}
