using System.Text.Json.Serialization;

namespace CallCenter.Actors.Queues;

/// <summary>When a queue is out of bounds: more than so many callers wait, one waits longer than this, or the service level of the day is below so many percent.</summary>
public sealed record QueueAlarms
{
    public const int WaitingMax = QueueSettings.LengthMax;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Waiting { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? LongestWait { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? ServiceLevel { get; init; }
}
