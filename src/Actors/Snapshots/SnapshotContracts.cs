using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Snapshots;

/// <summary>The states that are kept, as JSON: what is set, not what follows from it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(QueueState))]
[JsonSerializable(typeof(AgentState))]
[JsonSerializable(typeof(PhoneState))]
[JsonSerializable(typeof(ConfigurationState))]
[JsonSerializable(typeof(FloorState))]
// nested types of one name
[JsonSerializable(typeof(AgentPresence.NotReady), TypeInfoPropertyName = "PresenceNotReady")]
[JsonSerializable(typeof(AgentRequest.NotReady), TypeInfoPropertyName = "RequestNotReady")]
// items of lists, and what is in maps: neither makes it known
[JsonSerializable(typeof(AlarmCause))]
[JsonSerializable(typeof(AttachedEntry))]
[JsonSerializable(typeof(BreakPlace))]
[JsonSerializable(typeof(BreakQuota))]
[JsonSerializable(typeof(BreakWish))]
[JsonSerializable(typeof(ContestedOffer))]
[JsonSerializable(typeof(DateHours))]
[JsonSerializable(typeof(NeedStep))]
[JsonSerializable(typeof(ActorId))]
[JsonSerializable(typeof(NumberRule))]
[JsonSerializable(typeof(OfferId))]
[JsonSerializable(typeof(OverflowEntry))]
[JsonSerializable(typeof(OverflowRule))]
[JsonSerializable(typeof(QueueCredit))]
[JsonSerializable(typeof(QueueTerms))]
[JsonSerializable(typeof(QueueAgent))]
[JsonSerializable(typeof(Seat))]
[JsonSerializable(typeof(SiteCost))]
[JsonSerializable(typeof(SkillLevel))]
[JsonSerializable(typeof(Stay))]
[JsonSerializable(typeof(StayId))]
[JsonSerializable(typeof(StateLimit))]
[JsonSerializable(typeof(StayOffer))]
[JsonSerializable(typeof(TakenField))]
[JsonSerializable(typeof(TrunkEntry))]
[JsonSerializable(typeof(TrunkWay))]
[JsonSerializable(typeof(WeekHours))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class SnapshotContracts : JsonSerializerContext;
