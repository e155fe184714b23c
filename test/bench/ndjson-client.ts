import { Readable } from 'node:stream';
import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';
import { sendersOf } from '@motcua/standalone';
import { Pool } from 'undici';
import { copyOf, inPieces } from './supply.ts';

/** Lines of one request. */
const LINES = 1_000;

/** The requests of one counter, in their order. */
export type Post = { readonly path: string; readonly bodies: readonly Buffer[]; readonly events: number };

/** A small quarter as ready-made requests, so that sending them is all that is timed. */
export function postsOf(dossiers: number, copy: number): readonly Post[] {
  const { reference, counters } = sendersOf(simulate({ dossiers }));
  return [reference, ...counters].map(({ path, events }) => {
    const copied = Array.from(events, (event) => (path === '/v1/dossier-events' ? copyOf(event, copy) : event));
    return { path, events: copied.length, bodies: Array.from(inPieces(copied, LINES), bodyOf) };
  }).filter(({ events }) => events > 0);
}

/** Sends counters' requests over several connections; each counter waits for an answer before it goes on. */
export async function sendPosts(baseUrl: string, posts: readonly Post[], connections: number, signal: AbortSignal): Promise<void> {
  const pool = new Pool(baseUrl, { connections, pipelining: 1 });
  const waiting = [...posts];
  try {
    await Promise.all(Array.from({ length: connections }, async () => {
      for (let post = waiting.shift(); post !== undefined; post = waiting.shift()) {
        for (const body of post.bodies) await send(pool, post.path, body, signal);
      }
    }));
  } finally {
    waiting.length = 0;
    await pool.destroy();
  }
}

/** Sends one request of any length over one connection, as fast as it is taken. */
export async function sendStream(baseUrl: string, events: Iterable<CloudEvent>, signal: AbortSignal): Promise<void> {
  const pool = new Pool(baseUrl, { connections: 1, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  try {
    await send(pool, '/v1/dossier-events', Readable.from(linesOf(events), { highWaterMark: 2 }), signal);
  } finally {
    await pool.destroy();
  }
}

/** Events as lines of JSON, many in a piece. */
export function* linesOf(events: Iterable<CloudEvent>): Generator<Buffer> {
  for (const piece of inPieces(events, 200)) yield bodyOf(piece);
}

function bodyOf(events: readonly CloudEvent[]): Buffer {
  return Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** Sends one request. @throws Error when anything was not taken: then the figure would be that of something else. */
export async function send(pool: Pool, path: string, body: Buffer | Readable, signal: AbortSignal): Promise<void> {
  const answer = await pool.request({
    method: 'POST', path, body, headers: { 'content-type': 'application/x-ndjson', prefer: 'return=minimal' }, signal,
  });
  const lines = (await answer.body.text()).trim().split('\n');
  if (answer.statusCode !== 200 || lines.length !== 1) throw new Error(`The intake did not take everything (HTTP ${answer.statusCode}): ${lines[0]?.slice(0, 300)}`);
}
