import type { Board } from './board';
import { element, ticking } from './element';
import { say, sayName, sayWait } from './language';
import type { QueueRow } from './rows';

const longWaitMs = 60_000;

export function queueTable(board: Board): HTMLElement {
  const rows = [...board.queues.rows.values()].sort((a, b) => a.id.localeCompare(b.id));
  const heads = [say('queue'), say('waiting'), say('longest'), say('expectedWait'), say('ringing'), say('talking'), say('ready'), say('handling'), say('notReady'), say('error'),
    say('serviceLevel'), say('answered'), say('abandoned'), say('overflowed')];
  return element('table', { className: 'queues' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((row) => queueRow(row, board.now()))));
}

function queueRow(row: QueueRow, now: number): HTMLElement {
  const late = row.longestWaitSince !== null && now - Date.parse(row.longestWaitSince) > longWaitMs;
  const unattended = row.waiting > 0 && row.agents.signedIn === 0;
  const figure = (value: number, name = ''): HTMLElement => element('td', { className: `figure ${name} ${value === 0 ? 'zero' : ''}` }, value);
  return element('tr', { className: late || unattended ? 'alarm' : '', data: { queue: row.id } },
    element('th', { scope: 'row', title: row.id }, sayName(row.name)),
    figure(row.waiting, 'waiting'),
    element('td', { className: 'figure' }, ticking(row.longestWaitSince)),
    element('td', { className: 'figure expected' }, sayWait(row.expectedWait)),
    figure(row.offering), figure(row.talking),
    figure(row.agents.ready, 'ready'), figure(row.agents.handling), figure(row.agents.notReady), figure(row.agents.error, 'error'),
    serviceLevel(row), figure(row.today.answered), figure(row.today.abandoned), figure(row.today.overflowed));
}

function serviceLevel(row: QueueRow): HTMLElement {
  const level = row.today.serviceLevel;
  const name = level === null ? 'zero' : level < 0.8 ? 'low' : 'good';
  return element('td', { className: `figure ${name}`, title: `≤ ${row.today.within} s, ${say('today')}` }, level === null ? '–' : `${Math.round(level * 100)} %`);
}
