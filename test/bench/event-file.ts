import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CloudEvent } from '@motcua/simulator';
import { linesOf } from './ndjson-client.ts';

/** What a file of events holds. */
export type EventFile = { readonly path: string; readonly events: number; readonly bytes: number };

/** Writes events into a file, a line each, as `motcua import` takes them. */
export async function writeEventFile(path: string, events: Iterable<CloudEvent>): Promise<EventFile> {
  const [sum, file] = [{ events: 0 }, createWriteStream(path)];
  function* counted(): Generator<CloudEvent> {
    for (const event of events) {
      sum.events += 1;
      yield event;
    }
  }
  await pipeline(Readable.from(linesOf(counted()), { highWaterMark: 4 }), file);
  return { path, events: sum.events, bytes: file.bytesWritten };
}
