import { access, api, got, Refused } from './api';
import { element } from './element';
import { say, speech } from './language';
import type { DeliveryRow, WebhookRow } from './rows';

const refreshMs = 5000;
const shownMax = 100;

interface Shown {
  webhook: WebhookRow;
  waiting: DeliveryRow[];
  dead: DeliveryRow[];
}

/** Webhooks of the tenant, what waits for each and what was given up, to be sent again from here. Asked anew every few seconds; ends when access is refused. */
export async function webhooksPage(app: HTMLElement): Promise<never> {
  const heading = element('h1');
  const language = element('button', { type: 'button', onclick: () => turn() });
  const board = element('a', { href: '#' });
  const message = element('p', { className: 'problem', role: 'alert' });
  const list = element('main', { ariaLive: 'polite' });
  app.replaceChildren(element('header', { className: 'top' }, heading, board, language), message, list);
  document.onkeydown = (event) => {
    if (event.key.toLowerCase() === 'l' && !event.ctrlKey && !event.metaKey && !event.altKey) turn();
  };

  let shown: Shown[] = [];
  function draw(): void {
    document.documentElement.lang = speech.language;
    document.title = `${say('webhooks')} · CallCenter.Actors`;
    heading.textContent = access.tenant ? `${say('webhooks')} · ${access.tenant}` : say('webhooks');
    language.textContent = speech.language === 'en' ? '中文' : 'English';
    board.textContent = say('title');
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['focus'] : undefined;
    list.replaceChildren(...(shown.length > 0 ? shown.map((one) => section(one, resend)) : [element('p', { className: 'note' }, say('noWebhooks'))]));
    if (focused) list.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  function turn(): void { speech.turn(); draw(); }

  async function load(): Promise<void> {
    const { items } = await got(api.GET('/api/v1/webhooks'));
    const deliveries = async (id: string, state: 'waiting' | 'dead'): Promise<DeliveryRow[]> =>
      (await got(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query: { state, limit: shownMax } } }))).items;
    shown = await Promise.all(items.map(async (webhook) => ({ webhook, waiting: await deliveries(webhook.id, 'waiting'), dead: await deliveries(webhook.id, 'dead') })));
    draw();
  }

  async function resend(id: string, delivery?: string): Promise<void> {
    try {
      await api.POST('/api/v1/webhooks/{id}/resend', { params: { path: { id } }, body: delivery ? { delivery } : {} });
      message.textContent = '';
      await load();
    } catch (error) {
      message.textContent = error instanceof Refused ? error.message : String(error);
    }
  }

  draw();
  for (;;) {
    try {
      await load();
      message.textContent = '';
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) throw error;
      message.textContent = error instanceof Refused ? error.message : say('lost');
    }
    await new Promise((resume) => setTimeout(resume, refreshMs));
  }
}

function section({ webhook, waiting, dead }: Shown, resend: (id: string, delivery?: string) => Promise<void>): HTMLElement {
  const more = (rows: DeliveryRow[]): string => (rows.length === shownMax ? `${shownMax}+` : String(rows.length));
  const state = webhook.paused ? say('paused') : dead.length > 0 ? say('failing') : waiting.some((row) => row.attempts > 0) ? say('retrying') : say('sending');
  return element('section', { id: webhook.id, className: 'webhook', data: { webhook: webhook.id } },
    element('header', {}, element('h2', {}, webhook.name), element('span', { className: webhook.paused || dead.length > 0 ? 'low' : 'good' }, state)),
    element('p', { className: 'small' }, element('code', {}, webhook.url), ` · ${webhook.types.join(', ')} · ${say(webhook.numbers === 'full' ? 'numbersFull' : 'numbersMasked')}`),
    element('p', {}, `${say('onTheWay')}: ${more(waiting)} · ${say('givenUp')}: ${more(dead)} `,
      dead.length > 0 ? element('button', { type: 'button', data: { focus: `all/${webhook.id}` }, onclick: () => void resend(webhook.id) }, say('resendAll')) : null),
    dead.length + waiting.length === 0 ? null : element('table', { className: 'calls' },
      element('thead', {}, element('tr', {}, ...(['event', 'subject', 'when', 'attempts', 'outcome', 'state'] as const).map((word) => element('th', { scope: 'col' }, say(word))))),
      element('tbody', {}, ...[...dead, ...waiting.filter((row) => row.attempts > 0)].slice(0, shownMax).map((row) => deliveryRow(webhook.id, row, resend)))));
}

function deliveryRow(id: string, row: DeliveryRow, resend: (id: string, delivery?: string) => Promise<void>): HTMLElement {
  return element('tr', { data: { delivery: row.id } },
    element('td', {}, row.type.replace('callcenter.', '')), element('td', {}, row.subject.slice(0, 12)), element('td', {}, new Date(row.at).toLocaleString(speech.language)),
    element('td', { className: 'figure' }, row.attempts), element('td', { className: 'outcome' }, row.outcome ?? '–'),
    element('td', {}, row.dead ? element('button', { type: 'button', className: 'link', data: { focus: `resend/${row.id}` }, onclick: () => void resend(id, row.id) }, say('resend')) : say('willTry')));
}
