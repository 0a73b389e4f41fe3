using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Calls;

/// <summary>An offer with its reason, beside the words of it; docs/api.md says what each field means.</summary>
internal sealed record OfferItem(
    string Id, string Queue, string Agent, OfferCause Cause, string Rule, long RulesVersion, string Require, string Prefer, long AfterMs, string? By,
    int AgentsFree, int CallsWaiting, IReadOnlyList<LostAgent> Agents, IReadOnlyList<LostCall> Calls)
{
    /// <summary>Null: the word is of something else.</summary>
    public static OfferItem? From(QueueWord? word) => word?.Event is not QueueEvent.OfferMade { Reason: var reason } made ? null : new(
        made.Offer.ToString(), word.Queue.Key, made.Agent.Key, reason.Cause, reason.Rule, reason.SettingsVersion, reason.Require, reason.Prefer,
        (long)reason.Widened.TotalMilliseconds, reason.By, reason.AgentsAvailable, reason.CallsWaiting,
        [.. reason.Agents.Items.Select(lost => new LostAgent(lost.Agent.Key, lost.Why))], [.. reason.Calls.Items.Select(lost => new LostCall(lost.Stay.Call, lost.Why))]);
}

internal sealed record LostAgent(string Id, LostBy Why);

internal sealed record LostCall(string Id, LostBy Why);
