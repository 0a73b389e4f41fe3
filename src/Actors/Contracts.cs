using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

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
[JsonSerializable(typeof(CallEvent.Announced), TypeInfoPropertyName = "call_announced")]
[JsonSerializable(typeof(CallEvent.QueueLeft), TypeInfoPropertyName = "call_queue_left")]
[JsonSerializable(typeof(CallEvent.CallerAnswered), TypeInfoPropertyName = "call_caller_answered")]
[JsonSerializable(typeof(CallEvent.CallerConfirmed), TypeInfoPropertyName = "call_caller_confirmed")]
[JsonSerializable(typeof(CallEvent.LegRequested), TypeInfoPropertyName = "call_leg_requested")]
[JsonSerializable(typeof(CallEvent.LegRinging), TypeInfoPropertyName = "call_leg_ringing")]
[JsonSerializable(typeof(CallEvent.LegAnswered), TypeInfoPropertyName = "call_leg_answered")]
[JsonSerializable(typeof(CallEvent.LateAnswerEnded), TypeInfoPropertyName = "call_late_answer_ended")]
[JsonSerializable(typeof(CallEvent.LegCancelled), TypeInfoPropertyName = "call_leg_cancelled")]
[JsonSerializable(typeof(CallEvent.OfferBarred), TypeInfoPropertyName = "call_offer_barred")]
[JsonSerializable(typeof(CallEvent.LegFailed), TypeInfoPropertyName = "call_leg_failed")]
[JsonSerializable(typeof(CallEvent.LegMediaChanged), TypeInfoPropertyName = "call_leg_media_changed")]
[JsonSerializable(typeof(CallEvent.LegReleased), TypeInfoPropertyName = "call_leg_released")]
[JsonSerializable(typeof(CallEvent.ValueAttached), TypeInfoPropertyName = "call_value_attached")]
[JsonSerializable(typeof(CallEvent.AnswerOrdered), TypeInfoPropertyName = "call_answer_ordered")]
[JsonSerializable(typeof(CallEvent.AnswerRefused), TypeInfoPropertyName = "call_answer_refused")]
[JsonSerializable(typeof(CallEvent.CallHeld), TypeInfoPropertyName = "call_held")]
[JsonSerializable(typeof(CallEvent.CallRetrieved), TypeInfoPropertyName = "call_retrieved")]
[JsonSerializable(typeof(CallEvent.DigitsPressed), TypeInfoPropertyName = "call_digits_pressed")]
[JsonSerializable(typeof(CallEvent.DigitsSent), TypeInfoPropertyName = "call_digits_sent")]
[JsonSerializable(typeof(CallEvent.AgentSegmentEnded), TypeInfoPropertyName = "call_agent_segment_ended")]
[JsonSerializable(typeof(CallEvent.CallEnded), TypeInfoPropertyName = "call_ended")]
[JsonSerializable(typeof(CallEvent.ContactClosed), TypeInfoPropertyName = "call_contact_closed")]
[JsonSerializable(typeof(CallEvent.LegClosed), TypeInfoPropertyName = "call_leg_closed")]
[JsonSerializable(typeof(CallEvent.ToldConfirmed), TypeInfoPropertyName = "call_told_confirmed")]
[JsonSerializable(typeof(CallEvent.MediaClosedConfirmed), TypeInfoPropertyName = "call_media_closed")]
[JsonSerializable(typeof(CallEvent.LegAudited), TypeInfoPropertyName = "call_leg_audited")]
[JsonSerializable(typeof(CallEvent.CallTransferred), TypeInfoPropertyName = "call_transferred")]
[JsonSerializable(typeof(CallEvent.MediaMoved), TypeInfoPropertyName = "call_media_moved")]
[JsonSerializable(typeof(CallEvent.LegMoved), TypeInfoPropertyName = "call_leg_moved")]
[JsonSerializable(typeof(CallEvent.LegNotMoved), TypeInfoPropertyName = "call_leg_not_moved")]
[JsonSerializable(typeof(CallEvent.LegMoveRepeated), TypeInfoPropertyName = "call_leg_move_repeated")]
[JsonSerializable(typeof(CallEvent.ConsultStarted), TypeInfoPropertyName = "call_consult_started")]
[JsonSerializable(typeof(CallEvent.ConsultSwitched), TypeInfoPropertyName = "call_consult_switched")]
[JsonSerializable(typeof(CallEvent.ConsultEnded), TypeInfoPropertyName = "call_consult_ended")]
[JsonSerializable(typeof(CallEvent.ArrivalRerouted), TypeInfoPropertyName = "call_arrival_rerouted")]
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
[JsonSerializable(typeof(QueueEvent.LeaveAsked), TypeInfoPropertyName = "queue_leave_asked")]
[JsonSerializable(typeof(QueueEvent.ClosingMoved), TypeInfoPropertyName = "queue_closing_moved")]
[JsonSerializable(typeof(QueueEvent.EmergencyDeclared), TypeInfoPropertyName = "queue_emergency_declared")]
[JsonSerializable(typeof(QueueEvent.EmergencyLifted), TypeInfoPropertyName = "queue_emergency_lifted")]
[JsonSerializable(typeof(QueueEvent.Announced), TypeInfoPropertyName = "queue_announced")]
[JsonSerializable(typeof(QueueEvent.NothingAnnounced), TypeInfoPropertyName = "queue_nothing_announced")]
[JsonSerializable(typeof(QueueEvent.CallAnswered), TypeInfoPropertyName = "queue_call_answered")]
[JsonSerializable(typeof(QueueEvent.StayEnded), TypeInfoPropertyName = "queue_stay_ended")]
[JsonSerializable(typeof(QueueEvent.StayBarred), TypeInfoPropertyName = "queue_stay_barred")]
[JsonSerializable(typeof(QueueEvent.ToldConfirmed), TypeInfoPropertyName = "queue_told_confirmed")]
[JsonSerializable(typeof(QueueEvent.StayWidened), TypeInfoPropertyName = "queue_stay_widened")]
[JsonSerializable(typeof(QueueEvent.PreferenceEnded), TypeInfoPropertyName = "queue_preference_ended")]
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
[JsonSerializable(typeof(AgentEvent.OfferContested), TypeInfoPropertyName = "agent_offer_contested")]
[JsonSerializable(typeof(AgentEvent.NothingOffered), TypeInfoPropertyName = "agent_nothing_offered")]
[JsonSerializable(typeof(AgentEvent.RingAccepted), TypeInfoPropertyName = "agent_ring_accepted")]
[JsonSerializable(typeof(AgentEvent.Rang), TypeInfoPropertyName = "agent_rang")]
[JsonSerializable(typeof(AgentEvent.Answered), TypeInfoPropertyName = "agent_answered")]
[JsonSerializable(typeof(AgentEvent.OfferEnded), TypeInfoPropertyName = "agent_offer_ended")]
[JsonSerializable(typeof(AgentEvent.OfferSettled), TypeInfoPropertyName = "agent_offer_settled")]
[JsonSerializable(typeof(AgentEvent.Held), TypeInfoPropertyName = "agent_held")]
[JsonSerializable(typeof(AgentEvent.Retrieved), TypeInfoPropertyName = "agent_retrieved")]
[JsonSerializable(typeof(AgentEvent.WrapUpStarted), TypeInfoPropertyName = "agent_wrap_up_started")]
[JsonSerializable(typeof(AgentEvent.WrapUpEnded), TypeInfoPropertyName = "agent_wrap_up_ended")]
[JsonSerializable(typeof(AgentEvent.PhoneChanged), TypeInfoPropertyName = "agent_phone_changed")]
[JsonSerializable(typeof(AgentEvent.PhoneFailed), TypeInfoPropertyName = "agent_phone_failed")]
[JsonSerializable(typeof(AgentEvent.PhoneRefused), TypeInfoPropertyName = "agent_phone_refused")]
[JsonSerializable(typeof(AgentEvent.PhoneAskedAgain), TypeInfoPropertyName = "agent_phone_asked_again")]
[JsonSerializable(typeof(AgentEvent.OfferBarred), TypeInfoPropertyName = "agent_offer_barred")]
[JsonSerializable(typeof(AgentEvent.ToldConfirmed), TypeInfoPropertyName = "agent_told_confirmed")]
// phone events
[JsonSerializable(typeof(PhoneEvent.PhoneConfigured), TypeInfoPropertyName = "phone_configured")]
[JsonSerializable(typeof(PhoneEvent.PhoneRegistered), TypeInfoPropertyName = "phone_registered")]
[JsonSerializable(typeof(PhoneEvent.BindingRemoved), TypeInfoPropertyName = "phone_binding_removed")]
[JsonSerializable(typeof(PhoneEvent.FlowFailed), TypeInfoPropertyName = "phone_flow_failed")]
[JsonSerializable(typeof(PhoneEvent.AgentAttached), TypeInfoPropertyName = "phone_agent_attached")]
[JsonSerializable(typeof(PhoneEvent.AgentDetached), TypeInfoPropertyName = "phone_agent_detached")]
[JsonSerializable(typeof(PhoneEvent.PhoneSuspected), TypeInfoPropertyName = "phone_suspected")]
[JsonSerializable(typeof(PhoneEvent.PhoneProved), TypeInfoPropertyName = "phone_proved")]
[JsonSerializable(typeof(PhoneEvent.ToldConfirmed), TypeInfoPropertyName = "phone_told_confirmed")]
// configuration events
[JsonSerializable(typeof(ConfigurationEvent.ConfigurationAccepted), TypeInfoPropertyName = "configuration_accepted")]
[JsonSerializable(typeof(ConfigurationEvent.Applied), TypeInfoPropertyName = "configuration_applied")]
// call commands
[JsonSerializable(typeof(CallCommand.RecordArrival), TypeInfoPropertyName = "call_do_record_arrival")]
[JsonSerializable(typeof(CallCommand.RecordCancel), TypeInfoPropertyName = "call_do_record_cancel")]
[JsonSerializable(typeof(CallCommand.RecordAck), TypeInfoPropertyName = "call_do_record_ack")]
[JsonSerializable(typeof(CallCommand.RecordAckMissing), TypeInfoPropertyName = "call_do_record_ack_missing")]
[JsonSerializable(typeof(CallCommand.RecordProgress), TypeInfoPropertyName = "call_do_record_progress")]
[JsonSerializable(typeof(CallCommand.RecordAnswer), TypeInfoPropertyName = "call_do_record_answer")]
[JsonSerializable(typeof(CallCommand.RecordLegFailed), TypeInfoPropertyName = "call_do_record_leg_failed")]
[JsonSerializable(typeof(CallCommand.RecordReinvite), TypeInfoPropertyName = "call_do_record_reinvite")]
[JsonSerializable(typeof(CallCommand.RecordBye), TypeInfoPropertyName = "call_do_record_bye")]
[JsonSerializable(typeof(CallCommand.RecordRefer), TypeInfoPropertyName = "call_do_record_refer")]
[JsonSerializable(typeof(CallCommand.Ring), TypeInfoPropertyName = "call_do_ring")]
[JsonSerializable(typeof(CallCommand.LeaveQueue), TypeInfoPropertyName = "call_do_leave_queue")]
[JsonSerializable(typeof(CallCommand.Announce), TypeInfoPropertyName = "call_do_announce")]
[JsonSerializable(typeof(CallCommand.CancelOffer), TypeInfoPropertyName = "call_do_cancel_offer")]
[JsonSerializable(typeof(CallCommand.AttachValue), TypeInfoPropertyName = "call_do_attach_value")]
[JsonSerializable(typeof(CallCommand.Transfer), TypeInfoPropertyName = "call_do_transfer")]
[JsonSerializable(typeof(CallCommand.Consult), TypeInfoPropertyName = "call_do_consult")]
[JsonSerializable(typeof(CallCommand.CompleteConsult), TypeInfoPropertyName = "call_do_complete_consult")]
[JsonSerializable(typeof(CallCommand.CancelConsult), TypeInfoPropertyName = "call_do_cancel_consult")]
[JsonSerializable(typeof(CallCommand.SwitchConsult), TypeInfoPropertyName = "call_do_switch_consult")]
[JsonSerializable(typeof(CallCommand.ExpireConsult), TypeInfoPropertyName = "call_do_expire_consult")]
[JsonSerializable(typeof(CallCommand.Release), TypeInfoPropertyName = "call_do_release")]
[JsonSerializable(typeof(CallCommand.Hold), TypeInfoPropertyName = "call_do_hold")]
[JsonSerializable(typeof(CallCommand.Retrieve), TypeInfoPropertyName = "call_do_retrieve")]
[JsonSerializable(typeof(CallCommand.HangUp), TypeInfoPropertyName = "call_do_hang_up")]
[JsonSerializable(typeof(CallCommand.Press), TypeInfoPropertyName = "call_do_press")]
[JsonSerializable(typeof(CallCommand.RecordDigitsSent), TypeInfoPropertyName = "call_do_record_digits_sent")]
[JsonSerializable(typeof(CallCommand.OrderAnswer), TypeInfoPropertyName = "call_do_order_answer")]
[JsonSerializable(typeof(CallCommand.ConfirmTalk), TypeInfoPropertyName = "call_do_confirm_talk")]
[JsonSerializable(typeof(CallCommand.RecordTalkRefused), TypeInfoPropertyName = "call_do_record_talk_refused")]
[JsonSerializable(typeof(CallCommand.ConfirmNotified), TypeInfoPropertyName = "call_do_confirm_notified")]
[JsonSerializable(typeof(CallCommand.RecordQueued), TypeInfoPropertyName = "call_do_record_queued")]
[JsonSerializable(typeof(CallCommand.RecordNotQueued), TypeInfoPropertyName = "call_do_record_not_queued")]
[JsonSerializable(typeof(CallCommand.ConfirmLegClosed), TypeInfoPropertyName = "call_do_confirm_leg_closed")]
[JsonSerializable(typeof(CallCommand.ConfirmTold), TypeInfoPropertyName = "call_do_confirm_told")]
[JsonSerializable(typeof(CallCommand.ConfirmMediaClosed), TypeInfoPropertyName = "call_do_confirm_media_closed")]
[JsonSerializable(typeof(CallCommand.ConfirmAudit), TypeInfoPropertyName = "call_do_confirm_audit")]
[JsonSerializable(typeof(CallCommand.RecordAuditFailed), TypeInfoPropertyName = "call_do_record_audit_failed")]
[JsonSerializable(typeof(CallCommand.ExpireRing), TypeInfoPropertyName = "call_do_expire_ring")]
[JsonSerializable(typeof(CallCommand.Audit), TypeInfoPropertyName = "call_do_audit")]
[JsonSerializable(typeof(CallCommand.MoveMedia), TypeInfoPropertyName = "call_do_move_media")]
[JsonSerializable(typeof(CallCommand.RecordReinviteAnswer), TypeInfoPropertyName = "call_do_record_reinvite_answer")]
[JsonSerializable(typeof(CallCommand.RecordReinviteFailed), TypeInfoPropertyName = "call_do_record_reinvite_failed")]
[JsonSerializable(typeof(CallCommand.RetryReinvite), TypeInfoPropertyName = "call_do_retry_reinvite")]
// queue commands
[JsonSerializable(typeof(QueueCommand.Configure), TypeInfoPropertyName = "queue_do_configure")]
[JsonSerializable(typeof(QueueCommand.Enqueue), TypeInfoPropertyName = "queue_do_enqueue")]
[JsonSerializable(typeof(QueueCommand.RecordStayEnded), TypeInfoPropertyName = "queue_do_record_stay_ended")]
[JsonSerializable(typeof(QueueCommand.RecordAnswered), TypeInfoPropertyName = "queue_do_record_answered")]
[JsonSerializable(typeof(QueueCommand.RecordOfferFailed), TypeInfoPropertyName = "queue_do_record_offer_failed")]
[JsonSerializable(typeof(QueueCommand.RecordAgentAvailable), TypeInfoPropertyName = "queue_do_record_agent_available")]
[JsonSerializable(typeof(QueueCommand.RecordAgentUnavailable), TypeInfoPropertyName = "queue_do_record_agent_unavailable")]
[JsonSerializable(typeof(QueueCommand.DeclareEmergency), TypeInfoPropertyName = "queue_do_declare_emergency")]
[JsonSerializable(typeof(QueueCommand.LiftEmergency), TypeInfoPropertyName = "queue_do_lift_emergency")]
[JsonSerializable(typeof(QueueCommand.RecordReserved), TypeInfoPropertyName = "queue_do_record_reserved")]
[JsonSerializable(typeof(QueueCommand.RecordReserveRefused), TypeInfoPropertyName = "queue_do_record_reserve_refused")]
[JsonSerializable(typeof(QueueCommand.ConfirmLeft), TypeInfoPropertyName = "queue_do_confirm_left")]
[JsonSerializable(typeof(QueueCommand.ConfirmTold), TypeInfoPropertyName = "queue_do_confirm_told")]
[JsonSerializable(typeof(QueueCommand.ExpireWait), TypeInfoPropertyName = "queue_do_expire_wait")]
[JsonSerializable(typeof(QueueCommand.AnnounceWait), TypeInfoPropertyName = "queue_do_announce_wait")]
[JsonSerializable(typeof(QueueCommand.ExpireOffer), TypeInfoPropertyName = "queue_do_expire_offer")]
[JsonSerializable(typeof(QueueCommand.EndExclusion), TypeInfoPropertyName = "queue_do_end_exclusion")]
[JsonSerializable(typeof(QueueCommand.WidenStay), TypeInfoPropertyName = "queue_do_widen_stay")]
[JsonSerializable(typeof(QueueCommand.Pick), TypeInfoPropertyName = "queue_do_pick")]
[JsonSerializable(typeof(QueueCommand.Explain), TypeInfoPropertyName = "queue_do_explain")]
[JsonSerializable(typeof(QueueCommand.Foretell), TypeInfoPropertyName = "queue_do_foretell")]
// agent commands
[JsonSerializable(typeof(AgentCommand.Configure), TypeInfoPropertyName = "agent_do_configure")]
[JsonSerializable(typeof(AgentCommand.SignIn), TypeInfoPropertyName = "agent_do_sign_in")]
[JsonSerializable(typeof(AgentCommand.GoReady), TypeInfoPropertyName = "agent_do_go_ready")]
[JsonSerializable(typeof(AgentCommand.GoNotReady), TypeInfoPropertyName = "agent_do_go_not_ready")]
[JsonSerializable(typeof(AgentCommand.SignOut), TypeInfoPropertyName = "agent_do_sign_out")]
[JsonSerializable(typeof(AgentCommand.Reserve), TypeInfoPropertyName = "agent_do_reserve")]
[JsonSerializable(typeof(AgentCommand.WithdrawOffer), TypeInfoPropertyName = "agent_do_withdraw_offer")]
[JsonSerializable(typeof(AgentCommand.RecordRinging), TypeInfoPropertyName = "agent_do_record_ringing")]
[JsonSerializable(typeof(AgentCommand.RecordAnswered), TypeInfoPropertyName = "agent_do_record_answered")]
[JsonSerializable(typeof(AgentCommand.RecordOfferEnded), TypeInfoPropertyName = "agent_do_record_offer_ended")]
[JsonSerializable(typeof(AgentCommand.RecordHeld), TypeInfoPropertyName = "agent_do_record_held")]
[JsonSerializable(typeof(AgentCommand.RecordRetrieved), TypeInfoPropertyName = "agent_do_record_retrieved")]
[JsonSerializable(typeof(AgentCommand.RecordReleased), TypeInfoPropertyName = "agent_do_record_released")]
[JsonSerializable(typeof(AgentCommand.RecordPhone), TypeInfoPropertyName = "agent_do_record_phone")]
[JsonSerializable(typeof(AgentCommand.RecordRingAccepted), TypeInfoPropertyName = "agent_do_record_ring_accepted")]
[JsonSerializable(typeof(AgentCommand.RecordRingRefused), TypeInfoPropertyName = "agent_do_record_ring_refused")]
[JsonSerializable(typeof(AgentCommand.RecordPhoneRefused), TypeInfoPropertyName = "agent_do_record_phone_refused")]
[JsonSerializable(typeof(AgentCommand.ConfirmTold), TypeInfoPropertyName = "agent_do_confirm_told")]
[JsonSerializable(typeof(AgentCommand.ExpireReservation), TypeInfoPropertyName = "agent_do_expire_reservation")]
[JsonSerializable(typeof(AgentCommand.EndWrapUp), TypeInfoPropertyName = "agent_do_end_wrap_up")]
[JsonSerializable(typeof(AgentCommand.RecordNothingToOffer), TypeInfoPropertyName = "agent_do_record_nothing_to_offer")]
[JsonSerializable(typeof(AgentCommand.EndContest), TypeInfoPropertyName = "agent_do_end_contest")]
[JsonSerializable(typeof(AgentCommand.AskPhoneAgain), TypeInfoPropertyName = "agent_do_ask_phone_again")]
// phone commands
[JsonSerializable(typeof(PhoneCommand.Configure), TypeInfoPropertyName = "phone_do_configure")]
[JsonSerializable(typeof(PhoneCommand.Register), TypeInfoPropertyName = "phone_do_register")]
[JsonSerializable(typeof(PhoneCommand.RecordFlowLost), TypeInfoPropertyName = "phone_do_record_flow_lost")]
[JsonSerializable(typeof(PhoneCommand.RecordSilence), TypeInfoPropertyName = "phone_do_record_silence")]
[JsonSerializable(typeof(PhoneCommand.Attach), TypeInfoPropertyName = "phone_do_attach")]
[JsonSerializable(typeof(PhoneCommand.Detach), TypeInfoPropertyName = "phone_do_detach")]
[JsonSerializable(typeof(PhoneCommand.Suspect), TypeInfoPropertyName = "phone_do_suspect")]
[JsonSerializable(typeof(PhoneCommand.RecordProbeAnswered), TypeInfoPropertyName = "phone_do_record_probe_answered")]
[JsonSerializable(typeof(PhoneCommand.ConfirmTold), TypeInfoPropertyName = "phone_do_confirm_told")]
[JsonSerializable(typeof(PhoneCommand.ExpireRegistration), TypeInfoPropertyName = "phone_do_expire_registration")]
[JsonSerializable(typeof(PhoneCommand.AskRegistrations), TypeInfoPropertyName = "phone_do_ask_registrations")]
// configuration commands
[JsonSerializable(typeof(ConfigurationCommand.Accept), TypeInfoPropertyName = "configuration_do_accept")]
[JsonSerializable(typeof(ConfigurationCommand.RecordApplied), TypeInfoPropertyName = "configuration_do_record_applied")]
[JsonSerializable(typeof(ConfigurationCommand.Ask), TypeInfoPropertyName = "configuration_do_ask")]
// replies
[JsonSerializable(typeof(ArrivalReply), TypeInfoPropertyName = "arrival_reply")]
[JsonSerializable(typeof(ReinviteReply), TypeInfoPropertyName = "reinvite_reply")]
[JsonSerializable(typeof(RegistrationReply), TypeInfoPropertyName = "registration_reply")]
[JsonSerializable(typeof(ConfigurationReply), TypeInfoPropertyName = "configuration_reply")]
[JsonSerializable(typeof(WaitExplanation), TypeInfoPropertyName = "wait_explanation")]
[JsonSerializable(typeof(WaitForecast), TypeInfoPropertyName = "wait_forecast")]
// what ports are asked for
[JsonSerializable(typeof(LegCommand.RespondToInvite), TypeInfoPropertyName = "leg_respond_to_invite")]
[JsonSerializable(typeof(LegCommand.SendInvite), TypeInfoPropertyName = "leg_send_invite")]
[JsonSerializable(typeof(LegCommand.SendReinvite), TypeInfoPropertyName = "leg_send_reinvite")]
[JsonSerializable(typeof(LegCommand.SendCancel), TypeInfoPropertyName = "leg_send_cancel")]
[JsonSerializable(typeof(LegCommand.SendAck), TypeInfoPropertyName = "leg_send_ack")]
[JsonSerializable(typeof(LegCommand.SendBye), TypeInfoPropertyName = "leg_send_bye")]
[JsonSerializable(typeof(LegCommand.SendAudit), TypeInfoPropertyName = "leg_send_audit")]
[JsonSerializable(typeof(LegCommand.SendNotify), TypeInfoPropertyName = "leg_send_notify")]
[JsonSerializable(typeof(LegCommand.SendTalk), TypeInfoPropertyName = "leg_send_talk")]
[JsonSerializable(typeof(LegCommand.SendDigits), TypeInfoPropertyName = "leg_send_digits")]
[JsonSerializable(typeof(PhoneProbe), TypeInfoPropertyName = "phone_probe")]
[JsonSerializable(typeof(MediaDesired), TypeInfoPropertyName = "media_desired")]
[JsonSerializable(typeof(MediaClosed), TypeInfoPropertyName = "media_closed")]
// items of lists: a list does not make its item known
[JsonSerializable(typeof(RegisterContact), TypeInfoPropertyName = "item_register_contact")]
[JsonSerializable(typeof(RegisteredContact), TypeInfoPropertyName = "item_registered_contact")]
[JsonSerializable(typeof(TrunkEntry), TypeInfoPropertyName = "item_trunk_entry")]
[JsonSerializable(typeof(TrunkWay), TypeInfoPropertyName = "item_trunk_way")]
[JsonSerializable(typeof(AttachedEntry), TypeInfoPropertyName = "item_attached_entry")]
[JsonSerializable(typeof(NeedStep), TypeInfoPropertyName = "item_need_step")]
[JsonSerializable(typeof(LosingAgent), TypeInfoPropertyName = "item_losing_agent")]
[JsonSerializable(typeof(LosingCall), TypeInfoPropertyName = "item_losing_call")]
[JsonSerializable(typeof(SkillLevel), TypeInfoPropertyName = "item_skill_level")]
[JsonSerializable(typeof(QueueTerms), TypeInfoPropertyName = "item_queue_terms")]
[JsonSerializable(typeof(OverflowRule), TypeInfoPropertyName = "item_overflow_rule")]
[JsonSerializable(typeof(NumberRule), TypeInfoPropertyName = "item_number_rule")]
[JsonSerializable(typeof(WeekHours), TypeInfoPropertyName = "item_week_hours")]
[JsonSerializable(typeof(DateHours), TypeInfoPropertyName = "item_date_hours")]
[JsonSerializable(typeof(OverflowEntry), TypeInfoPropertyName = "item_overflow_entry")]
[JsonSerializable(typeof(LookedUp), TypeInfoPropertyName = "item_looked_up")]
[JsonSerializable(typeof(TakenField), TypeInfoPropertyName = "item_taken_field")]
[JsonSerializable(typeof(SiteCost), TypeInfoPropertyName = "item_site_cost")]
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
