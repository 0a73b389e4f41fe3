using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>One sentence of a call's story, in both languages, and when it happened, from the arrival.</summary>
public sealed record StoryLine(DateTimeOffset At, TimeSpan Offset, string En, string Zh)
{
    /// <summary>What belongs to it: of an offer what it was judged by, and who lost.</summary>
    public EquatableArray<StoryDetail> Details { get; init; } = [];

    /// <summary>What a queue said; null: the call's own word.</summary>
    public QueueWord? Word { get; init; }
}

/// <summary>
/// The whole story of a call in words, from its own stream: one sentence an event, nothing left out; and between them what its queues said of it
/// (<see cref="QueueStory"/>). What is told of a value is its key, and its text only when it is not sensitive.
/// </summary>
public static class CallStory
{
    public static ImmutableArray<StoryLine> Tell(IEnumerable<CallEvent> events, IEnumerable<QueueWord>? words = null)
    {
        var said = new Queue<QueueWord>((words ?? []).OrderBy(word => word.Event.At));
        var lines = ImmutableArray.CreateBuilder<StoryLine>();
        DateTimeOffset? start = null;
        var who = ImmutableSortedDictionary<int, (string En, string Zh)>.Empty.Add(0, ("the caller", "主叫"));
        foreach (var e in events)
        {
            start ??= e.At;
            while (said.TryPeek(out var word) && IsBefore(said, word, e))
            {
                lines.Add(Line(said.Dequeue(), start.Value));
            }

            if (e is CallEvent.CallArrived { Arrival.Outbound: { } order })
            {
                who = who.SetItem(0, ("the customer", "客户")).SetItem(OutboundOrder.AgentLeg, ($"agent {order.Agent.Key}", $"坐席 {order.Agent.Key}"));
            }
            else if (e is CallEvent.LegRequested { Purpose: not LegPurpose.Dialed } leg)
            {
                who = who.SetItem(leg.Leg, Name(leg));
            }

            var (en, zh) = Sentence(e, number => who.GetValueOrDefault(number, ($"leg {number}", $"第 {number} 路")));
            lines.Add(Line(e.At, start.Value, en, zh));
        }

        lines.AddRange(said.Select(word => Line(word, start ?? word.Event.At)));
        return lines.ToImmutable();
    }

    /// <summary>
    /// A queue speaks after it was asked, and before what comes of it: at the same moment, and also where the clocks of two processes differ.
    /// </summary>
    private static bool IsBefore(IEnumerable<QueueWord> said, QueueWord next, CallEvent e) => e switch
    {
        CallEvent.LegRequested { Offer: { } offer } when said.Any(word => word.Event is QueueEvent.OfferMade made && made.Offer == offer) => true,
        CallEvent.CallArrived or CallEvent.QueueEntered or CallEvent.QueueConfirmed => next.Event.At < e.At,
        _ => next.Event.At <= e.At,
    };

    private static StoryLine Line(QueueWord word, DateTimeOffset start)
    {
        var (en, zh) = QueueStory.Sentence(word);
        return Line(word.Event.At, start, en, zh) with { Word = word, Details = word.Event is QueueEvent.OfferMade made ? new(QueueStory.Details(made.Reason)) : [] };
    }

    private static StoryLine Line(DateTimeOffset at, DateTimeOffset start, string en, string zh)
    {
        var offset = at - start;
        return new StoryLine(at, offset, $"{Seconds(offset)} s: {char.ToUpperInvariant(en[0])}{en[1..]}.", $"{Seconds(offset)} 秒：{zh}。");
    }

    private static (string En, string Zh) Name(CallEvent.LegRequested leg) => leg.Agent is { } agent
        ? ($"agent {agent.Key}", $"坐席 {agent.Key}")
        : ($"the outside line {leg.Target.Contact}", $"外线 {leg.Target.Contact}");

    private static (string En, string Zh) Sentence(CallEvent @event, Func<int, (string En, string Zh)> who) => @event switch
    {
        CallEvent.CallArrived { Arrival: { Outbound: { } order } a } => Outgoing(a, order),
        CallEvent.CallArrived { Arrival: var a } =>
            ($"{Caller(a, "a caller without a number")} calls {a.Number}{LookedUp(a)}", $"{Caller(a, "未显示号码的主叫")} 呼入 {a.Number}{LookedUpZh(a)}"),
        CallEvent.QueueEntered { Asked: { } asked } e => ($"agent {asked.Agent} is asked for (stay {e.Stay.Number})", $"请求坐席 {asked.Agent}（第 {e.Stay.Number} 次排队）"),
        CallEvent.QueueEntered e =>
            ($"the call asks queue {e.Queue.Key} for a place (stay {e.Stay.Number}, priority {e.Priority})", $"请求进入队列 {e.Queue.Key}（第 {e.Stay.Number} 次排队，优先级 {e.Priority}）"),
        CallEvent.QueueConfirmed e => ($"the queue gives it a place (stay {e.Stay.Number})", $"已进入队列（第 {e.Stay.Number} 次排队）"),
        CallEvent.Announced e => ($"the caller is told: {StoryWords.En(e.What)}", $"向主叫播报：{StoryWords.Zh(e.What)}"),
        CallEvent.QueueLeft e => ($"stay {e.Stay.Number} in the queue ends: {StoryWords.En(e.End)}", $"第 {e.Stay.Number} 次排队结束：{StoryWords.Zh(e.End)}"),
        CallEvent.CallerAnswered { Leg: > 0 } e => ($"the phone of {who(e.Leg).En} is connected", $"{who(e.Leg).Zh} 的话机接通"),
        CallEvent.CallerConfirmed { Leg: > 0 } e => ($"{who(e.Leg).En} confirms the connection", $"{who(e.Leg).Zh} 确认连接"),
        CallEvent.LegRequested { Purpose: LegPurpose.Dialed } e => ($"{who(e.Leg).En} is called through {e.Target.Contact}", $"经 {e.Target.Contact} 呼叫{who(e.Leg).Zh}"),
        CallEvent.AgentConnected e => ($"{who(e.Leg).En} picks up", $"{who(e.Leg).Zh} 摘机"),
        CallEvent.CustomerAnswered e => ($"the customer answers and talks to agent {e.Agent.Key}", $"客户应答，与坐席 {e.Agent.Key} 通话"),
        CallEvent.CallerAnswered => ("the caller's call is answered and hears what we play", "已应答主叫"),
        CallEvent.CallerConfirmed => ("the caller confirms the connection", "主叫确认连接"),
        CallEvent.LegRequested e => ($"the phone {e.Target.Phone} of {who(e.Leg).En} is called", $"呼叫 {who(e.Leg).Zh} 的话机 {e.Target.Phone}"),
        CallEvent.LegRinging e => ($"{who(e.Leg).En} rings", $"{who(e.Leg).Zh} 振铃"),
        CallEvent.LegAnswered e => ($"{who(e.Leg).En} answers and is connected with the caller", $"{who(e.Leg).Zh} 应答，与主叫接通"),
        CallEvent.LateAnswerEnded e => ($"{who(e.Leg).En} answers too late; that line is ended", $"{who(e.Leg).Zh} 应答过晚，已挂断该路"),
        CallEvent.LegCancelled e => ($"ringing of {who(e.Leg).En} is taken back{Why(e.End)}", $"取消对 {who(e.Leg).Zh} 的呼叫{WhyZh(e.End)}"),
        CallEvent.OfferBarred e => ($"offer {e.Offer.Attempt} is taken back before it rings", $"第 {e.Offer.Attempt} 次分配在振铃前被收回"),
        CallEvent.LegFailed e => ($"{who(e.Leg).En} does not answer: status {Number(e.Status)}{Why(e.End)}", $"{who(e.Leg).Zh} 未接通：状态 {Number(e.Status)}{WhyZh(e.End)}"),
        CallEvent.LegMediaChanged e => Media(who(e.Leg), e.Media?.Direction),
        CallEvent.MediaMoved e => ($"the sound of the call goes on at media server {e.To?.Instance}", $"通话媒体转移到媒体服务器 {e.To?.Instance}"),
        CallEvent.LegPracked e => ($"{who(e.Leg).En} confirms that it hears the ringing", $"{who(e.Leg).Zh} 确认收到振铃"),
        CallEvent.LegReminded e => ($"{who(e.Leg).En} is told that it still waits", $"告知 {who(e.Leg).Zh} 仍在等待"),
        CallEvent.LegUpdated { Media: { } media } e => Media(who(e.Leg), media.Direction),
        CallEvent.LegUpdated e => ($"{who(e.Leg).En} says that it is still there", $"{who(e.Leg).Zh} 确认仍在线"),
        CallEvent.LegRefreshed e => ($"the session with {who(e.Leg).En} is refreshed by us", $"系统刷新与 {who(e.Leg).Zh} 的会话"),
        CallEvent.LegMoved { IsRefresh: true } e => ($"{who(e.Leg).En} confirms that", $"{who(e.Leg).Zh} 已确认刷新"),
        CallEvent.LegNotMoved { IsRefresh: true } e => ($"{who(e.Leg).En} does not confirm that: status {Number(e.Status)}", $"{who(e.Leg).Zh} 未确认刷新：状态 {Number(e.Status)}"),
        CallEvent.LegMoveRepeated { IsRefresh: true } e => ($"the session with {who(e.Leg).En} is refreshed once more", $"再次刷新与 {who(e.Leg).Zh} 的会话"),
        CallEvent.LegMoved e => ($"{who(e.Leg).En} hears and is heard there", $"{who(e.Leg).Zh} 已切换到该媒体服务器"),
        CallEvent.LegNotMoved e => ($"{who(e.Leg).En} does not take the new media server: status {Number(e.Status)}", $"{who(e.Leg).Zh} 未接受新的媒体服务器：状态 {Number(e.Status)}"),
        CallEvent.LegMoveRepeated e => ($"{who(e.Leg).En} is told of the media server again", $"再次通知 {who(e.Leg).Zh} 新的媒体服务器"),
        CallEvent.CallTransferred e => ($"{who(e.Leg).En} transfers the caller to {e.To}{Because(e.Refer is null ? $"by {e.By}" : null)}", $"{who(e.Leg).Zh} 将主叫转接至 {e.To}{BecauseZh(e.Refer is null ? e.By : null)}"),
        CallEvent.AnswerOrdered e => ($"the phone of {who(e.Leg).En} is told to answer (by {e.By})", $"指示 {who(e.Leg).Zh} 的话机应答（{e.By}）"),
        CallEvent.AnswerRefused e => ($"the phone of {who(e.Leg).En} does not take the order to answer", $"{who(e.Leg).Zh} 的话机不接受应答指示"),
        CallEvent.CallHeld e => ($"the caller is held for {who(e.Leg).En} (by {e.By})", $"为 {who(e.Leg).Zh} 保持通话（{e.By}）"),
        CallEvent.CallRetrieved e => ($"the caller is retrieved for {who(e.Leg).En} (by {e.By})", $"为 {who(e.Leg).Zh} 恢复通话（{e.By}）"),
        CallEvent.DigitsPressed e => ($"{Number(e.Digits?.Length ?? 0)} digits are sent to {who(e.Leg).En} {(e.ByInfo ? "as INFO" : "in the media")} (by {e.By})", $"向 {who(e.Leg).Zh} {(e.ByInfo ? "以 INFO" : "在媒体中")} 发送 {Number(e.Digits?.Length ?? 0)} 位按键（{e.By}）"),
        CallEvent.DigitsSent e => e.Taken
            ? ($"{who(e.Leg).En} took the digits", $"{who(e.Leg).Zh} 已接受按键")
            : ($"{who(e.Leg).En} does not take digits", $"{who(e.Leg).Zh} 不接受按键"),
        CallEvent.ConsultStarted e => ($"{who(e.Leg).En} asks {e.To}{Because($"by {e.By}")}; the caller hears music", $"{who(e.Leg).Zh} 咨询 {e.To}{BecauseZh(e.By)}，主叫听音乐等待"),
        CallEvent.ConsultSwitched e => e.ToCaller
            ? ("the agent talks to the caller again; who was asked hears music", "坐席切回主叫，被咨询方听音乐等待")
            : ("the agent talks to who was asked again; the caller hears music", "坐席切回被咨询方，主叫听音乐等待"),
        CallEvent.ConsultEnded e => ($"the consultation ends: {StoryWords.En(e.End)}", $"咨询结束：{StoryWords.Zh(e.End)}"),
        CallEvent.LegReleased e => e.ByRemote
            ? ($"{who(e.Leg).En} hangs up{Because(e.Reason)}", $"{who(e.Leg).Zh} 挂机{BecauseZh(e.Reason)}")
            : ($"the line of {who(e.Leg).En} is ended by us{Because(e.Reason)}", $"系统挂断 {who(e.Leg).Zh}{BecauseZh(e.Reason)}"),
        CallEvent.ValueAttached e => Attached(e),
        CallEvent.SummaryWritten e => e.Number == 1
            ? ($"the summary of {e.Segment} is written: {Way(e.Summary)} (by {e.By})", $"填写 {e.Segment} 的小结：{Way(e.Summary)}（{e.By}）")
            : ($"the summary of {e.Segment} is changed for the {Nth(e.Number - 1)} time: {Way(e.Summary)} (by {e.By})", $"第 {Number(e.Number - 1)} 次修改 {e.Segment} 的小结：{Way(e.Summary)}（{e.By}）"),
        CallEvent.NuisanceMarked { Note: { } note } e => ($"the call is marked as a nuisance{Because(note)} (by {e.By})", $"标记为骚扰电话{BecauseZh(note)}（{e.By}）"),
        CallEvent.NuisanceMarked e => ($"the call is no nuisance after all (by {e.By})", $"取消骚扰电话标记（{e.By}）"),
        CallEvent.AgentSegmentEnded e => ($"the part of agent {e.Agent.Key} ends: {StoryWords.En(e.End)}", $"坐席 {e.Agent.Key} 的服务段结束：{StoryWords.Zh(e.End)}"),
        CallEvent.CallEnded e => ($"the call ends: {StoryWords.En(e.End)}{Because(e.Cause)}", $"通话结束：{StoryWords.Zh(e.End)}{BecauseZh(e.Cause)}"),
        CallEvent.ContactClosed => ("the contact is closed", "联络关闭"),
        CallEvent.LegClosed e => ($"signalling with {who(e.Leg).En} is over", $"与 {who(e.Leg).Zh} 的信令结束"),
        CallEvent.ToldConfirmed e => ($"confirmed: {e.Key}", $"已确认：{e.Key}"),
        CallEvent.MediaClosedConfirmed => ("the media session is closed", "媒体会话关闭"),
        CallEvent.ArrivalRerouted e => ($"the caller's INVITE comes again, through {e.Edge}", $"主叫的 INVITE 改经 {e.Edge} 再次到达"),
        CallEvent.LegAudited e => ($"{who(e.Leg).En} is asked{(e.IsRepeated ? " once more" : "")} whether it is still there", $"{(e.IsRepeated ? "再次" : "")}询问 {who(e.Leg).Zh} 是否仍在线"),
        CallEvent.LegFound e => ($"{who(e.Leg).En} is still there", $"{who(e.Leg).Zh} 仍在线"),
        _ => ($"{Contracts.TagOf(@event)}", Contracts.TagOf(@event)),
    };

    private static string Way(CallSummary summary) => string.Join(" › ", summary.Reasons.Items);

    private static string Nth(int number) => Number(number) + (number % 100 is 11 or 12 or 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static (string En, string Zh) Media((string En, string Zh) who, MediaDirection? direction) => direction switch
    {
        MediaDirection.SendOnly or MediaDirection.Inactive => ($"{who.En} holds", $"{who.Zh} 保持通话"),
        MediaDirection.ReceiveOnly => ($"{who.En} only listens", $"{who.Zh} 仅接收"),
        _ => ($"{who.En} hears and speaks", $"{who.Zh} 恢复双向通话"),
    };

    private static (string En, string Zh) Outgoing(CallArrival a, OutboundOrder order)
    {
        var (by, byZh) = order.IsFromPhone ? ("at its phone", "由话机拨号") : ("from its desktop", "由桌面拨号");
        var (shown, shownZh) = order.Shown.Length == 0 ? ("no number", "不显示号码") : (order.Shown, order.Shown);
        return ($"agent {order.Agent.Key} calls {a.Caller} {by}, showing {shown}", $"坐席 {order.Agent.Key} 呼叫 {a.Caller}（{byZh}，主叫显示：{shownZh}）");
    }

    private static (string En, string Zh) Attached(CallEvent.ValueAttached e) => e.Value switch
    {
        null => ($"the value {e.Key} is removed", $"删除随路数据 {e.Key}"),
        { Sensitive: true } => ($"the value {e.Key} is set (sensitive)", $"设置随路数据 {e.Key}（敏感）"),
        { Text: var text } => ($"the value {e.Key} is set to \"{text}\"", $"设置随路数据 {e.Key} 为“{text}”"),
    };

    private static string Caller(CallArrival arrival, string unknown) => arrival.Caller.Length > 0 ? arrival.Caller : unknown;

    private static string LookedUp(CallArrival arrival) => string.Concat(arrival.Found.Items.Select(found => $"; look-up {found.Lookup} {StoryWords.En(found.Outcome)}"));

    private static string LookedUpZh(CallArrival arrival) => string.Concat(arrival.Found.Items.Select(found => $"；查询 {found.Lookup} {StoryWords.Zh(found.Outcome)}"));

    private static string Why(OfferEnd? end) => end is { } known ? $" ({StoryWords.En(known)})" : "";

    private static string WhyZh(OfferEnd? end) => end is { } known ? $"（{StoryWords.Zh(known)}）" : "";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason})";

    private static string BecauseZh(string? reason) => string.IsNullOrEmpty(reason) ? "" : $"（{reason}）";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"+{offset.TotalSeconds:F3}");
}
