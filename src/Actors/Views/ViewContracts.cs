using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Views;

/// <summary>The stored form of view rows. Views can be rebuilt from the journal, so it may change with the version of the views.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(QueueStay))]
[JsonSerializable(typeof(AgentSegment))]
[JsonSerializable(typeof(CallLeg))]
[JsonSerializable(typeof(WrapUp))]
[JsonSerializable(typeof(AgentRow))]
[JsonSerializable(typeof(AgentInterval))]
[JsonSerializable(typeof(OfferRow))]
[JsonSerializable(typeof(QueueRow))]
[JsonSerializable(typeof(StayRow))]
[JsonSerializable(typeof(QueueDay))]
[JsonSerializable(typeof(TenantRow))]
[JsonSerializable(typeof(ConfigurationVersion))]
[JsonSerializable(typeof(FloorRow))]
// items of lists in the rows, which the generator does not see
[JsonSerializable(typeof(SkillLevel))]
[JsonSerializable(typeof(QueueTerms))]
[JsonSerializable(typeof(NeedStep))]
[JsonSerializable(typeof(OverflowRule))]
[JsonSerializable(typeof(TrunkWay))]
[JsonSerializable(typeof(WeekHours))]
[JsonSerializable(typeof(DateHours))]
[JsonSerializable(typeof(SiteCost))]
[JsonSerializable(typeof(Alarm))]
[JsonSerializable(typeof(AlarmCause))]
[JsonSerializable(typeof(BreakQuota))]
[JsonSerializable(typeof(BreakPlace))]
[JsonSerializable(typeof(BreakWish))]
[JsonSerializable(typeof(StateLimit))]
public sealed partial class ViewContracts : JsonSerializerContext
{
    /// <summary>Raise it when a fold or a row changes its meaning: stores of another version are rebuilt from the journal.</summary>
    public const int Version = 8;
}
