import type { components } from './generated/api';

// The rows of the API by the names that these pages use; what they hold is said by docs/openapi.json alone.

type Schemas = components['schemas'];

export interface Row {
  id: string;
  revision: number;
}

export type ExpectedWait = Schemas['ExpectedWait'];
export type QueueRow = Schemas['Queue'];
export type AgentRow = Schemas['Agent'];
export type AgentState = AgentRow['state'];
export type AlarmRow = Schemas['Alarm'];
export type CallRow = Schemas['Call'];
export type CallState = CallRow['state'];
export type Me = Schemas['Me'];
export type Wait = Schemas['Wait'];
export type Words = Schemas['Words'];
export type WebhookRow = Schemas['Webhook'];
export type DeliveryRow = Schemas['Delivery'];

/** RFC 9457, as every refusal of the API comes. */
export type Problem = Schemas['Problem'];
