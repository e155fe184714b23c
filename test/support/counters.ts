import { setTimeout as sleep } from 'node:timers/promises';

/** A CloudEvent as it is sent. */
export type Sent = { readonly id: string; readonly source: string; readonly subject: string };

/** A simulated counter: what it sends, in order, where to. */
export type Counter = { readonly path: string; readonly events: Iterable<Sent> };

/** What the counters were told: at which position each event is, and which ones were first told of as a duplicate. */
export type Acknowledged = { readonly positions: Map<string, number>; readonly answerLost: Set<string> };

export type Surroundings = {
  /** Where the intake answers now. */
  readonly address: () => Promise<string>;
  readonly acknowledged: Acknowledged;
  /** Waits until the counter may send so many events. */
  readonly pace: (count: number) => Promise<unknown>;
  /** Aborts when the test is over: who has failed sends nothing more. */
  readonly signal: AbortSignal;
};

/** Events of one request at most. */
const BATCH = 10;
/** How long a counter waits after an answer that did not come or took nothing; milliseconds. */
const PAUSE_MS = 50;
/** How long for an answer before the same is sent again; milliseconds. */
const ANSWER_MS_MAX = 30_000;

/** The name under which the log knows an event. */
export function nameOf({ source, id }: Pick<Sent, 'source' | 'id'>): string {
  return `${source} ${id}`;
}

/**
 * Sends all of a counter's events, one request after the other, and everything again that was not acknowledged.
 *
 * @throws Error when an event is refused: what these counters send is lawful.
 */
export async function sendAll({ path, events }: Counter, { address, acknowledged, pace, signal }: Surroundings): Promise<void> {
  for (const batch of batchesOf(events)) {
    await pace(batch.length);
    for (let left = batch; left.length > 0; left = left.filter((event) => !acknowledged.positions.has(nameOf(event)))) {
      signal.throwIfAborted();
      if (left !== batch) await sleep(PAUSE_MS);
      const text = await post(`${await address()}${path}`, left, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)])).catch(() => '');
      for (const line of text.split('\n').filter((one) => one !== '')) note(JSON.parse(line), left, acknowledged);
    }
  }
}

/** One event of a dossier a batch: a counter sends the next when it knows that the one before was taken. */
function* batchesOf(events: Iterable<Sent>): Generator<readonly Sent[]> {
  let batch: Sent[] = [];
  for (const event of events) {
    if (batch.length === BATCH || batch.some(({ subject }) => subject === event.subject)) {
      yield batch;
      batch = [];
    }
    batch.push(event);
  }
  if (batch.length > 0) yield batch;
}

async function post(url: string, events: readonly Sent[], signal: AbortSignal): Promise<string> {
  const body = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body, signal });
  const text = await answer.text();
  return answer.headers.get('content-type')?.startsWith('application/x-ndjson') === true ? text : '';
}

type Answer = { readonly index: number; readonly status: string; readonly position?: number };

function note(answer: Answer, sent: readonly Sent[], { positions, answerLost }: Acknowledged): void {
  const event = sent[answer.index];
  if (answer.status === 'refused') throw new Error(`refused: ${JSON.stringify(answer)} for ${JSON.stringify(event)}`);
  if (event === undefined || answer.position === undefined) return;
  const name = nameOf(event);
  if (answer.status === 'duplicate') answerLost.add(name);
  positions.set(name, answer.position);
}
