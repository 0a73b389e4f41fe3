import type { Board } from './board';
import { element, ticking } from './element';
import { say, sayAgentState, sayReason } from './language';
import type { AgentRow, AgentState } from './rows';

const order: AgentState[] = ['error', 'talking', 'holding', 'ringing', 'reserved', 'dialing', 'wrap-up', 'ready', 'not-ready', 'signed-out'];
const cardsMax = 300;

/** What the page selects; kept over redraws. */
export const selection: { state: AgentState | null; text: string } = { state: null, text: '' };

export function agentSection(board: Board, redraw: () => void): HTMLElement[] {
  const agents = [...board.agents.rows.values()];
  const chosen = agents.filter(matches).sort((a, b) =>
    order.indexOf(a.state) - order.indexOf(b.state) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id));
  const hidden = chosen.length - cardsMax;
  return [
    chips(agents, redraw),
    element('div', { className: 'cards' }, ...chosen.slice(0, cardsMax).map(card)),
    element('p', { className: 'note' }, chosen.length === 0 ? say('noAgents') : hidden > 0 ? `${hidden} ${say('more')}` : ''),
  ];
}

function matches(agent: AgentRow): boolean {
  const text = selection.text.toLowerCase();
  return (selection.state === null || agent.state === selection.state)
    && (!text || [agent.id, agent.name, agent.team, ...agent.queues].some((field) => field.toLowerCase().includes(text)));
}

function chips(agents: AgentRow[], redraw: () => void): HTMLElement {
  const chip = (state: AgentState | null, label: string, count: number): HTMLElement =>
    element('button', {
      type: 'button', className: `chip ${state ?? ''}`, data: { focus: `chip/${state ?? ''}` }, ariaPressed: String(selection.state === state),
      onclick: () => { selection.state = state; redraw(); },
    }, `${label} `, element('b', {}, count));
  return element('div', { className: 'chips' }, chip(null, say('everyone'), agents.length),
    ...order.map((state) => chip(state, sayAgentState(state), agents.filter((agent) => agent.state === state).length)));
}

function card(agent: AgentRow): HTMLElement {
  const reason = agent.reason ? sayReason(agent.reason) : '';
  const requested = agent.requested ? `${sayAgentState(agent.requested)} ${say('requested')}` : '';
  return element('article', { className: `card ${agent.state}`, data: { agent: agent.id }, title: `${agent.team} · ${agent.queues.join(', ')}` },
    element('header', {}, element('b', {}, agent.id), ' ', agent.name),
    element('p', {}, sayAgentState(agent.state), reason ? ` · ${reason}` : ''),
    element('p', { className: 'small' }, ticking(agent.since), requested ? ` · ${requested}` : '', agent.caller ? ` · ${agent.caller}` : ''));
}
