import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import type { TransformOptions } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ZlibOptions } from 'node:zlib';
import { AppError } from '@motcua/kernel';

/** The name that stands for the standard input. */
export const STDIN = '-';

/** The text of a file as it comes; `read`: bytes of the file so far, of `size` in all, which is not known of a pipe. */
export type EventSource = { readonly chunks: AsyncIterable<Buffer>; readonly read: () => number; readonly size: number | undefined };

/**
 * Opens a file, or what comes in through a pipe; gzip is known by its first bytes, whatever the name says.
 *
 * @throws AppError `PARAMETER_INVALID` when there is no such file. What is wrong later comes out of `chunks`, behind all that could be read.
 */
export async function openEventSource(file: string, stdin: () => AsyncIterable<Buffer>): Promise<EventSource> {
  const size = file === STDIN ? undefined : await sizeOf(file);
  let read = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of file === STDIN ? stdin() : createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  }
  return { chunks: plain(counted()), read: () => read, size };
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() !== false) throw new AppError('PARAMETER_INVALID', `Không đọc được tệp ${file}: hãy xem lại đường dẫn và quyền đọc.`);
  return found.size;
}

const GZIP = [0x1f, 0x8b] as const;
/** Holds nothing back, so that whatever stands before a fault is read before the fault is told. */
const WITHOUT_WAITING: ZlibOptions & Pick<TransformOptions, 'highWaterMark'> = { highWaterMark: 1 };

async function* plain(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done === true) return;
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value;
    yield* chunks;
  }
  if (GZIP.some((byte, at) => first.value[at] !== byte)) yield* all();
  else {
    const text = createGunzip(WITHOUT_WAITING);
    pipeline(Readable.from(all()), text, () => undefined);
    yield* text as AsyncIterable<Buffer>;
  }
}
