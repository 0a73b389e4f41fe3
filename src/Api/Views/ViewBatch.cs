using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Views;

/// <summary>What one transaction of the views writes: each changed row once, as it is at the end, and how far each shard has come.</summary>
internal sealed class ViewBatch
{
    public Dictionary<string, TenantRow> Tenants { get; } = new(StringComparer.Ordinal);

    public List<ConfigurationVersion> Versions { get; } = [];

    /// <summary>With the record as the store has it; null: the store has none.</summary>
    public Dictionary<(string Tenant, string Id), (CallRecord? Before, CallRecord After)> Calls { get; } = [];

    public Dictionary<(string Tenant, string Id), AgentRow> Agents { get; } = [];

    public List<AgentInterval> Intervals { get; } = [];

    public List<OfferRow> Offers { get; } = [];

    /// <summary>Agent segments that are wrapped up now.</summary>
    public List<(string Tenant, string Call, AgentSegment Segment, WrapUp WrapUp, DateTimeOffset Ended)> Segments { get; } = [];

    public FigureChanges Figures { get; } = new();

    public Dictionary<(string Tenant, string Id), QueueRow> Queues { get; } = [];

    public Dictionary<(string Tenant, string Queue, Actors.StayId Stay), StayRow> Stays { get; } = [];

    public Dictionary<(string Tenant, string Queue, DateOnly Day), QueueDay> Days { get; } = [];

    public Dictionary<string, FloorRow> Floors { get; } = new(StringComparer.Ordinal);

    public List<CallWord> Words { get; } = [];

    public Dictionary<int, long> Checkpoints { get; } = [];

    public List<StreamEvent> Events { get; } = [];

    public bool IsEmpty => Checkpoints.Count == 0;
}

/// <summary>Topics of the event stream. Written in view rows.</summary>
[Flags]
public enum Topics
{
    None = 0,
    Calls = 1,
    Queues = 2,
    Agents = 4,
    Config = 8,
    Alarms = 16,
    All = Calls | Queues | Agents | Config | Alarms,
}

/// <summary>One event of the stream: its number, and its CloudEvents envelope as it is sent.</summary>
internal readonly record struct StreamEvent(long Number, string Tenant, Topics Topic, byte[] Body);

/// <summary>Where in the journal a queue said something of a call.</summary>
internal readonly record struct CallWord(string Call, Actors.ActorId Stream, long Version);
