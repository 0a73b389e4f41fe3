using System.Globalization;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Agents;

/// <summary>One stretch of one state, closed; docs/api.md says what each field means.</summary>
internal sealed record AgentStateItem(
    string Id, AgentActivity State, AgentClass Class, string? Reason, string? Queue, string? Call, DateTimeOffset Since, DateTimeOffset Until, long LengthMs)
{
    public static AgentStateItem From(AgentInterval interval, TenantRow tenant) => new(
        interval.Number.ToString(CultureInfo.InvariantCulture),
        interval.Phase,
        AgentItem.ClassOf(interval.Phase, interval.Reason, tenant),
        interval.Phase == AgentActivity.NotReady ? interval.Reason : null,
        interval.Queue,
        interval.Call,
        interval.From,
        interval.To,
        (long)(interval.To - interval.From).TotalMilliseconds);
}
