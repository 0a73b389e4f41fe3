type Child = Node | string | number | null;

/** An element with properties and children. Text is always text: nothing of a row is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'dataset' | 'style'>> & { data?: Record<string, string> } = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const { data, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, data);
  node.append(...children.filter((child): child is Node | string | number => child !== null).map((child) => (child instanceof Node ? child : String(child))));
  return node;
}

/** A time in state that ticks by itself: `tick` writes it again each second. */
export function ticking(since: string | null): HTMLElement {
  return element('span', { className: 'tick', data: since ? { since: String(Date.parse(since)) } : {} }, since ? '' : '–');
}

export function tick(root: ParentNode, now: number): void {
  for (const node of root.querySelectorAll<HTMLElement>('.tick[data-since]')) {
    const text = duration(now - Number(node.dataset['since']));
    if (node.textContent !== text) node.textContent = text;
  }
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}
