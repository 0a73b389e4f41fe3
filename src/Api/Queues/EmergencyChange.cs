using CallCenter.Actors.Queues;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Queues;

/// <summary>The body of <c>PUT /queues/{id}/emergency</c>.</summary>
internal sealed record EmergencyChange
{
    public required bool On { get; init; }

    /// <summary>For the record, and for those who see the queue.</summary>
    public required string Reason { get; init; }

    public static Problem? Check(EmergencyChange change) => change.Reason.Length is 0 or > EmergencySwitch.ReasonMax || change.Reason.Any(char.IsControl)
        ? Problems.Problems.BodyInvalid("/reason", $"A reason has 1 to {EmergencySwitch.ReasonMax} characters on one line.")
        : null;

    public QueueCommand Command(string by) => On ? new QueueCommand.DeclareEmergency(Reason, by) : new QueueCommand.LiftEmergency(Reason, by);
}
