// The rows of docs/api.md, as this page uses them.

export interface Row {
  id: string;
  revision: number;
}

/** As callers are told it; toMs null: it has no end. */
export interface ExpectedWait {
  fromMs: number;
  toMs: number | null;
}

export interface QueueRow extends Row {
  name: { en: string; zh: string };
  waiting: number;
  offering: number;
  longestWaitSince: string | null;
  expectedWait: ExpectedWait | null;
  talking: number;
  agents: { signedIn: number; ready: number; handling: number; notReady: number; error: number };
  today: {
    entered: number;
    refused: number;
    answered: number;
    abandoned: number;
    overflowed: number;
    within: number;
    serviceLevel: number | null;
    longestWaitMs: number;
  };
}

export type AgentState =
  | 'signed-out' | 'not-ready' | 'ready' | 'reserved' | 'ringing' | 'talking' | 'holding' | 'wrap-up' | 'error';

export interface AgentRow extends Row {
  name: string;
  team: string;
  queues: string[];
  phone: string | null;
  state: AgentState;
  reason: string | null;
  since: string;
  requested: 'not-ready' | 'signed-out' | null;
  caller: string | null;
}

export type CallState = 'waiting' | 'ringing' | 'talking' | 'held' | 'ended';

export interface CallRow extends Row {
  number: string;
  caller: string;
  callerName: string;
  state: CallState;
  since: string;
  queue: string | null;
  agent: string | null;
  arrived: string;
  ended: string | null;
  end: string | null;
}

/** What the token may do. */
export interface Me {
  tenant: string;
  name: string;
  role: 'viewer' | 'agent' | 'supervisor' | 'administrator';
  agent: string | null;
}

/** Why a call waits in one queue. */
export interface Wait {
  id: string;
  queue: string;
  cause: string;
  require: string;
  prefer: string;
  ahead: number;
  agentsHere: number;
  agentsAble: number;
  agentsFree: number;
  agentsInReserve: number;
  rulesVersion: number;
  en: string;
  zh: string;
}

export interface WaitList {
  items: Wait[];
}

export interface Words {
  en: string;
  zh: string;
}

export interface CallStory extends CallRow {
  stays: { queue: string; position: number | null; expectedWait: ExpectedWait | null }[];
  story: (Words & { at: string; offsetMs: number; details?: Words[] })[];
  legs: { leg: number; purpose: string; sipCallId: string; state: string }[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** RFC 9457, as every refusal of the API comes. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  fix?: string;
}
