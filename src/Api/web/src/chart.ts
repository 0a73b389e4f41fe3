import { element } from './element';

export interface Line {
  name: string;
  /** Lines of the same subject have the same colour. */
  of: string;
  /** One for each interval; null: nothing to show. */
  values: (number | null)[];
  faint?: boolean;
}

const [width, height, left, bottom, top] = [960, 260, 64, 26, 10];
const colours = ['#4b9fe8', '#e0a12e', '#3fb96b', '#ee5a52', '#9a7de0', '#37b5b5', '#d271a8', '#93a1b0'];
const svgNamespace = 'http://www.w3.org/2000/svg';

function svg(tag: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const node = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Lines over intervals (bars, if there is only one), of at most as many subjects as there are colours; the figures themselves are in the table below. */
export function chart(title: string, labels: string[], lines: Line[], format: (value: number) => string): HTMLElement {
  const subjects = [...new Set(lines.map((line) => line.of))].slice(0, colours.length);
  const shown = subjects.flatMap((subject) => lines.filter((line) => line.of === subject));
  const colourOf = (line: Line): string => colours[subjects.indexOf(line.of)] ?? 'currentColor';
  const most = Math.max(0, ...shown.flatMap((line) => line.values.map((value) => value ?? 0)));
  const high = most > 0 ? most : 1;
  const x = (index: number): number => left + (labels.length < 2 ? 0.5 : index / (labels.length - 1)) * (width - left - 16);
  const y = (value: number): number => height - bottom - (value / high) * (height - bottom - top);
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
  for (const part of [0, 0.5, 1]) {
    picture.append(
      svg('line', { x1: left, x2: width - 8, y1: y(high * part), y2: y(high * part), class: 'grid' }),
      svg('text', { x: left - 8, y: y(high * part) + 4, 'text-anchor': 'end' }, format(high * part)));
  }
  const step = Math.max(1, Math.ceil(labels.length / 10));
  labels.forEach((label, index) => {
    if (index % step === 0) picture.append(svg('text', { x: x(index), y: height - 6, 'text-anchor': 'middle' }, label));
  });
  if (labels.length === 1) picture.append(...bars());
  for (const line of labels.length === 1 ? [] : shown) {
    const colour = colourOf(line);
    const style = { fill: 'none', stroke: colour, 'stroke-width': 2, ...(line.faint ? { 'stroke-dasharray': '5 4' } : {}) };
    for (const stretch of stretches(line.values)) {
      if (stretch.length > 1) picture.append(svg('polyline', { points: stretch.map(([index, value]) => `${x(index)},${y(value)}`).join(' '), ...style }));
    }
    line.values.forEach((value, index) => {
      if (value === null) return;
      const dot = svg('circle', { cx: x(index), cy: y(value), r: labels.length > 60 ? 1.5 : 3, fill: colour });
      dot.append(svg('title', {}, `${line.name} · ${labels[index] ?? ''} · ${format(value)}`));
      picture.append(dot);
    });
  }
  const figure = element('figure', { className: 'chart' }, element('figcaption', {}, title));
  figure.append(picture);
  figure.append(element('p', { className: 'legend' }, ...shown.map((line) => {
    const name = element('span', { className: line.faint ? 'faint' : '' }, line.name);
    name.style.setProperty('--line-colour', colourOf(line));
    return name;
  })));
  return figure;

  function bars(): SVGElement[] {
    const each = (width - left - 16) / shown.length;
    return shown.flatMap((line, number) => {
      const value = line.values[0] ?? 0;
      const bar = svg('rect', { x: left + number * each + each * 0.15, y: y(value), width: Math.min(each * 0.7, 120), height: y(0) - y(value), fill: colourOf(line), ...(line.faint ? { 'fill-opacity': 0.45 } : {}) });
      bar.append(svg('title', {}, `${line.name} · ${format(value)}`));
      return [bar];
    });
  }
}

/** Where values follow each other without a gap. */
function stretches(values: (number | null)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let last: [number, number][] = [];
  values.forEach((value, index) => {
    if (value !== null) last.push([index, value]);
    else if (last.length > 0) { found.push(last); last = []; }
  });
  if (last.length > 0) found.push(last);
  return found;
}
