import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

const READ_BYTES = 64 * 1024;

export type Spool = {
  /** Takes the next bytes of the answer; waits for the disk at most, never for the reader. */
  readonly write: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
  /** What is written, in order, as fast as somebody reads it. */
  readonly stream: Readable;
  /** Bytes written so far. */
  readonly written: () => number;
};

/**
 * A pipe whose writer never waits for its reader: what is not read yet is held in memory up to a limit, then in a
 * temporary file that has no name any more, so it goes with the process.
 */
export function createSpool(options: { readonly memoryBytes: number; readonly folder: string }): Spool {
  const memory: Buffer[] = [];
  const file = createSpillFile(options.folder);
  let held = 0;
  let total = 0;
  let ended = false;
  let gone = false;
  let wanting = false;
  let work = Promise.resolve();

  /** One thing at a time, so bytes leave in the order in which they came. */
  const inTurn = (step: () => Promise<void> | void): Promise<void> => {
    work = work.then(step).catch((error: unknown) => void stream.destroy(error instanceof Error ? error : new Error('spool failed')));
    return work;
  };
  const serve = async (): Promise<void> => {
    while (wanting && !gone) {
      const next = memory.shift() ?? (file.unread() > 0 ? await file.read(READ_BYTES) : undefined);
      if (next === undefined) break;
      held = Math.max(0, memory.length === 0 ? 0 : held - next.length);
      wanting = stream.push(next);
    }
    if (ended && memory.length === 0 && file.unread() === 0 && !gone && wanting) {
      wanting = false;
      stream.push(null);
    }
  };
  const stream = new Readable({
    highWaterMark: READ_BYTES,
    read: () => {
      wanting = true;
      void inTurn(serve);
    },
    destroy: (error, done) => {
      gone = true;
      memory.length = 0;
      void work.then(() => file.close()).then(() => done(error), () => done(error));
    },
  });

  return {
    stream,
    written: () => total,
    write: (text) => inTurn(async () => {
      if (gone || text === '') return;
      const bytes = Buffer.from(text);
      total += bytes.length;
      if (file.unread() === 0 && held + bytes.length <= options.memoryBytes) {
        memory.push(bytes);
        held += bytes.length;
      } else await file.append(bytes);
      await serve();
    }),
    end: () => inTurn(async () => {
      ended = true;
      await serve();
    }),
  };
}

/** Made when first needed; emptied whenever everything in it was read. */
function createSpillFile(folder: string) {
  let handle: FileHandle | undefined;
  let [from, to] = [0, 0];
  return {
    unread: (): number => to - from,
    append: async (bytes: Buffer): Promise<void> => {
      handle ??= await openNameless(folder);
      for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done, bytes.length - done, to + done)).bytesWritten;
      to += bytes.length;
    },
    read: async (most: number): Promise<Buffer | undefined> => {
      const bytes = Buffer.allocUnsafe(Math.min(most, to - from));
      const { bytesRead } = await (handle?.read(bytes, 0, bytes.length, from) ?? { bytesRead: 0 });
      if (bytesRead === 0) throw new Error('The spool file ended before its end');
      from += bytesRead;
      if (from === to) {
        [from, to] = [0, 0];
        await handle?.truncate(0);
      }
      return bytes.subarray(0, bytesRead);
    },
    close: async (): Promise<void> => handle?.close(),
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `motcua-answers-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}
