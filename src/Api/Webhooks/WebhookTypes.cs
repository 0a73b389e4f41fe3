using System.Collections.Frozen;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Api.Events;
using CallCenter.Api.Reports.Schedules;

namespace CallCenter.Api.Webhooks;

/// <summary>Types of events that webhooks are sent: those of the event stream that one event of the journal makes.</summary>
internal static class WebhookTypes
{
    private const string Source = "callcenter.";

    /// <summary>Confirmations between actors: nothing that anybody outside could see changed.</summary>
    private static readonly FrozenSet<string> Inner = new[]
    {
        "call_queue_confirmed", "call_announced", "call_caller_confirmed", "call_offer_barred", "call_contact_closed", "call_told_confirmed", "call_media_closed", "call_leg_audited", "call_leg_found",
        "call_answer_ordered", "call_answer_refused", "call_digits_pressed", "call_digits_sent",
        "call_media_moved", "call_leg_moved", "call_leg_not_moved", "call_leg_move_repeated", "call_leg_refreshed", "call_leg_pracked", "call_leg_reminded",
        "agent_offer_contested", "agent_nothing_offered", "agent_ring_accepted", "agent_offer_settled", "agent_phone_asked_again", "agent_offer_barred", "agent_told_confirmed", "agent_break_granted", "agent_break_declined",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<string> Known { get; } = [.. Contracts.Types.Where(pair => IsOutward(pair.Key, pair.Value)).Select(pair => Of(pair.Key)!).Append(Source + ReportEnvelope.Type).Order(StringComparer.Ordinal)];

    /// <summary>Null: nothing is sent of it.</summary>
    public static string? Of(string tag) =>
        tag == "configuration_accepted" ? $"{Source}config.accepted"
        : Contracts.Types.TryGetValue(tag, out var type) && IsOutward(tag, type) ? Source + CloudEvent.TypeOf(tag)
        : null;

    /// <summary>A known type, or the beginning of some with <c>*</c> behind.</summary>
    public static bool Accepts(string wanted) => wanted.EndsWith('*') ? Known.Any(type => type.StartsWith(wanted[..^1], StringComparison.Ordinal)) : Known.Contains(wanted, StringComparer.Ordinal);

    private static bool IsOutward(string tag, Type type) =>
        !Inner.Contains(tag) && (typeof(CallEvent).IsAssignableFrom(type) || typeof(AgentEvent).IsAssignableFrom(type) || type == typeof(ConfigurationEvent.ConfigurationAccepted)
            || type == typeof(FloorEvent.AlarmRaised) || type == typeof(FloorEvent.AlarmEnded) || type == typeof(FloorEvent.AlarmAcknowledged));
}
