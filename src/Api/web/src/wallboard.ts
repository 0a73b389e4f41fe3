import { access } from './api';
import { signOut } from './signin';
import { agentSection, selection } from './agents';
import { alarmSection } from './alarms';
import { Board, sees } from './board';
import { callTable } from './calls';
import { element, tick } from './element';
import { say, speech } from './language';
import { queueTable } from './queues';
import { follow, type Connection } from './stream';

/** Draws the board whenever rows changed, at most once a frame; times tick each second between. Ends only when access is refused. */
export async function wallboard(app: HTMLElement): Promise<never> {
  let connection: Connection = 'connecting';
  let drawn = 0;
  const board = new Board(() => schedule());
  const schedule = (): void => { drawn ||= requestAnimationFrame(draw); };

  const state = element('span', { className: 'connection', role: 'status' });
  const filter = element('input', { type: 'search', ariaLabel: say('agents'), oninput: () => { selection.text = filter.value; schedule(); } });
  const language = element('button', { type: 'button', onclick: () => turn() });
  const leave = element('button', { type: 'button', onclick: () => void signOut() });
  const clock = element('time', { className: 'clock' });
  // Administrators see where events are sent to.
  const webhooks = element('a', { href: '#webhooks', hidden: true });
  const reports = element('a', { href: '#reports' });
  const heading = element('h1');
  const sections = (['alarms', 'queues', 'agents', 'calls'] as const).map((name) => {
    const title = element('h2');
    const body = element('div');
    return { name, title, body, root: element('section', { id: name, tabIndex: -1 }, element('header', {}, title, name === 'agents' ? filter : null), body) };
  });
  const keys = element('footer', { className: 'note' });
  app.replaceChildren(element('header', { className: 'top' }, heading, state, clock, reports, webhooks, language, leave), element('main', {}, ...sections.map((section) => section.root)), keys);

  function draw(): void {
    drawn = 0;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['focus'] : undefined;
    const content = { alarms: () => alarmSection(board), queues: () => [queueTable(board)], agents: () => agentSection(board, schedule), calls: () => callTable(board) };
    for (const section of sections) {
      section.root.hidden = !sees(board.me, section.name) || (section.name === 'alarms' && board.alarms.rows.size === 0);
      section.title.textContent = say(section.name);
      section.body.replaceChildren(...content[section.name]());
    }
    // A row is drawn anew with each change: whoever came to it by keyboard stays there.
    if (focused) app.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    words();
    tick(app, board.now());
  }

  function words(): void {
    document.documentElement.lang = speech.language;
    document.title = `${say('title')} · CallCenter.Actors`;
    heading.textContent = access.tenant ? `${say('title')} · ${access.tenant}` : say('title');
    language.textContent = speech.language === 'en' ? '中文' : 'English';
    leave.textContent = say('signOut');
    reports.textContent = say('reports');
    webhooks.textContent = say('webhooks');
    webhooks.hidden = board.me?.role !== 'administrator';
    keys.textContent = `${say('day')} · ${say('keys')}`;
    state.textContent = say(connection);
    document.body.dataset['connection'] = connection;
  }

  function turn(): void { speech.turn(); schedule(); }

  document.onkeydown = (event) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'l' || event.key === 'L') turn();
    if (event.key === 'f' || event.key === 'F') { event.preventDefault(); filter.focus(); }
  };
  setInterval(() => {
    clock.textContent = new Date(board.now()).toLocaleTimeString();
    tick(app, board.now());
  }, 1000);

  return follow((event) => board.take(event), (now) => { connection = now; schedule(); });
}
