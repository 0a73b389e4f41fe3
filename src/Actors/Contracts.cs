using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors;

/// <summary>
/// Every message that is written or sent: one line each, its tag is the property name. A tag never changes and is never used again; the CLR
/// name may change. Journals, links and streams use the tag; the body is the UTF-8 JSON of the record.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false)]
// call events
[JsonSerializable(typeof(CallEvent.CallArrived), TypeInfoPropertyName = "call_arrived")]
[JsonSerializable(typeof(CallEvent.QueueEntered), TypeInfoPropertyName = "call_queue_entered")]
[JsonSerializable(typeof(CallEvent.QueueConfirmed), TypeInfoPropertyName = "call_queue_confirmed")]
[JsonSerializable(typeof(CallEvent.QueueLeft), TypeInfoPropertyName = "call_queue_left")]
[JsonSerializable(typeof(CallEvent.CallerAnswered), TypeInfoPropertyName = "call_caller_answered")]
[JsonSerializable(typeof(CallEvent.CallerConfirmed), TypeInfoPropertyName = "call_caller_confirmed")]
[JsonSerializable(typeof(CallEvent.LegRequested), TypeInfoPropertyName = "call_leg_requested")]
[JsonSerializable(typeof(CallEvent.LegRinging), TypeInfoPropertyName = "call_leg_ringing")]
[JsonSerializable(typeof(CallEvent.LegAnswered), TypeInfoPropertyName = "call_leg_answered")]
[JsonSerializable(typeof(CallEvent.LateAnswerEnded), TypeInfoPropertyName = "call_late_answer_ended")]
[JsonSerializable(typeof(CallEvent.LegCancelled), TypeInfoPropertyName = "call_leg_cancelled")]
[JsonSerializable(typeof(CallEvent.LegFailed), TypeInfoPropertyName = "call_leg_failed")]
[JsonSerializable(typeof(CallEvent.LegMediaChanged), TypeInfoPropertyName = "call_leg_media_changed")]
[JsonSerializable(typeof(CallEvent.LegReleased), TypeInfoPropertyName = "call_leg_released")]
[JsonSerializable(typeof(CallEvent.ValueAttached), TypeInfoPropertyName = "call_value_attached")]
[JsonSerializable(typeof(CallEvent.AgentSegmentEnded), TypeInfoPropertyName = "call_agent_segment_ended")]
[JsonSerializable(typeof(CallEvent.CallEnded), TypeInfoPropertyName = "call_ended")]
[JsonSerializable(typeof(CallEvent.ContactClosed), TypeInfoPropertyName = "call_contact_closed")]
[JsonSerializable(typeof(CallEvent.LegClosed), TypeInfoPropertyName = "call_leg_closed")]
[JsonSerializable(typeof(CallEvent.ToldConfirmed), TypeInfoPropertyName = "call_told_confirmed")]
[JsonSerializable(typeof(CallEvent.MediaClosedConfirmed), TypeInfoPropertyName = "call_media_closed")]
[JsonSerializable(typeof(CallEvent.LegAudited), TypeInfoPropertyName = "call_leg_audited")]
// queue events
[JsonSerializable(typeof(QueueEvent.QueueConfigured), TypeInfoPropertyName = "queue_configured")]
[JsonSerializable(typeof(QueueEvent.CallQueued), TypeInfoPropertyName = "queue_call_queued")]
[JsonSerializable(typeof(QueueEvent.CallTurnedAway), TypeInfoPropertyName = "queue_call_turned_away")]
[JsonSerializable(typeof(QueueEvent.AgentBecameAvailable), TypeInfoPropertyName = "queue_agent_available")]
[JsonSerializable(typeof(QueueEvent.AgentBecameUnavailable), TypeInfoPropertyName = "queue_agent_unavailable")]
[JsonSerializable(typeof(QueueEvent.OfferMade), TypeInfoPropertyName = "queue_offer_made")]
[JsonSerializable(typeof(QueueEvent.OfferReserved), TypeInfoPropertyName = "queue_offer_reserved")]
[JsonSerializable(typeof(QueueEvent.OfferFailed), TypeInfoPropertyName = "queue_offer_failed")]
[JsonSerializable(typeof(QueueEvent.ExclusionEnded), TypeInfoPropertyName = "queue_exclusion_ended")]
[JsonSerializable(typeof(QueueEvent.OfferRecalled), TypeInfoPropertyName = "queue_offer_recalled")]
[JsonSerializable(typeof(QueueEvent.CallAnswered), TypeInfoPropertyName = "queue_call_answered")]
[JsonSerializable(typeof(QueueEvent.StayEnded), TypeInfoPropertyName = "queue_stay_ended")]
[JsonSerializable(typeof(QueueEvent.ToldConfirmed), TypeInfoPropertyName = "queue_told_confirmed")]
// agent events
[JsonSerializable(typeof(AgentEvent.AgentConfigured), TypeInfoPropertyName = "agent_configured")]
[JsonSerializable(typeof(AgentEvent.SignedIn), TypeInfoPropertyName = "agent_signed_in")]
[JsonSerializable(typeof(AgentEvent.BecameReady), TypeInfoPropertyName = "agent_became_ready")]
[JsonSerializable(typeof(AgentEvent.BecameNotReady), TypeInfoPropertyName = "agent_became_not_ready")]
[JsonSerializable(typeof(AgentEvent.NotReadyRequested), TypeInfoPropertyName = "agent_not_ready_requested")]
[JsonSerializable(typeof(AgentEvent.SignOutRequested), TypeInfoPropertyName = "agent_sign_out_requested")]
[JsonSerializable(typeof(AgentEvent.RequestTakenBack), TypeInfoPropertyName = "agent_request_taken_back")]
[JsonSerializable(typeof(AgentEvent.SignedOut), TypeInfoPropertyName = "agent_signed_out")]
[JsonSerializable(typeof(AgentEvent.Reserved), TypeInfoPropertyName = "agent_reserved")]
[JsonSerializable(typeof(AgentEvent.RingAccepted), TypeInfoPropertyName = "agent_ring_accepted")]
[JsonSerializable(typeof(AgentEvent.Rang), TypeInfoPropertyName = "agent_rang")]
[JsonSerializable(typeof(AgentEvent.Answered), TypeInfoPropertyName = "agent_answered")]
[JsonSerializable(typeof(AgentEvent.OfferEnded), TypeInfoPropertyName = "agent_offer_ended")]
[JsonSerializable(typeof(AgentEvent.Held), TypeInfoPropertyName = "agent_held")]
[JsonSerializable(typeof(AgentEvent.Retrieved), TypeInfoPropertyName = "agent_retrieved")]
[JsonSerializable(typeof(AgentEvent.WrapUpStarted), TypeInfoPropertyName = "agent_wrap_up_started")]
[JsonSerializable(typeof(AgentEvent.WrapUpEnded), TypeInfoPropertyName = "agent_wrap_up_ended")]
[JsonSerializable(typeof(AgentEvent.PhoneChanged), TypeInfoPropertyName = "agent_phone_changed")]
[JsonSerializable(typeof(AgentEvent.PhoneFailed), TypeInfoPropertyName = "agent_phone_failed")]
[JsonSerializable(typeof(AgentEvent.PhoneRefused), TypeInfoPropertyName = "agent_phone_refused")]
[JsonSerializable(typeof(AgentEvent.OfferBarred), TypeInfoPropertyName = "agent_offer_barred")]
[JsonSerializable(typeof(AgentEvent.ToldConfirmed), TypeInfoPropertyName = "agent_told_confirmed")]
// phone events
[JsonSerializable(typeof(PhoneEvent.PhoneConfigured), TypeInfoPropertyName = "phone_configured")]
[JsonSerializable(typeof(PhoneEvent.PhoneRegistered), TypeInfoPropertyName = "phone_registered")]
[JsonSerializable(typeof(PhoneEvent.BindingRemoved), TypeInfoPropertyName = "phone_binding_removed")]
[JsonSerializable(typeof(PhoneEvent.AgentAttached), TypeInfoPropertyName = "phone_agent_attached")]
[JsonSerializable(typeof(PhoneEvent.AgentDetached), TypeInfoPropertyName = "phone_agent_detached")]
[JsonSerializable(typeof(PhoneEvent.PhoneSuspected), TypeInfoPropertyName = "phone_suspected")]
[JsonSerializable(typeof(PhoneEvent.PhoneProved), TypeInfoPropertyName = "phone_proved")]
[JsonSerializable(typeof(PhoneEvent.ToldConfirmed), TypeInfoPropertyName = "phone_told_confirmed")]
// configuration events
[JsonSerializable(typeof(ConfigurationEvent.ConfigurationAccepted), TypeInfoPropertyName = "configuration_accepted")]
[JsonSerializable(typeof(ConfigurationEvent.Applied), TypeInfoPropertyName = "configuration_applied")]
public sealed partial class Contracts : JsonSerializerContext
{
    /// <summary>Tag → type, from the attributes above.</summary>
    public static FrozenDictionary<string, Type> Types { get; } = typeof(Contracts).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .ToFrozenDictionary(
            attribute => (string)attribute.NamedArguments.Single(argument => argument.MemberName == nameof(JsonSerializableAttribute.TypeInfoPropertyName)).TypedValue.Value!,
            attribute => (Type)attribute.ConstructorArguments[0].Value!);

    private static readonly FrozenDictionary<Type, string> Tags = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The tag of a message; a message that is not listed is a bug.</summary>
    public static string TagOf(object message) => Tags[message.GetType()];

    public static byte[] Write(object message) => JsonSerializer.SerializeToUtf8Bytes(message, TypeInfo(message.GetType()));

    /// <summary>Null when the tag is unknown here (a newer version wrote it): kept and skipped, never dropped.</summary>
    public static object? Read(string tag, ReadOnlySpan<byte> body) =>
        Types.TryGetValue(tag, out var type) ? JsonSerializer.Deserialize(body, TypeInfo(type)) : null;

    private static JsonTypeInfo TypeInfo(Type type) =>
        Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in Contracts");
}
