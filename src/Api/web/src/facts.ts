import { api, got, Refused } from './api';
import { showStory } from './calls';
import { duration, element } from './element';
import { say, speech } from './language';
import type { Fact } from './reportrows';

const pageMax = 200;

type Filter = { measure: string; queue?: string; agent?: string; team?: string; number?: string };

/** What a count is made of, each with the story of its call, in a dialog that Esc closes. Times of the interval are asked for in UTC. */
export async function showFacts(title: string, filter: Filter, from: string, to: string): Promise<void> {
  const dialog = element('dialog', { className: 'story facts' });
  const list = element('tbody');
  const more = element('button', { type: 'button', onclick: () => void load() }, say('loadMore'));
  const problem = element('p', { className: 'problem', role: 'alert' });
  let cursor: string | undefined;

  async function load(): Promise<void> {
    try {
      const query = { ...filter, from: from.slice(0, 16), to: to.slice(0, 16), zone: 'UTC', limit: pageMax, ...(cursor ? { cursor } : {}) } as never;
      const page = await got(api.GET('/api/v1/reports/facts', { params: { query } }));
      list.append(...page.items.map(row));
      cursor = page.next ?? undefined;
      more.hidden = !cursor;
    } catch (error) {
      problem.textContent = error instanceof Refused ? error.message : String(error);
    }
  }

  const row = (fact: Fact): HTMLElement => element('tr', { data: { fact: fact.id } },
    element('td', {}, element('button', { type: 'button', className: 'link', onclick: () => void showStory(fact.call) }, new Date(fact.at).toLocaleString(speech.language))),
    element('td', {}, fact.queue ?? '–'), element('td', {}, fact.agent ?? '–'), element('td', { className: 'figure' }, duration(fact.lengthMs)), element('td', {}, fact.end ?? '–'));

  dialog.onclose = () => dialog.remove();
  dialog.append(
    element('h2', {}, title),
    element('table', { className: 'calls' }, element('thead', {}, element('tr', {}, ...(['when', 'queue', 'agent', 'time', 'outcome'] as const).map((word) => element('th', { scope: 'col' }, say(word))))), list),
    problem, more, element('button', { type: 'button', onclick: () => dialog.close() }, say('close')));
  document.body.append(dialog);
  dialog.showModal();
  await load();
}
