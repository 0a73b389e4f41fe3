import { api, Refused } from './api';
import type { Board } from './board';
import { element, ticking } from './element';
import { say, sayAgentState, sayName, sayReason } from './language';
import type { AgentState, AlarmRow } from './rows';

/** What is out of bounds, oldest first; a supervisor takes care of it by name. */
export function alarmSection(board: Board): HTMLElement[] {
  const alarms = [...board.alarms.rows.values()].sort((a, b) => a.raised.localeCompare(b.raised) || Number(a.id) - Number(b.id));
  return [element('ul', { className: 'alarms', role: 'alert' }, ...alarms.map((alarm) => line(board, alarm)))];
}

function line(board: Board, alarm: AlarmRow): HTMLElement {
  const queue = alarm.queue === null ? null : board.queues.rows.get(alarm.queue);
  const who = alarm.agent ?? (queue ? sayName(queue.name) : alarm.queue ?? '');
  return element('li', { className: alarm.acknowledged ? 'acknowledged' : '', data: { alarm: alarm.id } },
    element('b', {}, who), ' ', what(alarm), ' ', ticking(alarm.since), ' ',
    alarm.acknowledged ? element('span', { className: 'small' }, `${say('takenCareOf')} ${alarm.acknowledged.by}`) : acknowledge(board, alarm));
}

function what(alarm: AlarmRow): string {
  switch (alarm.kind) {
    case 'break': return `${say('alarmBreak')}: ${sayReason(alarm.what ?? '')}`;
    case 'wrap-up': return say('alarmWrapUp');
    case 'state': return `${say('alarmState')}: ${sayAgentState(alarm.what as AgentState)}`;
    case 'waiting': return `${say('alarmWaiting')}: ${alarm.value} > ${alarm.limit}`;
    case 'longest-wait': return say('alarmLongestWait');
    case 'service-level': return `${say('serviceLevel')}: ${alarm.value} % < ${alarm.limit} %`;
  }
}

/** The answer comes as an event, like everything that is shown. */
function acknowledge(board: Board, alarm: AlarmRow): HTMLElement | null {
  if (board.me?.role !== 'supervisor' && board.me?.role !== 'administrator') return null;
  const message = element('span', { className: 'problem', role: 'alert' });
  const button = element('button', {
    type: 'button', data: { focus: `alarm/${alarm.id}` },
    onclick: () => {
      button.disabled = true;
      api.POST('/api/v1/alarms/{id}/acknowledge', { params: { path: { id: alarm.id } } })
        .catch((error: unknown) => { message.textContent = error instanceof Refused ? error.message : String(error); button.disabled = false; });
    },
  }, say('takeCare'));
  return element('span', {}, button, message);
}
