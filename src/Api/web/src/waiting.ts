import { api, got, Refused } from './api';
import type { Board } from './board';
import { element } from './element';
import { say, sayAgentState, sayName, speech } from './language';
import type { AgentRow, CallRow, Wait } from './rows';

const refreshMs = 2000;

/** Why a call still waits, once for each of its queues, and who may pick gives it to somebody: in a dialog that Esc closes, asked anew while it is open. */
export function showWait(board: Board, call: CallRow): void {
  const reasons = element('div', { className: 'waits', ariaLive: 'polite' });
  const pick = pickForm(board, call.id);
  const dialog = element('dialog', { className: 'story wait', ariaLabel: say('whyWait') },
    element('h2', {}, `${say('whyWait')} · ${call.callerName || call.caller || say('withheld')} → ${call.number}`),
    reasons, pick?.root ?? null);
  dialog.append(element('button', { type: 'button', onclick: () => dialog.close() }, say('close')));

  let shown = '';
  const refresh = async (): Promise<void> => {
    try {
      const { items } = await got(api.GET('/api/v1/calls/{id}/wait', { params: { path: { id: call.id } } }));
      const now = JSON.stringify([speech.language, items]);
      if (now !== shown) reasons.replaceChildren(...(items.length > 0 ? items.map((wait) => reason(board, wait)) : [element('p', {}, say('waitsNoMore'))]));
      shown = now;
      pick?.offer(items);
    } catch (error) {
      reasons.replaceChildren(element('p', { className: 'problem' }, error instanceof Refused ? error.message : String(error)));
      shown = '';
    }
  };
  const timer = setInterval(() => void refresh(), refreshMs);
  dialog.onclose = () => { clearInterval(timer); dialog.remove(); };
  document.body.append(dialog);
  dialog.showModal();
  void refresh();
}

function reason(board: Board, wait: Wait): HTMLElement {
  const queue = board.queues.rows.get(wait.queue);
  const facts: [string, number][] = [[say('here'), wait.agentsHere], [say('able'), wait.agentsAble], [say('free'), wait.agentsFree], [say('inReserve'), wait.agentsInReserve], [say('ahead'), wait.ahead]];
  return element('section', { className: wait.cause },
    element('h3', {}, queue ? sayName(queue.name) : wait.queue),
    element('p', {}, wait[speech.language]),
    wait.require ? element('p', { className: 'small' }, `${say('needs')}: `, element('code', {}, wait.require)) : null,
    wait.prefer ? element('p', { className: 'small' }, `${say('rather')}: `, element('code', {}, wait.prefer)) : null,
    element('p', { className: 'note' }, facts.map(([name, count]) => `${name} ${count}`).join(' · '), ` · ${say('rules')} ${wait.rulesVersion}`));
}

/** A supervisor chooses an agent, an agent takes the call itself; others have no form. */
function pickForm(board: Board, call: string): { root: HTMLElement; offer: (waits: Wait[]) => void } | null {
  const me = board.me;
  if (!me || me.role === 'viewer') return null;
  const own = me.role === 'agent';
  const choice = element('select', { name: 'agent', required: true });
  const send = element('button', { type: 'submit' }, say(own ? 'take' : 'give'));
  const message = element('p', { className: 'problem', role: 'alert' });
  const done = element('p', { className: 'done', role: 'status' });
  const root = element('form', { className: 'pick' }, own ? null : element('label', {}, `${say('pick')} `, choice), send, message, done);
  root.onsubmit = (event) => {
    event.preventDefault();
    [message.textContent, done.textContent, send.disabled] = ['', '', true];
    api.POST('/api/v1/calls/{id}/pick', { params: { path: { id: call } }, body: own ? {} : { agent: choice.value } })
      .then(() => { done.textContent = say('picked'); }, (error: unknown) => { message.textContent = error instanceof Refused ? error.message : String(error); })
      .finally(() => { send.disabled = false; });
  };
  return {
    root,
    offer(waits: Wait[]): void {
      root.hidden = waits.length === 0;
      // Who is choosing is not disturbed.
      if (own || (document.activeElement === choice && choice.options.length > 0)) return;
      const chosen = choice.value;
      const queues = new Set(waits.map((wait) => wait.queue));
      const agents = [...board.agents.rows.values()].filter((agent) => agent.queues.some((queue) => queues.has(queue))).sort(byReadiness);
      choice.replaceChildren(...agents.map((agent) => element('option', { value: agent.id, disabled: agent.state !== 'ready' }, `${agent.id} ${agent.name} · ${sayAgentState(agent.state)}`)));
      choice.value = agents.some((agent) => agent.id === chosen && agent.state === 'ready') ? chosen : agents.find((agent) => agent.state === 'ready')?.id ?? '';
      send.disabled = choice.value === '';
    },
  };
}

const byReadiness = (a: AgentRow, b: AgentRow): number => Number(b.state === 'ready') - Number(a.state === 'ready') || a.id.localeCompare(b.id);
