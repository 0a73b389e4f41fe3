import { access, api, got, Refused } from './api';
import { chart, type Line } from './chart';
import { element } from './element';
import { showFacts } from './facts';
import { say, speech, type Word } from './language';
import { before, ranges, today, type Range } from './range';
import { factMeasures, formatOf, type By, type Interval, type Report, type ReportMeasure } from './reportrows';

const bys: Record<By, Word> = { queues: 'queues', agents: 'agents', teams: 'teams', sites: 'sites', numbers: 'numbers', 'call-sites': 'callSites', trunks: 'trunks', reasons: 'reasons', tenant: 'wholeTenant' };
const intervals: Record<Interval, Word> = { total: 'intervalTotal', 'quarter-hour': 'intervalQuarter', hour: 'intervalHour', day: 'intervalDay', week: 'intervalWeek', month: 'intervalMonth' };

/** Reports: asked for by a form, shown as chart and table, compared with the period before, printed, saved. */
export async function reportsPage(app: HTMLElement): Promise<never> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = { by: 'queues' as By, interval: 'hour' as Interval, range: ranges['today']!.of(today()), compare: false, measure: '' };
  let shown: { report: Report; past: Report | null } | null = null;

  const heading = element('h1');
  const language = element('button', { type: 'button', onclick: () => { speech.turn(); draw(); } });
  const board = element('a', { href: '#' });
  const message = element('p', { className: 'problem', role: 'alert' });
  const form = element('form', { className: 'ask', onsubmit: (event: Event) => { event.preventDefault(); void load(); } });
  const body = element('main', { ariaLive: 'polite', id: 'report' });
  app.replaceChildren(element('header', { className: 'top' }, heading, board, language), form, message, body);
  document.onkeydown = (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.key.toLowerCase() === 'l' && !event.ctrlKey && !event.metaKey && !event.altKey) { speech.turn(); draw(); }
  };

  const query = (range: Range): { from: string; to: string; zone: string; interval: Interval } => ({ ...range, zone, interval: asked.interval });

  async function ask(range: Range): Promise<Report> {
    switch (asked.by) {
      case 'agents': return got(api.GET('/api/v1/reports/agents', { params: { query: query(range) } }));
      case 'teams': return got(api.GET('/api/v1/reports/teams', { params: { query: query(range) } }));
      case 'numbers': return got(api.GET('/api/v1/reports/numbers', { params: { query: query(range) } }));
      case 'sites': return got(api.GET('/api/v1/reports/sites', { params: { query: query(range) } }));
      case 'call-sites': return got(api.GET('/api/v1/reports/call-sites', { params: { query: query(range) } }));
      case 'trunks': return got(api.GET('/api/v1/reports/trunks', { params: { query: query(range) } }));
      case 'reasons': return got(api.GET('/api/v1/reports/reasons', { params: { query: query(range) } }));
      case 'tenant': return got(api.GET('/api/v1/reports/tenant', { params: { query: query(range) } }));
      default: return got(api.GET('/api/v1/reports/queues', { params: { query: query(range) } }));
    }
  }

  async function load(): Promise<void> {
    message.textContent = '';
    try {
      const [report, past] = await Promise.all([ask(asked.range), asked.compare ? ask(before(asked.range)) : Promise.resolve(null)]);
      shown = { report, past };
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) throw error;
      message.textContent = error instanceof Refused ? error.message : String(error);
    }
    draw();
  }

  /** The same report as a file, in the name of the token. */
  async function save(format: 'csv' | 'xlsx'): Promise<void> {
    const parameters = new URLSearchParams({ ...query(asked.range), format, ...(access.tenant ? { tenant: access.tenant } : {}) });
    const answer = await fetch(`/api/v1/reports/${asked.by}?${parameters.toString()}`, { headers: { Authorization: `Bearer ${access.token}` } });
    if (!answer.ok) { message.textContent = answer.statusText; return; }
    const link = element('a', { href: URL.createObjectURL(await answer.blob()), download: `${asked.by}-${asked.range.from}-${asked.range.to}.${format}` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function draw(): void {
    document.documentElement.lang = speech.language;
    document.title = `${say('reports')} · CallCenter.Actors`;
    heading.textContent = access.tenant ? `${say('reports')} · ${access.tenant}` : say('reports');
    language.textContent = speech.language === 'en' ? '中文' : 'English';
    board.textContent = say('title');
    drawForm();
    body.replaceChildren(...(shown ? content(shown.report, shown.past) : []));
  }

  function drawForm(): void {
    const choice = <T extends string>(label: Word, value: T, options: Record<T, Word>, chosen: (value: T) => void): HTMLElement => {
      const select = element('select', { onchange: () => { chosen(select.value as T); void load(); } },
        ...(Object.keys(options) as T[]).map((key) => element('option', { value: key, selected: key === value }, say(options[key]))));
      return element('label', {}, say(label), select);
    };
    const dates = (['from', 'to'] as const).map((end) => {
      const input = element('input', { type: 'date', value: asked.range[end], onchange: () => { if (input.value) { asked.range = { ...asked.range, [end]: input.value }; void load(); } } });
      return element('label', {}, say(end === 'from' ? 'rangeFrom' : 'rangeTo'), input);
    });
    const compare = element('input', { type: 'checkbox', checked: asked.compare, onchange: () => { asked.compare = compare.checked; void load(); } });
    form.replaceChildren(
      choice('reportBy', asked.by, bys, (by) => { asked.by = by; asked.measure = ''; }),
      choice('interval', asked.interval, intervals, (interval) => { asked.interval = interval; }),
      ...dates,
      element('span', { className: 'chips' }, ...Object.entries(ranges).map(([name, range]) =>
        element('button', { type: 'button', className: 'chip', data: { range: name }, onclick: () => { asked.range = range.of(today()); void load(); } }, say(range.word)))),
      element('label', { className: 'check' }, compare, say('compare')),
      element('span', { className: 'chips' },
        element('button', { type: 'button', onclick: () => void save('csv') }, 'CSV'), element('button', { type: 'button', onclick: () => void save('xlsx') }, 'Excel'),
        element('button', { type: 'button', onclick: () => { body.querySelectorAll('details').forEach((part) => { part.open = true; }); print(); } }, say('print'))));
  }

  function content(report: Report, past: Report | null): HTMLElement[] {
    const time = (at: string): string => new Date(at).toLocaleString(speech.language, { timeZone: report.zone, dateStyle: 'medium', timeStyle: 'short' });
    const state = element('p', { className: 'note' },
      `${time(report.from)} – ${time(report.to)} · ${report.zone} · ${say('completeUpTo')} ${report.completeUpTo ? time(report.completeUpTo) : '–'}`,
      report.corrections > 0 ? ` · ${say('corrections')}: ${report.corrections}` : null);
    if (report.rows.length === 0) return [state, element('p', { className: 'note' }, say('nothing'))];
    return [state, picture(report, past), table(report, past, time), formulas(report.measures)];
  }

  /** One measure over the intervals, a line a subject; with a period to compare, the total of both. */
  function picture(report: Report, past: Report | null): HTMLElement {
    const number = Math.max(0, report.measures.findIndex((measure) => measure.id === asked.measure));
    const measure = report.measures[number]!;
    const label = (at: string): string => new Date(at).toLocaleString(speech.language, { timeZone: report.zone, ...(asked.interval === 'hour' || asked.interval === 'quarter-hour' ? { hour: '2-digit', minute: '2-digit' } : { month: 'short', day: 'numeric' }) });
    const moments = [...new Set(report.rows.map((row) => row.from))].sort();
    const lines: Line[] = [...new Set(report.rows.map((row) => row.subject))].map((subject) => {
      const own = new Map(report.rows.filter((row) => row.subject === subject).map((row) => [row.from, row.values[number] ?? null]));
      return { name: nameOf(report, subject), of: subject, values: moments.map((at) => own.get(at) ?? null) };
    });
    const earlier = past ? [...new Set(past.rows.map((row) => row.from))].sort() : [];
    for (const subject of past ? new Set(past.rows.map((row) => row.subject)) : []) {
      const own = new Map(past!.rows.filter((row) => row.subject === subject).map((row) => [row.from, row.values[number] ?? null]));
      lines.push({ name: `${nameOf(past!, subject)} · ${say('periodBefore')}`, of: subject, values: moments.map((_, index) => own.get(earlier[index] ?? '') ?? null), faint: true });
    }
    return chart(nameOfMeasure(measure), moments.map(label), lines, formatOf(measure));
  }

  function table(report: Report, past: Report | null, time: (at: string) => string): HTMLElement {
    const pastOf = (values: (number | null)[] | undefined, index: number, measure: ReportMeasure): HTMLElement | null => {
      if (!past) return null;
      const value = values?.[index];
      return element('small', { className: 'past' }, value === null || value === undefined ? '–' : formatOf(measure)(value));
    };
    // The same place in the period before: counted in days where days are shown, which may have 23 or 25 hours.
    const step = asked.interval === 'hour' || asked.interval === 'quarter-hour' ? 900_000 : 86_400_000;
    const placeOf = (whole: Report, row: { subject: string; from: string }): string => `${row.subject} ${Math.round((Date.parse(row.from) - Date.parse(whole.from)) / step)}`;
    const pastRows = new Map((past?.rows ?? []).map((row) => [placeOf(past!, row), row.values]));
    const head = element('tr', {}, element('th', { scope: 'col' }, say(bys[asked.by])), asked.interval === 'total' ? null : element('th', { scope: 'col' }, say('interval')),
      ...report.measures.map((measure) => element('th', { scope: 'col', title: `${measure.stamp}: ${measure.formula}` },
        element('button', { type: 'button', className: 'link', ariaPressed: String(measure.id === asked.measure), data: { measure: measure.id }, onclick: () => { asked.measure = measure.id; draw(); } }, nameOfMeasure(measure)))));
    const rows = report.rows.map((row) => element('tr', { className: row.isClosed ? 'closed' : 'open', data: { subject: row.subject } },
      element('th', { scope: 'row' }, nameOf(report, row.subject)), asked.interval === 'total' ? null : element('td', {}, time(row.from)),
      ...report.measures.map((measure, index) => element('td', { className: 'figure' }, cell(row.subject, row.from, row.to, row.values[index] ?? null, measure, report), pastOf(pastRows.get(placeOf(report, row)), index, measure)))));
    const total = element('tr', {}, element('th', { scope: 'row' }, say('total')), asked.interval === 'total' ? null : element('td'),
      ...report.measures.map((measure, index) => element('td', { className: 'figure' }, format(report.total[index] ?? null, measure), pastOf(past?.total, index, measure))));
    return element('div', { className: 'wide' }, element('table', { className: 'report' }, element('thead', {}, head), element('tbody', {}, ...rows), element('tfoot', {}, total)));
  }

  /** A count leads to what it counts. */
  function cell(subject: string, from: string, to: string, value: number | null, measure: ReportMeasure, report: Report): HTMLElement | string {
    const text = format(value, measure);
    const filter = { queues: 'queue', agents: 'agent', teams: 'team', numbers: 'number' } as const;
    const by = asked.by in filter ? filter[asked.by as keyof typeof filter] : null;
    return !value || !by || !factMeasures.has(measure.id) ? text : element('button', {
      type: 'button', className: 'link',
      onclick: () => void showFacts(`${nameOf(report, subject)} · ${nameOfMeasure(measure)}`, { measure: measure.id, [by]: subject }, from, to),
    }, text);
  }

  const format = (value: number | null, measure: ReportMeasure): string => (value === null ? '–' : formatOf(measure)(value));
  const nameOf = (report: Report, subject: string): string => report.rows.find((row) => row.subject === subject)?.name || subject || access.tenant || say('wholeTenant');
  const nameOfMeasure = (measure: ReportMeasure): string => (speech.language === 'zh' ? measure.nameZh : measure.nameEn);
  const formulas = (measures: ReportMeasure[]): HTMLElement => element('details', { className: 'note' }, element('summary', {}, say('formulas')),
    element('dl', {}, ...measures.flatMap((measure) => [element('dt', {}, `${nameOfMeasure(measure)} · ${measure.stamp}`), element('dd', {}, measure.formula)])));

  draw();
  await load();
  return new Promise<never>(() => {});
}
