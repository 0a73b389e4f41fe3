import type { AgentState, CallState, ExpectedWait } from './rows';

export type Language = 'en' | 'zh';

const words = {
  title: ['Wallboard', '实时看板'],
  queues: ['Queues', '队列'],
  agents: ['Agents', '坐席'],
  calls: ['Calls in progress', '进行中的呼叫'],
  alarms: ['Alarms', '告警'],
  alarmBreak: ['not ready for too long', '示忙超时'],
  alarmWrapUp: ['wraps up for too long', '事后处理超时'],
  alarmState: ['in one state for too long', '状态超时'],
  alarmWaiting: ['callers waiting', '排队人数'],
  alarmLongestWait: ['a caller waits too long', '等待超时'],
  takeCare: ['I take care of it', '我来处理'],
  takenCareOf: ['taken care of by', '处理人'],
  queue: ['Queue', '队列'],
  waiting: ['Waiting', '排队'],
  longest: ['Longest wait', '最长等待'],
  expectedWait: ['Expected wait', '预计等候'],
  position: ['Position', '排队位置'],
  ringing: ['Ringing', '振铃'],
  talking: ['Talking', '通话'],
  ready: ['Ready', '示闲'],
  handling: ['Handling', '处理中'],
  notReady: ['Not ready', '示忙'],
  error: ['Error', '故障'],
  answered: ['Answered', '接通'],
  abandoned: ['Abandoned', '放弃'],
  overflowed: ['Overflowed', '溢出'],
  serviceLevel: ['Service level', '服务水平'],
  caller: ['Caller', '主叫'],
  number: ['Number', '被叫'],
  state: ['State', '状态'],
  time: ['Time', '时长'],
  agent: ['Agent', '坐席'],
  withheld: ['withheld', '号码保密'],
  nobody: ['No call in progress', '没有进行中的呼叫'],
  noAgents: ['No agent in this selection', '没有符合条件的坐席'],
  everyone: ['All', '全部'],
  more: ['more not shown', '个未显示'],
  live: ['live', '实时'],
  connecting: ['connecting…', '连接中…'],
  lost: ['connection lost — figures are old', '连接中断 — 数据已过时'],
  signIn: ['Sign in', '登录'],
  workNumber: ['Work number', '工号'],
  password: ['Password', '密码'],
  newPassword: ['New password (10 characters or more)', '新密码（至少 10 个字符）'],
  mustChange: ['Choose a password of your own: this one was given to you.', '当前密码由他人设置，请设置自己的密码。'],
  change: ['Change', '修改'],
  token: ['Access token, instead of the two', '访问令牌（代替工号和密码）'],
  tokenHelp: ['The center prints an administrator and an admin token at its first start.', '系统首次启动时会打印管理员账号和管理员令牌。'],
  tenant: ['Tenant (only where there are several)', '租户（有多个租户时填写）'],
  signOut: ['Sign out', '退出'],
  close: ['Close', '关闭'],
  story: ['The whole call', '呼叫全程'],
  why: ['why?', '原因'],
  whyWait: ['Why it waits', '为何等待'],
  waitsNoMore: ['It does not wait any more.', '已不在排队。'],
  here: ['Agents here', '在班坐席'],
  able: ['could take it', '可接听'],
  free: ['free', '空闲'],
  inReserve: ['in reserve', '保留'],
  ahead: ['calls before it', '前面来电'],
  needs: ['Needs', '需要'],
  rather: ['Rather', '优先'],
  rules: ['rules of version', '规则版本'],
  pick: ['Give it to', '指定给'],
  give: ['Give', '指定'],
  take: ['Take this call', '接取此来电'],
  picked: ['Offered. The phone rings in a moment.', '已分配，话机即将振铃。'],
  reports: ['Reports', '报表'],
  reportBy: ['Report by', '统计对象'],
  teams: ['Teams', '班组'],
  sites: ['Sites', '职场'],
  callSites: ['Sites of calls', '来话职场'],
  trunks: ['Trunks', '中继'],
  numbers: ['Numbers', '被叫号码'],
  reasons: ['Reasons for not ready', '示忙原因'],
  wholeTenant: ['Whole center', '全中心'],
  interval: ['Interval', '时段'],
  intervalTotal: ['whole range', '全部'],
  intervalQuarter: ['15 minutes', '15 分钟'],
  intervalHour: ['hour', '小时'],
  intervalDay: ['day', '日'],
  intervalWeek: ['week', '周'],
  intervalMonth: ['month', '月'],
  rangeFrom: ['From', '自'],
  rangeTo: ['Up to (not in it)', '至（不含）'],
  rangeToday: ['Today', '今日'],
  rangeYesterday: ['Yesterday', '昨日'],
  rangeWeek: ['This week', '本周'],
  rangeMonth: ['This month', '本月'],
  rangeLastMonth: ['Last month', '上月'],
  compare: ['Compare with the period before', '与上一周期比较'],
  periodBefore: ['before', '上期'],
  print: ['Print', '打印'],
  completeUpTo: ['complete up to', '数据完整至'],
  corrections: ['corrections', '更正'],
  nothing: ['Nothing happened in this range', '该时段没有数据'],
  total: ['Total', '合计'],
  formulas: ['What the figures mean', '指标公式'],
  loadMore: ['More', '更多'],
  webhooks: ['Webhooks', '事件推送'],
  noWebhooks: ['This tenant has no webhook', '该租户没有事件推送'],
  paused: ['paused', '已暂停'],
  failing: ['events were given up', '有事件投递失败'],
  sending: ['sending', '正常'],
  numbersFull: ['numbers in full', '显示完整号码'],
  numbersMasked: ['numbers masked', '号码脱敏'],
  onTheWay: ['On the way', '待投递'],
  givenUp: ['given up', '已放弃'],
  resend: ['Send again', '重新投递'],
  resendAll: ['Send all again', '全部重新投递'],
  willTry: ['will be tried again', '等待重试'],
  when: ['When', '时间'],
  retrying: ['being tried again', '重试中'],
  event: ['Event', '事件'],
  subject: ['Subject', '对象'],
  attempts: ['Attempts', '次数'],
  outcome: ['Last outcome', '最近结果'],
  keys: ['Keys: L language, F filter agents, Esc close', '快捷键：L 语言，F 筛选坐席，Esc 关闭'],
  requested: ['requested', '预约'],
  today: ['today since 00:00 UTC', '今日（UTC 零点起）'],
  day: ['Service level, answered, abandoned, overflowed: since 00:00 UTC', '服务水平、已接、放弃、溢出：自 UTC 零点起'],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof words;

const agentStates: Record<AgentState, readonly [string, string]> = {
  'signed-out': ['Signed out', '签出'],
  'not-ready': ['Not ready', '示忙'],
  ready: ['Ready', '示闲'],
  reserved: ['Reserved', '预占'],
  dialing: ['Dialing', '外呼'],
  ringing: ['Ringing', '振铃'],
  talking: ['Talking', '通话'],
  holding: ['Holding', '保持'],
  'wrap-up': ['Wrap-up', '事后处理'],
  error: ['Error', '故障'],
};

const callStates: Record<CallState, readonly [string, string]> = {
  waiting: ['Waiting', '排队'],
  ringing: ['Ringing', '振铃'],
  talking: ['Talking', '通话'],
  held: ['Held', '保持'],
  consulting: ['Consulting', '咨询'],
  ended: ['Ended', '结束'],
};

const reasons: Record<string, readonly [string, string]> = {
  'signed-in': ['just signed in', '刚签入'],
  'no-answer': ['no answer', '未应答'],
  declined: ['declined', '拒接'],
  system: ['system', '系统'],
  summary: ['summary owed', '待填小结'],
};

const languageKey = 'callcenter.language';

export const speech = {
  language: (localStorage.getItem(languageKey) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')) as Language,
  turn(): void {
    this.language = this.language === 'en' ? 'zh' : 'en';
    localStorage.setItem(languageKey, this.language);
  },
};

const pick = (pair: readonly [string, string]): string => pair[speech.language === 'en' ? 0 : 1];

export const say = (word: Word): string => pick(words[word]);
/** In minutes: "< 1 min", "2–5 min", "> 10 min"; "–" when nobody knows. */
export function sayWait(wait: ExpectedWait | null): string {
  if (wait === null) return '–';
  const unit = speech.language === 'en' ? 'min' : '分钟';
  const [from, to] = [wait.fromMs / 60_000, wait.toMs === null ? null : wait.toMs / 60_000];
  return to === null ? `> ${from} ${unit}` : from === 0 ? `< ${to} ${unit}` : `${from}–${to} ${unit}`;
}

export const sayAgentState = (state: AgentState): string => pick(agentStates[state]);
export const sayCallState = (state: CallState): string => pick(callStates[state]);
export const sayReason = (reason: string): string => pick(reasons[reason] ?? [reason, reason]);
export const sayName = (name: { en: string; zh: string }): string => (speech.language === 'zh' && name.zh) || name.en;
