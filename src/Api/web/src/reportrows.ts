import type { components } from './generated/api';
import { duration } from './element';

type Schemas = components['schemas'];

export type Report = Schemas['Report'];
export type ReportMeasure = Schemas['ReportMeasure'];
export type Fact = Schemas['Fact'];
export type By = 'queues' | 'agents' | 'teams' | 'sites' | 'numbers' | 'call-sites' | 'trunks' | 'reasons' | 'tenant';
export type Interval = 'total' | 'quarter-hour' | 'hour' | 'day' | 'week' | 'month';

/** Counts that have their facts behind them (docs/openapi.json, listFacts). */
export const factMeasures = new Set([
  'entered', 'refused', 'answered', 'answered-within', 'abandoned', 'abandoned-waiting', 'abandoned-ringing', 'short', 'overflowed', 'withdrawn', 'redirected', 'refused-after-entry', 'lost',
  'segments', 'transferred', 'offers', 'offers-answered', 'offers-missed', 'offers-declined', 'offers-unreachable', 'offers-caller-hung-up',
  'calls', 'calls-queued', 'calls-answered', 'calls-abandoned', 'calls-refused', 'calls-transferred-out', 'calls-lost',
]);

/** How a value of this measure is written. */
export function formatOf(measure: ReportMeasure): (value: number) => string {
  switch (measure.unit) {
    case 'milliseconds': return duration;
    case 'share': return (value) => `${(value * 100).toFixed(1)} %`;
    case 'per-hour': return (value) => value.toFixed(1);
    default: return (value) => String(Math.round(value * 10) / 10);
  }
}
