using System.Globalization;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>A <see cref="WaitExplanation"/> in words: why the call still waits, and what will change that.</summary>
public static class WaitWords
{
    public static string En(WaitExplanation wait) => Joined(" ", Cause(wait).En, Turn(wait).En, Change(wait).En);

    public static string Zh(WaitExplanation wait) => Joined("", Cause(wait).Zh, Turn(wait).Zh, Change(wait).Zh);

    private static (string En, string Zh) Cause(WaitExplanation wait) => wait.Cause switch
    {
        WaitCause.Offered => ($"The phone of agent {wait.Offered?.Key} is called for it.", $"正在呼叫坐席 {wait.Offered?.Key}。"),
        WaitCause.Leaving => ("It is about to go elsewhere.", "即将转往他处。"),
        WaitCause.Held => ("It waits for the agents it should rather have.", "正在等待优先坐席。"),
        WaitCause.NobodyHere => ("No agent of this queue has been ready yet, or all have gone.", "该队列尚无坐席示闲过，或均已离开。"),
        WaitCause.NobodyAble => (Text($"Nobody of {wait.AgentsHere} agents who are here has what it needs: {wait.Require}."), Text($"在班的 {wait.AgentsHere} 名坐席均不具备所需技能：{wait.Require}。")),
        WaitCause.AllBusy => (Text($"Agents who could take it: {wait.AgentsAble}, all busy or not ready."), Text($"可接听的坐席 {wait.AgentsAble} 名，均忙或未就绪。")),
        WaitCause.Reserve => (Text($"Those who are free ({wait.AgentsFree}) are kept for calls of higher priority."), Text($"空闲坐席（{wait.AgentsFree}）为高优先级来电保留。")),
        WaitCause.Excluded => ("Those who are free did not take it a short while ago.", "空闲坐席刚才未接此来电。"),
        WaitCause.QueueClosed => ("The queue is not configured any more.", "该队列已不在配置中。"),
        _ => ("It waits.", "等待中。"),
    };

    private static (string En, string Zh) Turn(WaitExplanation wait) => wait switch
    {
        { Cause: WaitCause.Offered or WaitCause.Leaving or WaitCause.Held or WaitCause.QueueClosed } => ("", ""),
        { Ahead: 0 } => ("It is the first of those with its needs.", "在同类需求中排第一。"),
        _ => (Text($"Calls with its needs before it: {wait.Ahead}."), Text($"同类需求中前面还有 {wait.Ahead} 个来电。")),
    };

    private static (string En, string Zh) Change(WaitExplanation wait) => wait switch
    {
        { Cause: WaitCause.Offered or WaitCause.Leaving or WaitCause.QueueClosed } => ("", ""),
        { Next: { } next } => Widened(wait, next),
        { Cause: WaitCause.NobodyHere } => ("Somebody who becomes ready can change that.", "有坐席示闲后才会改变。"),
        { Cause: WaitCause.NobodyAble } => ("Only somebody with these skills, or other rules, can change that.", "需要具备该技能的坐席，或修改规则。"),
        { Cause: WaitCause.Excluded } => ("They are asked again shortly.", "稍后会再次呼叫他们。"),
        _ => ("It gets the next of them who becomes free, in its turn.", "轮到它时由下一个空闲的坐席接听。"),
    };

    /// <summary>What is different from a moment of its wait on.</summary>
    private static (string En, string Zh) Widened(WaitExplanation wait, NextReach next)
    {
        var after = (next.At - wait.Entered).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var (en, zh) = next switch
        {
            _ when next.Require != wait.Require => next.Require.Length == 0 ? ("anybody of the queue may take it", "队列中任何坐席都可接听") : ($"it needs {next.Require}", $"需要 {next.Require}"),
            { MayTakeAny: true } when wait.Cause == WaitCause.Held => ("it waits for them alone no more", "不再只等优先坐席"),
            _ when next.Prefer != wait.Prefer => next.Prefer.Length == 0 ? ("it prefers nobody", "不再有优先") : ($"it should rather have {next.Prefer}", $"优先 {next.Prefer}"),
            { MayTakeReserve: true } => ("it may have agents kept in reserve", "可使用保留坐席"),
            _ => ("its rules change", "规则改变"),
        };
        return ($"After {after} s in the queue {en}.", $"入队 {after} 秒后{zh}。");
    }

    private static string Joined(string between, params ReadOnlySpan<string> sentences) => string.Join(between, sentences.ToArray().Where(sentence => sentence.Length > 0));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
