using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>What a queue said of a call: an event of the queue's own stream that belongs into the call's story.</summary>
public sealed record QueueWord(ActorId Queue, QueueEvent Event);

/// <summary>More of a sentence of the story, in both languages.</summary>
public sealed record StoryDetail(string En, string Zh);

/// <summary>The part of a call's story that queues write: whom they offered it to and why, and when more agents may take it.</summary>
public static class QueueStory
{
    /// <summary>The call in whose story this event belongs; null: in none. How an offer rang and ended the call tells itself.</summary>
    public static string? CallOf(QueueEvent @event) => @event switch
    {
        QueueEvent.OfferMade e => e.Offer.Stay.Call,
        QueueEvent.OfferFailed { End: OfferEnd.NotReserved } e => e.Offer.Stay.Call,
        QueueEvent.StayWidened e => e.Stay.Call,
        QueueEvent.PreferenceEnded e => e.Stay.Call,
        _ => null,
    };

    internal static (string En, string Zh) Sentence(QueueWord word) => word.Event switch
    {
        QueueEvent.OfferMade e when OfferWords.Why(e.Reason) is var (en, zh) =>
            ($"queue {word.Queue.Key} offers it to agent {e.Agent.Key}: {en}", $"队列 {word.Queue.Key} 分配给坐席 {e.Agent.Key}：{zh}"),
        QueueEvent.OfferFailed e =>
            (Text($"the agent was not free for offer {e.Offer.Attempt} of queue {word.Queue.Key}; the call waits on in its place"), Text($"队列 {word.Queue.Key} 第 {e.Offer.Attempt} 次分配时坐席不空闲，来电在原位继续等待")),
        QueueEvent.StayWidened e =>
            ($"it has waited {Seconds(e.After)} s in queue {word.Queue.Key}: more agents may take it now", $"已在队列 {word.Queue.Key} 等待 {Seconds(e.After)} 秒：更多坐席可以接听"),
        QueueEvent.PreferenceEnded =>
            ($"none of the agents it should rather have is here: queue {word.Queue.Key} may give it to any", $"优先坐席均不在：队列 {word.Queue.Key} 可分配给任何坐席"),
        _ => (Contracts.TagOf(word.Event), Contracts.TagOf(word.Event)),
    };

    /// <summary>What an offer was judged by, and who lost and why.</summary>
    internal static ImmutableArray<StoryDetail> Details(OfferReason reason)
    {
        var details = ImmutableArray.CreateBuilder<StoryDetail>();
        var (since, sinceZh) = reason.Widened > TimeSpan.Zero ? ($" (after {Seconds(reason.Widened)} s of waiting)", $"（等待 {Seconds(reason.Widened)} 秒后）") : ("", "");
        if (reason.Require.Length > 0)
        {
            details.Add(new($"It needed {reason.Require}{since}.", $"需要 {reason.Require}{sinceZh}。"));
        }

        if (reason.Prefer.Length > 0)
        {
            details.Add(new($"It should rather have {reason.Prefer}{since}.", $"优先 {reason.Prefer}{sinceZh}。"));
        }

        foreach (var lost in reason.Agents)
        {
            var (en, zh) = OfferWords.OfAgent(lost.Why);
            details.Add(new($"Agent {lost.Agent.Key} was free too: {en}.", $"坐席 {lost.Agent.Key} 也空闲：{zh}。"));
        }

        foreach (var lost in reason.Calls)
        {
            var (en, zh) = OfferWords.OfCall(lost.Why);
            details.Add(new($"Call {Short(lost.Stay)} was further ahead: {en}.", $"来电 {Short(lost.Stay)} 排在前面：{zh}。"));
        }

        var (rule, ruleZh) = OfferWords.Rule(reason.Rule);
        details.Add(new(Text($"Rules of version {reason.SettingsVersion}, order {rule}."), Text($"规则版本 {reason.SettingsVersion}，顺序：{ruleZh}。")));
        return details.ToImmutable();
    }

    /// <summary>As much of a call's id as people read.</summary>
    private static string Short(StayId stay) => stay.Call.Length <= 8 ? stay.Call : stay.Call[..8];

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
