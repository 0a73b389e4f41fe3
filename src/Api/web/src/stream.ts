import { api, Refused } from './api';

export interface StreamEvent {
  id: string;
  event: string;
  data: string;
}

export type Connection = 'connecting' | 'live' | 'lost';

const silenceMax = 45_000; // the server says something every 15 s
const pauseMin = 500;
const pauseMax = 10_000;

/**
 * Follows /api/v1/events for ever: resumes behind the last token after any interruption, with a growing, jittered pause. `onEvent` is awaited,
 * so that a reset's snapshot is in place before later events are applied. Ends only by a refusal that asking again cannot mend.
 */
export async function follow(
  onEvent: (event: StreamEvent) => Promise<void> | void,
  onConnection: (connection: Connection) => void,
): Promise<never> {
  let token = '';
  let pause = pauseMin;
  for (;;) {
    const silence = new AbortController();
    try {
      onConnection('connecting');
      const { response } = await api.GET('/api/v1/events', {
        params: { header: token ? { 'Last-Event-ID': token } : {} },
        headers: { Accept: 'text/event-stream' }, signal: silence.signal, parseAs: 'stream',
      });
      onConnection('live');
      for await (const event of eventsOf(response, silence)) {
        await onEvent(event);
        if (event.id) token = event.id;
        pause = pauseMin;
      }
    } catch (error) {
      if (error instanceof Refused && [401, 403].includes(error.problem.status)) throw error;
    }
    onConnection('lost');
    await new Promise((resume) => setTimeout(resume, pause * (0.5 + Math.random())));
    pause = Math.min(pause * 2, pauseMax);
  }
}

/** Server-Sent Events (WHATWG HTML 9.2.6) out of a fetch body; comments only prove that the line is alive. */
async function* eventsOf(response: Response, silence: AbortController): AsyncGenerator<StreamEvent> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const watch = setTimeout(() => silence.abort(), silenceMax);
    const { value, done } = await reader.read().finally(() => clearTimeout(watch));
    if (done) return;
    rest += value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (event.data) yield event;
    }
  }
}

function parse(block: string): StreamEvent {
  const event: StreamEvent = { id: '', event: 'message', data: '' };
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') event.data += (event.data ? '\n' : '') + value;
    else if (field === 'id' || field === 'event') event[field] = value;
  }
  return event;
}
