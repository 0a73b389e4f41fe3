using System.Collections.Immutable;

namespace CallCenter.Actors.Reports;

/// <summary>Measures of the domain that no fact of today feeds: declared, so that nobody takes another figure for them.</summary>
public static class MissingMeasures
{
    private const string Roster = "a roster: scheduled and paid time of agents";
    private const string Outbound = "outbound campaigns";
    private const string Orders = "work orders";
    private const string FollowUps = "follow-up calls";

    public static readonly ImmutableArray<MissingMeasure> All =
    [
        new("calls-out", "Calls out", "呼出总量", "calls that were dialled", "calls that agents dial as facts of reports"),
        new("dialled-per-hour", "Dialled per agent hour", "人均小时呼出量", "calls dialled / hours signed in", "calls that agents dial as facts of reports"),
        new("utilisation", "Utilisation", "客服代表利用率", "(handling + ready) / paid time", Roster),
        new("seat-utilisation", "Seat utilisation", "座席利用率", "seat-hours signed in / seat-hours available", "seats: how many there are, when"),
        new("adherence", "Adherence", "排班遵从率", "time in the scheduled activity / scheduled", Roster),
        new("attendance", "Attendance", "出勤率", "shifts attended / scheduled", Roster),
        new("shrinkage", "Shrinkage", "缩减率", "(paid − available) / paid", Roster),
        new("attrition", "Attrition", "流失率", "leavers / headcount", "employment of agents"),
        new("first-call-resolution", "First-call resolution", "一次性解决率", "first contacts with no repeat within 7 days / first contacts handled", "contacts that span several calls"),
        new("repeat-call-rate", "Repeat-call rate", "重复来电率", "calls of a customer that called before within 7 days / calls", "contacts that span several calls"),
        new("monitored-rate", "Monitored rate", "监控率", "segments scored / handled", "quality monitoring"),
        new("average-score", "Average score", "平均监控成绩", "mean of scores", "quality monitoring"),
        new("satisfaction", "Satisfaction", "满意度", "answers at or above the form's threshold / answers", "satisfaction surveys"),
        new("response-rate", "Response rate", "参评率", "answers / invitations", "satisfaction surveys"),
        new("work-order-timeliness", "Work-order timeliness", "工单处理及时率", "orders done in time / orders done", Orders),
        new("work-order-duration", "Work-order duration", "工单历时", "mean time from opening to closing", Orders),
        new("work-order-accuracy", "Work-order accuracy", "工单准确率", "orders without a return / orders done", Orders),
        new("follow-up-volume", "Follow-up volume", "回访量", "follow-up calls, by kind", FollowUps),
        new("follow-up-timeliness", "Follow-up timeliness", "回访及时率", "in time / due, by kind", FollowUps),
        new("follow-up-success", "Follow-up success", "回访成功率", "reached / tried, by kind", FollowUps),
        new("follow-up-accuracy", "Follow-up accuracy", "回访准确率", "without a correction / done, by kind", FollowUps),
        new("orders-per-offer", "Orders accepted per offer", "业务受理率", "orders / offers, per product", "order taking"),
        new("complaints", "Complaints", "投诉量", "complaints, by business, content, department and channel", "complaints as records"),
        new("internal-complaints", "Complaints about our service", "内部投诉量", "complaints about our own service, also per 10,000 handled", "complaints as records"),
        new("connect-rate", "Connect rate", "呼通率", "connected / dialled", Outbound),
        new("right-party-rate", "Right-party contacts", "目标客户接通率", "right party / connected", Outbound),
        new("conversion-rate", "Conversion", "转化率", "accepted / right party", Outbound),
        new("attempts-per-lead", "Attempts per lead", "每名单拨打次数", "dialled / leads", Outbound),
        new("drop-rate", "Drop rate", "外呼放弃率", "abandoned / live answered", Outbound),
        new("ivr-containment", "IVR containment", "IVR 自助率", "calls completed in the voice menu / calls into it", "voice menus"),
        new("to-agent-rate", "To-agent rate", "转人工率", "calls from the voice menu to a queue / calls into it", "voice menus"),
        new("blocked", "Blocked", "呼损", "calls refused for want of channels / calls", "calls that never reached the center, from the carrier"),
        new("trunk-occupancy", "Trunk occupancy", "中继占用率", "channel time used / channel time there is", "how many channels each trunk had, over time"),
        new("forecast-error", "Forecast error", "预测误差", "|forecast − calls| / calls", "forecasts"),
        new("schedule-efficiency", "Schedule efficiency", "排班有效率", "required / scheduled staff", Roster),
        new("productivity", "Agent productivity", "客服代表生产率", "handled / required", Roster),
        new("cost-per-call", "Cost per call", "单个呼叫成本", "cost / calls handled", "costs"),
    ];
}
