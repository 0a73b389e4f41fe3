import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './generated/api';
import type { Problem } from './rows';

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

// What is of the user and of no tenant.
const unscoped = ['/api/v1/session', '/api/v1/me/password'];

/** Whatever is asked goes in the name of the token, in its tenant; a refusal is thrown. */
const inTheNameOfTheToken: Middleware = {
  onRequest({ request }) {
    const url = new URL(request.url);
    if (access.tenant && !unscoped.some((path) => url.pathname.endsWith(path))) url.searchParams.set('tenant', access.tenant);
    const asked = new Request(url, request);
    if (access.token) asked.headers.set('Authorization', `Bearer ${access.token}`);
    return asked;
  },
  async onResponse({ response }) {
    if (!response.ok) throw new Refused(await problemOf(response));
  },
};

/** The API as docs/openapi.json describes it: addresses, parameters, bodies and answers are typed by the document. */
export const api = createClient<paths>({ baseUrl: location.origin, cache: 'no-store', querySerializer: { array: { style: 'form', explode: false } } });
api.use(inTheNameOfTheToken);

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { type: 'about:blank', title: response.statusText || 'No answer that can be read', status: response.status };
  }
}

/** What came, since a refusal was thrown. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** All pages of a list: the boards hold every row. */
export async function all<T>(page: (query: { limit: number; cursor?: string }) => Promise<{ data?: { items: T[]; next: string | null } }>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await got(page(cursor ? { limit: 1000, cursor } : { limit: 1000 }));
    rows.push(...items);
    cursor = next ?? undefined;
  } while (cursor);
  return rows;
}
