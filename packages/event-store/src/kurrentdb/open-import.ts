import { AppError, formatInstant } from '@motcua/kernel';
import { refuseUnfitting } from '../import-rules.ts';
import type { LogImport, RecordedEvent } from '../port.ts';
import { encodeAppend } from '../encoded-append.ts';
import { APPEND_BYTES_MAX } from './engine-event.ts';
import { openParts } from './parts.ts';
import type { KurrentParts } from './parts.ts';
import type { KurrentStoreOptions } from './open-store.ts';
import { retryLost } from './retry.ts';

/** Of the events of one append, with room for metadata. */
const DATA_BYTES_MAX = APPEND_BYTES_MAX / 2;
const EVENTS_MAX = 500;

/**
 * Imports into the log in KurrentDB: events that follow each other in one stream are one append, and one append is written
 * after the other, so that their order in the engine is their order in the log. Each carries the instant that it keeps. Nobody
 * else may write meanwhile: the engine has no lock for that, and what comes between is found and refused.
 *
 * A call that fails half-way has written a beginning of its events; the same call again goes on behind it.
 */
export function openKurrentImport(options: KurrentStoreOptions): LogImport {
  const parts = openParts(options);
  return {
    importEvents: async (events) => {
      if (events.length > 0) await retryLost(parts.retry, () => importBehind(parts, events));
    },
    close: () => parts.appender.close().then(() => parts.close()),
  };
}

async function importBehind({ appender, follower, logReader }: KurrentParts, events: readonly RecordedEvent[]): Promise<void> {
  await follower.catchUp();
  const written = await alreadyThere(logReader, events, follower.count.position);
  const rest = events.slice(written);
  const { position, recordedMs } = follower.count;
  refuseUnfitting(rest, { position, recordedAt: position === 0 ? undefined : formatInstant(recordedMs) });
  for (const run of runsOf(rest)) {
    const [first] = run;
    if (first === undefined) continue;
    const expect = first.revision === 0 ? { kind: 'none' } as const : { kind: 'exact', revision: first.revision - 1 } as const;
    const verdict = await appender.append(encodeAppend({ stream: first.stream, expect, events: run }), run.map(({ recordedAt }) => recordedAt));
    const positions = 'positions' in verdict ? verdict.positions : [];
    if (!run.every((event, index) => event.position === positions[index])) {
      throw new AppError('LOG_IMPORT_REFUSED', `The events do not continue the log: at position ${first.position}, another one was written, or the stream is another one. Those before it were written.`);
    }
  }
}

/** How many of the events a call before, whose answer was lost, has written. */
async function alreadyThere(reader: KurrentParts['logReader'], events: readonly RecordedEvent[], last: number): Promise<number> {
  const [first] = events;
  if (first === undefined || first.position > last) return 0;
  const there = await reader.page(first.position - 1, events.length);
  return there.every((event, index) => event.id === events[index]?.id && event.stream === events[index].stream) ? there.length : 0;
}

/** Neighbours in one stream, as many as one append takes. */
function runsOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const runs: RecordedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    const run = runs.at(-1);
    bytes += size;
    if (run?.[0]?.stream === event.stream && run.length < EVENTS_MAX && bytes <= DATA_BYTES_MAX) run.push(event);
    else {
      runs.push([event]);
      bytes = size;
    }
  }
  return runs;
}
