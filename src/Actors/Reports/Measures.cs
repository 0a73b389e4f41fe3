using System.Collections.Immutable;
using F = CallCenter.Actors.Reports.Figure;
using G = CallCenter.Actors.Reports.MeasureGroup;
using U = CallCenter.Actors.Reports.MeasureUnit;

namespace CallCenter.Actors.Reports;

/// <summary>
/// All measures, each with its formula in words beside it as code. T: the time asked about, or each queue's own service level as it was then; S: the
/// same for short abandons. A changed formula is a new version; the old one stays.
/// </summary>
public static class Measures
{
    public static readonly ImmutableArray<Measure> All =
    [
        new("entered", 1, G.Stays, U.Count, "Entered", "进入排队", "stays that entered", r => r[F.Entered]),
        new("refused", 1, G.Stays, U.Count, "Refused", "拒绝", "turned away at the door: closed, full, emergency", r => r[F.Refused]),
        new("answered", 1, G.Stays, U.Count, "Answered", "已应答", "stays that an agent answered", r => r[F.Answered]),
        new("answered-within", 1, G.Stays, U.Count, "Answered within T", "T 秒内应答", "answered, waited ≤ T", r => r.AnsweredWithin),
        new("abandoned", 1, G.Stays, U.Count, "Abandoned", "放弃", "abandoned waiting + abandoned ringing", r => r.Abandoned),
        new("abandoned-waiting", 1, G.Stays, U.Count, "Abandoned while waiting", "排队中放弃", "abandoned, no phone rang", r => r[F.AbandonedWaiting]),
        new("abandoned-ringing", 1, G.Stays, U.Count, "Abandoned while ringing", "振铃中放弃", "abandoned, a phone rang", r => r[F.AbandonedRinging]),
        new("short", 1, G.Stays, U.Count, "Short abandons", "短时放弃", "abandoned, waited ≤ S", r => r.ShortAbandoned),
        new("overflowed", 1, G.Stays, U.Count, "Overflowed", "溢出", "overflowed to a queue + to a number", r => r.Overflowed),
        new("withdrawn", 1, G.Stays, U.Count, "Withdrawn", "撤回", "won in another queue, or moved", r => r[F.Withdrawn]),
        new("redirected", 1, G.Stays, U.Count, "Redirected", "改道", "sent elsewhere after entry", r => r[F.Redirected]),
        new("refused-after-entry", 1, G.Stays, U.Count, "Turned away after entry", "入队后拒绝", "turned away after it had waited", r => r[F.RefusedAfterEntry]),
        new("lost", 1, G.Stays, U.Count, "Lost", "丢失", "ended by a fault", r => r[F.Lost]),
        new("answer-rate", 1, G.Stays, U.Share, "Answer rate", "人工接通率", "answered / (entered + refused)", r => Part(r[F.Answered], r[F.Entered] + r[F.Refused])),
        new("answer-rate.net", 1, G.Stays, U.Share, "Answer rate, net of short abandons", "人工接通率（扣除短时放弃）", "answered / (entered + refused − short)", r => Part(r[F.Answered], r[F.Entered] + r[F.Refused] - r.ShortAbandoned)),
        new("answer-rate.of-entered", 1, G.Stays, U.Share, "Answer rate of entered", "人工接通率（占进入）", "answered / entered", r => Part(r[F.Answered], r[F.Entered])),
        new("service-level", 1, G.Stays, U.Share, "Service level", "服务水平", "answered within T / (answered + abandoned − short + overflowed)", r => Part(r.AnsweredWithin, r[F.Answered] + r.Abandoned - r.ShortAbandoned + r.Overflowed)),
        new("service-level.of-answered", 1, G.Stays, U.Share, "Service level of answered", "服务水平（占应答）", "answered within T / answered (Asterisk's ServicelevelPerf; Genesys with no switch on)", r => Part(r.AnsweredWithin, r[F.Answered])),
        new("service-level.of-entered", 1, G.Stays, U.Share, "Service level of entered", "服务水平（占进入）", "answered within T / entered", r => Part(r.AnsweredWithin, r[F.Entered])),
        new("service-level.of-answered-and-abandoned", 1, G.Stays, U.Share, "Service level of answered and abandoned", "服务水平（占应答与放弃）", "answered within T / (answered + abandoned − short)", r => Part(r.AnsweredWithin, r[F.Answered] + r.Abandoned - r.ShortAbandoned)),
        new("service-level.with-short", 1, G.Stays, U.Share, "Service level with short abandons", "服务水平（含短时放弃）", "answered within T / (answered + abandoned + overflowed)", r => Part(r.AnsweredWithin, r[F.Answered] + r.Abandoned + r.Overflowed)),
        new("service-level.asterisk-2", 1, G.Stays, U.Share, "Service level as Asterisk's second", "服务水平（Asterisk 第二种）", "(answered within T + abandoned within T) / (answered + abandoned) (ServicelevelPerf2); T: as asked, else 15 s for abandoned", r => Part(r.AnsweredWithin + r.AbandonedWithin, r[F.Answered] + r.Abandoned)),
        new("abandonment-rate", 1, G.Stays, U.Share, "Abandonment rate", "来电遗失率", "(abandoned − short) / (entered − short)", r => Part(r.Abandoned - r.ShortAbandoned, r[F.Entered] - r.ShortAbandoned)),
        new("abandonment-rate.gross", 1, G.Stays, U.Share, "Abandonment rate, gross", "来电遗失率（总）", "abandoned / entered", r => Part(r.Abandoned, r[F.Entered])),
        new("abandonment-rate.asterisk", 1, G.Stays, U.Share, "Abandonment rate as Asterisk's", "来电遗失率（Asterisk）", "(abandoned + turned away after entry) / entered: who is sent away for an empty queue counts as abandoned", r => Part(r.Abandoned + r[F.RefusedAfterEntry], r[F.Entered])),
        new("asa", 1, G.Stays, U.Milliseconds, "Average speed of answer", "平均应答速度", "wait of answered / answered", r => Part(r[F.WaitOfAnswered], r[F.Answered])),
        new("asa.total-queue-time", 1, G.Stays, U.Milliseconds, "Average speed of answer, all queue time", "平均应答速度（全部排队时间）", "wait of all that left / answered", r => Part(r.Waited, r[F.Answered])),
        new("average-queue-time", 1, G.Stays, U.Milliseconds, "Average queue time", "平均排队时间", "wait of all that left / all that left", r => Part(r.Waited, r.Left)),
        new("average-time-to-abandon", 1, G.Stays, U.Milliseconds, "Average time to abandon", "平均放弃时间", "wait of abandoned / abandoned", r => Part(r[F.WaitOfAbandoned], r.Abandoned)),
        new("longest-wait", 1, G.Stays, U.Milliseconds, "Longest wait", "最长等待", "the longest of all that left", r => r.Left > 0 ? r[F.LongestWait] : null),
        new("wait-percentile-50", 1, G.Stays, U.Milliseconds, "Half of the answered waited at most", "应答等待中位数", "50 % of answered waited no longer (to the next bound of the histogram)", r => r.Percentile(F.AnsweredWaits, 0.5)),
        new("wait-percentile-90", 1, G.Stays, U.Milliseconds, "90 % of the answered waited at most", "应答等待 90 百分位", "90 % of answered waited no longer (to the next bound of the histogram)", r => r.Percentile(F.AnsweredWaits, 0.9)),
        new("wait-percentile-95", 1, G.Stays, U.Milliseconds, "95 % of the answered waited at most", "应答等待 95 百分位", "95 % of answered waited no longer (to the next bound of the histogram)", r => r.Percentile(F.AnsweredWaits, 0.95)),

        new("segments", 1, G.Segments, U.Count, "Contacts handled", "处理量", "agent segments that were wrapped up", r => r[F.Segments]),
        new("transferred", 1, G.Segments, U.Count, "Transferred", "转接量", "segments whose agent gave the caller away", r => r[F.Transferred]),
        new("transfer-rate", 1, G.Segments, U.Share, "Transfer rate", "内部转接率", "transferred / segments", r => Part(r[F.Transferred], r[F.Segments])),
        new("time-talk", 1, G.Segments, U.Milliseconds, "Talk", "通话时长", "talk of segments, without hold", r => r[F.Talk]),
        new("time-hold", 1, G.Segments, U.Milliseconds, "Hold", "持线时长", "hold of segments", r => r[F.Hold]),
        new("time-consult", 1, G.Segments, U.Milliseconds, "Consultation", "咨询时长", "time in which the agent asked, or was asked, and did not have the caller", r => r[F.Consult]),
        new("time-wrap-up", 1, G.Segments, U.Milliseconds, "Wrap-up", "事后处理时长", "wrap-up of segments", r => r[F.WrapUp]),
        new("att", 1, G.Segments, U.Milliseconds, "Average talk time", "平均通话时长", "talk / segments", r => Part(r[F.Talk], r[F.Segments])),
        new("average-hold", 1, G.Segments, U.Milliseconds, "Average hold", "平均持线等待时长", "hold / segments", r => Part(r[F.Hold], r[F.Segments])),
        new("acw", 1, G.Segments, U.Milliseconds, "Average wrap-up", "平均事后处理时长", "wrap-up / segments", r => Part(r[F.WrapUp], r[F.Segments])),
        new("aht", 1, G.Segments, U.Milliseconds, "Average handle time", "平均处理时长", "(talk + hold + consultation + wrap-up) / segments", r => Part(r.Handled, r[F.Segments])),
        new("aht.talk-only", 1, G.Segments, U.Milliseconds, "Average handle time as Asterisk's talk time", "平均处理时长（Asterisk 通话）", "(talk + hold) / segments", r => Part(r[F.Talk] + r[F.Hold], r[F.Segments])),
        new("longest-talk", 1, G.Segments, U.Milliseconds, "Longest talk", "最长通话", "the longest talk of a segment", r => r[F.Segments] > 0 ? r[F.LongestTalk] : null),
        new("handle-percentile-90", 1, G.Segments, U.Milliseconds, "90 % were handled in", "处理时长 90 百分位", "90 % of segments took no longer, wrap-up included (to the next bound of the histogram)", r => r.Percentile(F.HandleTimes, 0.9)),

        new("offers", 1, G.Offers, U.Count, "Offers", "分配次数", "offers that agents were held for", r => r[F.Offers]),
        new("offers-answered", 1, G.Offers, U.Count, "Offers answered", "分配应答", "offers that were answered", r => r[F.OffersAnswered]),
        new("offers-missed", 1, G.Offers, U.Count, "Offers rung out", "未应答", "offers that rang out", r => r[F.OffersMissed]),
        new("offers-declined", 1, G.Offers, U.Count, "Offers declined", "拒接", "offers that were declined", r => r[F.OffersDeclined]),
        new("offers-unreachable", 1, G.Offers, U.Count, "Offers to a phone out of reach", "话机不可达", "offers that found no way to the phone", r => r[F.OffersUnreachable]),
        new("offers-caller-hung-up", 1, G.Offers, U.Count, "Offers whose caller hung up", "振铃时主叫挂机", "offers that ended because the caller hung up", r => r[F.OffersCallerHungUp]),
        new("non-response", 1, G.Offers, U.Share, "Agent non-response", "未应答率", "rung out / offers", r => Part(r[F.OffersMissed], r[F.Offers])),
        new("non-response.without-hang-ups", 1, G.Offers, U.Share, "Agent non-response without caller hang-ups", "未应答率（不含主叫挂机）", "rung out / (offers − caller hung up)", r => Part(r[F.OffersMissed], r[F.Offers] - r[F.OffersCallerHungUp])),
        new("average-offer-time", 1, G.Offers, U.Milliseconds, "Average time of an offer", "平均振铃时长", "time from reservation to the offer's end / offers", r => Part(r[F.OfferTime], r[F.Offers])),

        new("sign-ins", 1, G.States, U.Count, "Sign-ins", "签入次数", "sign-ins", r => r[F.SignIns]),
        new("time-signed-in", 1, G.States, U.Milliseconds, "Signed in", "签入时长", "handling + ready + not ready + error", r => r.SignedIn),
        new("time-ready", 1, G.States, U.Milliseconds, "Ready", "示闲时长", "time ready", r => r[F.Ready]),
        new("time-not-ready", 1, G.States, U.Milliseconds, "Not ready", "示忙时长", "time not ready, any reason", r => r[F.NotReady]),
        new("time-ringing", 1, G.States, U.Milliseconds, "Ringing", "振铃时长", "time reserved or ringing", r => r.Rung),
        new("time-dialing", 1, G.States, U.Milliseconds, "Dialing", "外呼拨号时长", "time of calls that the agent made, until somebody answered", r => r[F.Dialing]),
        new("time-talking", 1, G.States, U.Milliseconds, "Talking", "通话状态时长", "time talking", r => r[F.Talking]),
        new("time-holding", 1, G.States, U.Milliseconds, "Holding", "持线状态时长", "time holding", r => r[F.Holding]),
        new("time-wrapping-up", 1, G.States, U.Milliseconds, "Wrapping up", "事后处理状态时长", "time in wrap-up", r => r[F.WrappingUp]),
        new("time-error", 1, G.States, U.Milliseconds, "Phone out of reach", "话机故障时长", "time ready without a phone in reach", r => r[F.Error]),
        new("time-handling", 1, G.States, U.Milliseconds, "Handling", "处理状态时长", "ringing + dialing + talking + holding + wrapping up", r => r.Handling),
        new("occupancy", 1, G.States, U.Share, "Occupancy", "客服代表负荷率", "handling / (handling + ready)", r => Part(r.Handling, r.Handling + r[F.Ready])),
        new("occupancy.without-ringing", 1, G.States, U.Share, "Occupancy without ringing", "客服代表负荷率（不含振铃）", "(talking + holding + wrapping up) / (talking + holding + wrapping up + ready)", r => Part(r.Worked, r.Worked + r[F.Ready])),
        new("sign-in-availability", 1, G.States, U.Share, "Sign-in availability", "签入在线率", "(handling + ready) / signed in", r => Part(r.Handling + r[F.Ready], r.SignedIn)),
        new("answered-per-hour", 1, G.States, U.PerHour, "Answered per agent hour", "人均小时应答量", "segments / hours signed in", r => Part(r[F.Segments] * 3_600_000, r.SignedIn)),

        new("calls", 1, G.Calls, U.Count, "Calls in", "呼入总量", "calls that arrived", r => r[F.Calls]),
        new("calls-queued", 1, G.Calls, U.Count, "Calls that entered a queue", "进入排队的来电", "calls over with at least one stay", r => r[F.CallsQueued]),
        new("calls-answered", 1, G.Calls, U.Count, "Calls answered", "人工应答来电", "calls over that an agent answered", r => r[F.CallsAnswered]),
        new("calls-abandoned", 1, G.Calls, U.Count, "Calls abandoned", "遗失来电", "calls that ended in a queue or while ringing, by the caller", r => r[F.CallsAbandoned]),
        new("calls-refused", 1, G.Calls, U.Count, "Calls refused", "拒绝来电", "calls that were refused", r => r[F.CallsRefused]),
        new("calls-transferred-out", 1, G.Calls, U.Count, "Calls transferred out", "转出来电", "calls given to a number outside", r => r[F.CallsTransferredOut]),
        new("calls-lost", 1, G.Calls, U.Count, "Calls lost", "丢失来电", "calls ended by a fault", r => r[F.CallsLost]),
        new("calls-answer-rate", 1, G.Calls, U.Share, "Answer rate of calls", "来电接通率", "calls answered / calls queued; a call that overflows is one", r => Part(r[F.CallsAnswered], r[F.CallsQueued])),
        new("calls-service-level", 1, G.Calls, U.Share, "Service level of calls", "来电服务水平", "calls answered within T of their first entry / calls queued; T: as asked, else 15 s", r => Part(r.CallsAnsweredWithin, r[F.CallsQueued])),
        new("calls-asa", 1, G.Calls, U.Milliseconds, "Average speed of answer of calls", "来电平均应答速度", "time from the first entry to the first answer / calls answered", r => Part(r[F.WaitOfCallsAnswered], r[F.CallsAnswered])),
        new("calls-longest-wait", 1, G.Calls, U.Milliseconds, "Longest wait of a call", "来电最长等待", "the longest from first entry to answer or end", r => r[F.CallsQueued] > 0 ? r[F.LongestCallWait] : null),
        new("abandonment-rate.of-calls", 1, G.Calls, U.Share, "Abandonment rate of all calls", "来电遗失率（占全部来电）", "calls abandoned / calls", r => Part(r[F.CallsAbandoned], r[F.Calls])),

        new("carried-in", 1, G.Carried, U.Count, "Carried in", "期初等待", "stays that waited when the interval began", r => r[F.CarriedIn]),
        new("carried-out", 1, G.Carried, U.Count, "Carried out", "期末等待", "stays that waited when it ended; carried in + entered − left (event) = carried out", r => r[F.CarriedOut]),

        new("peak-calls", 1, G.Peaks, U.Count, "Most calls at once", "并发呼叫峰值", "calls in and out at a full minute, the most; waiting ones too", r => r[F.PeakCalls]),
        new("peak-seats", 1, G.Peaks, U.Count, "Most agents signed in at once", "并发座席峰值", "agents signed in at a full minute, the most", r => r[F.PeakSeats]),
        new("peak-channels", 1, G.Peaks, U.Count, "Most lines at once", "并发中继峰值", "lines of the trunk that were answered, at a full minute, both ways, the most", r => r[F.PeakChannels]),

        new("trunk-calls-in", 1, G.Trunks, U.Count, "Lines in", "中继呼入次数", "lines in that were answered and are over", r => r[F.TrunkCallsIn]),
        new("trunk-calls-out", 1, G.Trunks, U.Count, "Lines out", "中继呼出次数", "lines out that were answered and are over: dialled, overflowed, transferred", r => r[F.TrunkCallsOut]),
        new("time-trunk-in", 1, G.Trunks, U.Milliseconds, "Time of lines in", "中继呼入时长", "from the answer to the hang-up of either side, exact", r => r[F.TrunkTimeIn]),
        new("time-trunk-out", 1, G.Trunks, U.Milliseconds, "Time of lines out", "中继呼出时长", "the same of lines out, exact", r => r[F.TrunkTimeOut]),
        .. Billed("in", "呼入", F.BilledIn),
        .. Billed("out", "呼出", F.BilledOut),
    ];

    public static readonly ImmutableSortedDictionary<string, Measure> ById = All.ToImmutableSortedDictionary(measure => measure.Id, measure => measure, StringComparer.Ordinal);

    private static IEnumerable<Measure> Billed(string way, string zh, F first) => Billing.Roundings.Select((rounding, at) => new Measure(
        $"time-trunk-{way}.{rounding.Id}", 1, G.Trunks, U.Milliseconds, $"Time of lines {way}, {rounding.En}", $"中继{zh}计费时长（{rounding.Zh}）", $"each line's time {way}, rounded {rounding.En}", r => r[Billing.Of(first, at)]));

    private static double? Part(double part, double whole) => whole > 0 ? part / whole : null;
}
