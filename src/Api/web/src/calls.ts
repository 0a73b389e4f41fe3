import { api, got, Refused } from './api';
import type { Board } from './board';
import { element, ticking } from './element';
import { say, sayCallState, sayWait, speech } from './language';
import type { CallRow, Words } from './rows';
import { showWait } from './waiting';

const rowsMax = 200;

export function callTable(board: Board): HTMLElement[] {
  const calls = [...board.calls.rows.values()].sort((a, b) => a.arrived.localeCompare(b.arrived) || a.id.localeCompare(b.id));
  if (calls.length === 0) return [element('p', { className: 'note' }, say('nobody'))];
  const hidden = calls.length - rowsMax;
  return [
    element('table', { className: 'calls' },
      element('thead', {}, element('tr', {}, ...(['caller', 'number', 'queue', 'state', 'time', 'agent'] as const).map((word) => element('th', { scope: 'col' }, say(word))))),
      element('tbody', {}, ...calls.slice(0, rowsMax).map((call) => callRow(board, call)))),
    element('p', { className: 'note' }, hidden > 0 ? `${hidden} ${say('more')}` : ''),
  ];
}

function callRow(board: Board, call: CallRow): HTMLElement {
  const open = element('button', { type: 'button', className: 'link', data: { focus: `story/${call.id}` }, onclick: () => void showStory(call.id) }, call.callerName || call.caller || say('withheld'));
  const state = call.state === 'waiting' || call.state === 'ringing'
    ? element('button', { type: 'button', className: 'link', title: say('whyWait'), data: { focus: `wait/${call.id}` }, onclick: () => showWait(board, call) }, `${sayCallState(call.state)} · ${say('why')}`)
    : sayCallState(call.state);
  return element('tr', { className: call.state, data: { call: call.id } },
    element('td', {}, open), element('td', {}, call.number), element('td', {}, call.queue ?? '–'),
    element('td', {}, state), element('td', { className: 'figure' }, ticking(call.since)), element('td', {}, call.agent ?? '–'));
}

/** What an offer was judged by, and who lost and why. */
const details = (words: Words[] | null | undefined): HTMLElement | null =>
  !words?.length ? null : element('ul', { className: 'small' }, ...words.map((word) => element('li', {}, word[speech.language])));

/** The whole story of one call, in words, in a dialog that Esc closes. */
export async function showStory(id: string): Promise<void> {
  const dialog = element('dialog', { className: 'story' });
  const close = element('button', { type: 'button', onclick: () => dialog.close() }, say('close'));
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  try {
    const call = await got(api.GET('/api/v1/calls/{id}', { params: { path: { id } } }));
    dialog.append(
      element('h2', {}, `${say('story')} · ${call.caller || say('withheld')} → ${call.number}`),
      element('p', { className: 'note' }, call.id),
      ...call.stays.filter((stay) => stay.position !== null).map((stay) =>
        element('p', {}, `${stay.queue}: ${say('position')} ${stay.position} · ${say('expectedWait')} ${sayWait(stay.expectedWait)}`)),
      element('ol', {}, ...call.story.map((line) => element('li', {}, line[speech.language], details(line.details)))),
      element('p', { className: 'note' }, call.legs.map((leg) => `${leg.purpose}: ${leg.sipCallId}`).join(' · ')));
  } catch (error) {
    dialog.append(element('p', {}, error instanceof Refused ? error.message : String(error)));
  }
  dialog.append(close);
  dialog.showModal();
}
