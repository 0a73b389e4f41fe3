using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Calls;

/// <summary>Why a call waits, once for each queue it waits in; none: it does not wait.</summary>
internal sealed record WaitList(IReadOnlyList<WaitItem> Items);

/// <summary>Why a call waits in one queue, of this moment; docs/api.md says what each field means.</summary>
internal sealed record WaitItem(
    string Id, string Queue, DateTimeOffset Entered, WaitCause Cause, string? Offered, string Require, string Prefer, int Ahead, int AheadOfOtherNeeds,
    int AgentsHere, int AgentsAble, int AgentsFree, int AgentsExcluded, int AgentsInReserve, bool Partial, long RulesVersion, WaitNext? Next, string En, string Zh)
{
    public static WaitItem From(string queue, WaitExplanation wait) => new(
        wait.Stay.ToString(), queue, wait.Entered, wait.Cause, wait.Offered?.Key, wait.Require, wait.Prefer, wait.Ahead, wait.AheadOfOtherNeeds,
        wait.AgentsHere, wait.AgentsAble, wait.AgentsFree, wait.AgentsExcluded, wait.AgentsInReserve, wait.IsPartial, wait.SettingsVersion,
        wait.Next is { } next ? new WaitNext(next.At, next.Require, next.Prefer, next.MayTakeReserve, next.MayTakeAny) : null,
        WaitWords.En(wait), WaitWords.Zh(wait));
}

/// <summary>What it will require from a moment on, all by itself.</summary>
internal sealed record WaitNext(DateTimeOffset At, string Require, string Prefer, bool MayTakeReserve, bool MayTakeAny);
