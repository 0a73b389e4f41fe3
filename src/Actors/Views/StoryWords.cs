using System.Globalization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Views;

/// <summary>The words of ends, in both languages; one place, so that story and pages say the same.</summary>
public static class StoryWords
{
    public static string En(StayEnd end) => end switch
    {
        StayEnd.Answered => "answered",
        StayEnd.AbandonedWaiting => "the caller hung up while waiting",
        StayEnd.AbandonedRinging => "the caller hung up while a phone rang",
        StayEnd.OverflowedToQueue => "overflowed to another queue",
        StayEnd.OverflowedToNumber => "overflowed to a number",
        StayEnd.Withdrawn => "withdrawn",
        StayEnd.Redirected => "redirected",
        StayEnd.Lost => "lost",
        StayEnd.Refused => "turned away",
        _ => "ended",
    };

    public static string Zh(StayEnd end) => end switch
    {
        StayEnd.Answered => "已应答",
        StayEnd.AbandonedWaiting => "主叫在排队时放弃",
        StayEnd.AbandonedRinging => "主叫在振铃时放弃",
        StayEnd.OverflowedToQueue => "溢出到其他队列",
        StayEnd.OverflowedToNumber => "溢出到号码",
        StayEnd.Withdrawn => "撤回",
        StayEnd.Redirected => "改道",
        StayEnd.Lost => "丢失",
        StayEnd.Refused => "被拒绝",
        _ => "结束",
    };

    public static string En(ConsultEnd end) => end switch
    {
        ConsultEnd.Joined => "the caller is connected with who was asked",
        ConsultEnd.Cancelled => "the agent takes its caller back",
        ConsultEnd.NotAnswered => "nobody answers, the agent has its caller back",
        ConsultEnd.Released => "who was asked hangs up, the agent has its caller back",
        ConsultEnd.AgentGone => "the agent is gone before anybody answers",
        _ => "ended",
    };

    public static string Zh(ConsultEnd end) => end switch
    {
        ConsultEnd.Joined => "主叫与被咨询方接通",
        ConsultEnd.Cancelled => "坐席取回主叫",
        ConsultEnd.NotAnswered => "无人应答，坐席取回主叫",
        ConsultEnd.Released => "被咨询方挂机，坐席取回主叫",
        ConsultEnd.AgentGone => "应答前坐席已离开",
        _ => "结束",
    };

    public static string En(LookupOutcome outcome) => outcome switch
    {
        LookupOutcome.Answered => "knows this caller",
        LookupOutcome.NotKnown => "does not know this caller",
        LookupOutcome.Late => "is late",
        LookupOutcome.Failed => "fails",
        LookupOutcome.Paused => "is not asked: it failed too often",
        LookupOutcome.Busy => "is not asked: it is busy",
        _ => "is over",
    };

    public static string Zh(LookupOutcome outcome) => outcome switch
    {
        LookupOutcome.Answered => "认识该主叫",
        LookupOutcome.NotKnown => "不认识该主叫",
        LookupOutcome.Late => "超时",
        LookupOutcome.Failed => "失败",
        LookupOutcome.Paused => "未询问：多次失败",
        LookupOutcome.Busy => "未询问：繁忙",
        _ => "结束",
    };

    public static string En(Announcement what) => string.Join(", ", new[]
    {
        what.Comfort is { } comfort ? $"\"{comfort}\"" : null,
        what.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $"its place {position}") : null,
        what.Wait is { } wait ? $"an expected wait of {En(wait)}" : null,
    }.OfType<string>());

    public static string Zh(Announcement what) => string.Join("，", new[]
    {
        what.Comfort is { } comfort ? $"“{comfort}”" : null,
        what.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $"排在第 {position} 位") : null,
        what.Wait is { } wait ? $"预计等候{Zh(wait)}" : null,
    }.OfType<string>());

    public static string En(WaitRange range) => range switch
    {
        WaitRange.UnderOneMinute => "less than a minute",
        WaitRange.OneToTwoMinutes => "1 to 2 minutes",
        WaitRange.TwoToFiveMinutes => "2 to 5 minutes",
        WaitRange.FiveToTenMinutes => "5 to 10 minutes",
        _ => "more than 10 minutes",
    };

    public static string Zh(WaitRange range) => range switch
    {
        WaitRange.UnderOneMinute => "不到一分钟",
        WaitRange.OneToTwoMinutes => "一到两分钟",
        WaitRange.TwoToFiveMinutes => "两到五分钟",
        WaitRange.FiveToTenMinutes => "五到十分钟",
        _ => "超过十分钟",
    };

    public static string En(SegmentEnd end) => end switch
    {
        SegmentEnd.ReleasedByCaller => "released by the caller",
        SegmentEnd.ReleasedByAgent => "released by the agent",
        SegmentEnd.ReleasedBySystem => "released by the system",
        SegmentEnd.Transferred => "transferred",
        SegmentEnd.ConsultedAndReturned => "consulted and returned",
        SegmentEnd.Lost => "lost",
        _ => "ended",
    };

    public static string Zh(SegmentEnd end) => end switch
    {
        SegmentEnd.ReleasedByCaller => "主叫挂机",
        SegmentEnd.ReleasedByAgent => "坐席挂机",
        SegmentEnd.ReleasedBySystem => "系统释放",
        SegmentEnd.Transferred => "已转接",
        SegmentEnd.ConsultedAndReturned => "咨询后返回",
        SegmentEnd.Lost => "丢失",
        _ => "结束",
    };

    public static string En(CallEnd end) => end switch
    {
        CallEnd.ReleasedByCaller => "released by the caller",
        CallEnd.ReleasedByAgent => "released by the agent",
        CallEnd.ReleasedBySystem => "released by the system",
        CallEnd.CompletedInIvr => "completed in the voice menu",
        CallEnd.AbandonedInIvr => "abandoned in the voice menu",
        CallEnd.AbandonedInQueue => "abandoned in the queue",
        CallEnd.AbandonedRinging => "abandoned while ringing",
        CallEnd.AbandonedOnHold => "abandoned on hold",
        CallEnd.TransferredOut => "transferred out",
        CallEnd.Refused => "refused",
        CallEnd.Lost => "lost",
        _ => "ended",
    };

    public static string Zh(CallEnd end) => end switch
    {
        CallEnd.ReleasedByCaller => "主叫挂机",
        CallEnd.ReleasedByAgent => "坐席挂机",
        CallEnd.ReleasedBySystem => "系统释放",
        CallEnd.CompletedInIvr => "语音自助完成",
        CallEnd.AbandonedInIvr => "语音自助中放弃",
        CallEnd.AbandonedInQueue => "排队中放弃",
        CallEnd.AbandonedRinging => "振铃中放弃",
        CallEnd.AbandonedOnHold => "保持中放弃",
        CallEnd.TransferredOut => "转出",
        CallEnd.Refused => "被拒绝",
        CallEnd.Lost => "丢失",
        _ => "结束",
    };

    public static string En(OfferEnd end) => end switch
    {
        OfferEnd.Answered => "answered",
        OfferEnd.Missed => "rang out",
        OfferEnd.Declined => "declined",
        OfferEnd.PhoneUnreachable => "the phone cannot be reached",
        OfferEnd.CallerHungUp => "the caller hung up",
        OfferEnd.NotReserved => "the agent was not free",
        OfferEnd.RefusedByCall => "given elsewhere",
        OfferEnd.Withdrawn => "taken back",
        OfferEnd.MediaFailed => "no common codec",
        OfferEnd.AnsweredElsewhere => "another agent answered",
        _ => "ended",
    };

    public static string Zh(OfferEnd end) => end switch
    {
        OfferEnd.Answered => "已应答",
        OfferEnd.Missed => "未应答",
        OfferEnd.Declined => "拒接",
        OfferEnd.PhoneUnreachable => "话机不可达",
        OfferEnd.CallerHungUp => "主叫挂机",
        OfferEnd.NotReserved => "坐席不空闲",
        OfferEnd.RefusedByCall => "已转给他人",
        OfferEnd.Withdrawn => "撤回",
        OfferEnd.MediaFailed => "无共同编码",
        OfferEnd.AnsweredElsewhere => "其他坐席已应答",
        _ => "结束",
    };
}
