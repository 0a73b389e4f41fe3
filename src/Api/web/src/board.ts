import { all, api, got } from './api';
import type { AgentRow, AlarmRow, CallRow, Me, QueueRow, Row } from './rows';
import type { StreamEvent } from './stream';

/** Rows of one kind; a lower revision never replaces a higher one (docs/api.md, "Rules for all requests"). */
export class Table<T extends Row> {
  readonly rows = new Map<string, T>();

  put(row: T): void {
    const known = this.rows.get(row.id);
    if (!known || known.revision <= row.revision) this.rows.set(row.id, row);
  }

  replace(rows: T[]): void {
    this.rows.clear();
    for (const row of rows) this.rows.set(row.id, row);
  }
}

/** Whether the token is for this part of the API. */
export function sees(me: Me | null, part: 'queues' | 'agents' | 'calls' | 'alarms'): boolean {
  return !me?.scopes || me.scopes.includes(part);
}

interface Envelope {
  type: string;
  time: string;
  data: unknown;
}

/** Everything the wallboard shows, kept up by the event stream alone. */
export class Board {
  readonly queues = new Table<QueueRow>();
  readonly agents = new Table<AgentRow>();
  readonly calls = new Table<CallRow>();
  /** Those that are open. */
  readonly alarms = new Table<AlarmRow>();
  /** What the token may do; null until it is known. */
  me: Me | null = null;
  /** Server time minus this machine's, in ms: times in state tick by the server's clock. */
  skewMs = 0;

  constructor(private readonly changed: () => void) {}

  async take(event: StreamEvent): Promise<void> {
    if (event.event === 'reset') return this.load();
    if (event.event === 'cut') return;
    const envelope = JSON.parse(event.data) as Envelope;
    if (event.event === 'queues') this.put(this.queues, envelope);
    else if (event.event === 'agents') this.put(this.agents, envelope);
    else if (event.event === 'calls') this.putCall(envelope.data as CallRow);
    else if (event.event === 'alarms') this.putAlarm(envelope.data as AlarmRow);
    this.changed();
  }

  private async load(): Promise<void> {
    await this.readClock();
    const me = this.me = await got(api.GET('/api/v1/me'));
    const [queues, agents, calls, alarms] = await Promise.all([
      sees(me, 'queues') ? all((query) => api.GET('/api/v1/queues', { params: { query } })) : [],
      sees(me, 'agents') ? all((query) => api.GET('/api/v1/agents', { params: { query } })) : [],
      sees(me, 'calls') ? all((query) => api.GET('/api/v1/calls', { params: { query: { ...query, state: ['waiting', 'ringing', 'talking', 'held', 'consulting'] } } })) : [],
      sees(me, 'alarms') ? all((query) => api.GET('/api/v1/alarms', { params: { query: { ...query, state: ['open'] } } })) : [],
    ]);
    this.queues.replace(queues);
    this.agents.replace(agents);
    this.calls.replace(calls);
    this.alarms.replace(alarms);
    this.changed();
  }

  private async readClock(): Promise<void> {
    const before = Date.now();
    const answer = await fetch('/healthz', { cache: 'no-store' });
    const date = answer.headers.get('Date');
    // The header counts whole seconds: half of one is added, and a difference below two is taken for none.
    const skew = date ? Date.parse(date) + 500 - (before + Date.now()) / 2 : 0;
    this.skewMs = Math.abs(skew) < 2000 ? 0 : skew;
  }

  private put<T extends Row>(table: Table<T>, envelope: Envelope): void {
    const row = envelope.data as T;
    if (envelope.type.endsWith('.removed')) table.rows.delete(row.id);
    else table.put(row);
  }

  private putCall(row: CallRow): void {
    this.calls.put(row);
    if (this.calls.rows.get(row.id)?.state === 'ended') this.calls.rows.delete(row.id);
  }

  private putAlarm(row: AlarmRow): void {
    this.alarms.put(row);
    if (this.alarms.rows.get(row.id)?.ended) this.alarms.rows.delete(row.id);
  }

  now(): number { return Date.now() + this.skewMs; }
}
