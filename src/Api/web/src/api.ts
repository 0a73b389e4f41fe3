import type { Page, Problem } from './rows';

const tokenKey = 'callcenter.token';
const tenantKey = 'callcenter.tenant';

/** Who asks: the token and the tenant it names. Kept for this browser tab only. */
export const access = {
  get token(): string { return sessionStorage.getItem(tokenKey) ?? ''; },
  get tenant(): string { return sessionStorage.getItem(tenantKey) ?? ''; },
  grant(token: string, tenant: string): void {
    sessionStorage.setItem(tokenKey, token);
    sessionStorage.setItem(tenantKey, tenant);
  },
  revoke(): void { sessionStorage.removeItem(tokenKey); },
};

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super([problem.title, problem.detail, problem.fix].filter(Boolean).join(' — '));
  }
}

export function address(path: string): string {
  const url = new URL(path, location.origin);
  if (access.tenant) url.searchParams.set('tenant', access.tenant);
  return url.pathname + url.search;
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${access.token}`);
  const response = await fetch(address(path), { ...init, headers, cache: 'no-store' });
  if (response.ok) return response;
  throw new Refused(await problemOf(response));
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { title: response.statusText || 'No answer that can be read', status: response.status };
  }
}

export async function get<T>(path: string): Promise<T> {
  return (await (await request(path)).json()) as T;
}

export async function post(path: string, body: unknown): Promise<void> {
  await request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** All pages of a list: the boards hold every row. */
export async function all<T>(path: string): Promise<T[]> {
  const rows: T[] = [];
  let next: string | null = '';
  while (next !== null) {
    const url = new URL(path, location.origin);
    url.searchParams.set('limit', '1000');
    if (next) url.searchParams.set('cursor', next);
    const page: Page<T> = await get(url.pathname + url.search);
    rows.push(...page.items);
    next = page.next;
  }
  return rows;
}
