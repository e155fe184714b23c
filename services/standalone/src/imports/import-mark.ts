import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { EventStore } from '@motcua/event-store';
import { fingerprintOf } from '@motcua/intake';
import type { Line, RawItem } from '@motcua/intake';
import { AppError } from '@motcua/kernel';
import { renameDurably } from '@motcua/postgres-server';
import { z } from 'zod';

/** Of a file so many events were settled, the last one in this line, and so many not taken; `sha256` stands for what they are. */
const filePart = z.strictObject({ events: z.int().min(0), line: z.int().min(0), sha256: z.string(), untaken: z.int().min(0) });
const markSchema = z.strictObject({
  /** The log as it was then: a mark says nothing about another one. */
  log: z.strictObject({ position: z.int().min(0), chain: z.string().optional() }),
  files: z.record(z.string(), filePart),
});

export type FilePart = z.infer<typeof filePart>;

/** Of a file that was never begun. */
export const NOTHING: FilePart = { events: 0, line: 0, sha256: '', untaken: 0 };

/** How far an import is, kept in a file, so that one that was cut off goes on there. */
export type ImportMark = {
  /** Whether anything is noted at all. */
  readonly isKept: boolean;
  /** What was settled of a file before; undefined: nothing. */
  readonly before: (file: string) => FilePart | undefined;
  /** Notes what is in the log for good. */
  readonly note: (file: string, part: FilePart) => Promise<void>;
};

/**
 * Opens the mark at a path; without one nothing is kept.
 *
 * @throws AppError `PARAMETER_INVALID` when the file is no mark, or speaks of another log.
 */
export async function openImportMark(path: string | undefined, store: EventStore): Promise<ImportMark> {
  if (path === undefined) return { isKept: false, before: () => undefined, note: () => Promise.resolve() };
  const kept = await readMark(path);
  if (kept !== undefined && kept.log.position > 0 && ((await store.head()).position < kept.log.position || await store.chainAt(kept.log.position) !== kept.log.chain)) {
    throw new AppError('PARAMETER_INVALID', `Tệp ${path} ghi lại lần nhập vào một sổ khác, hoặc sổ này đã được khôi phục về trước đó: hãy xóa tệp ấy rồi nhập lại từ đầu.`);
  }
  const files = new Map(Object.entries(kept?.files ?? {}));
  return {
    isKept: true,
    before: (file) => files.get(file),
    note: async (file, part) => {
      files.set(file, part);
      const { position, chain } = await store.head();
      // A power cut leaves the mark before or this one, never half of one.
      await writeFile(`${path}.new`, `${JSON.stringify({ log: { position, chain }, files: Object.fromEntries(files) } satisfies z.input<typeof markSchema>)}\n`, { flush: true });
      await renameDurably(`${path}.new`, path);
    },
  };
}

async function readMark(path: string): Promise<z.infer<typeof markSchema> | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AppError('PARAMETER_INVALID', `Không đọc được tệp ${path}: hãy xem lại đường dẫn và quyền đọc.`, { cause: error });
  });
  if (text === undefined) return undefined;
  const read = markSchema.safeParse(parsed(text));
  if (!read.success) throw new AppError('PARAMETER_INVALID', `Tệp ${path} không phải tệp ghi lại việc nhập (--resume).`);
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Counts the events of a file and reckons what stands for all of them. */
export class PartCounter {
  readonly #isReckoned: boolean;
  readonly #hash = createHash('sha256');
  #events = 0;
  #line = 0;

  /** @param isReckoned - Without, events are only counted. */
  constructor(isReckoned: boolean) {
    this.#isReckoned = isReckoned;
  }

  add(line: number, item: RawItem): void {
    if (this.#isReckoned) this.#hash.update(fingerprintOf(item).sha256);
    this.#events += 1;
    this.#line = line;
  }

  part(): Pick<FilePart, 'events' | 'line' | 'sha256'> {
    return { events: this.#events, line: this.#line, sha256: this.#hash.copy().digest('hex') };
  }

  get events(): number {
    return this.#events;
  }
}

/** Why an import cannot go on. */
export const OTHER_FILE = 'phần đầu không phải là những sự kiện đã nhập lần trước: hãy đưa lại đúng tệp ấy, hoặc bỏ --resume để nhập lại từ đầu (sự kiện đã có không bị ghi hai lần)';

/**
 * Passes over the events that were settled before.
 *
 * @param itemOf - What a line holds.
 * @throws AppError `IMPORT_INVALID`, out of what it answers, when they are not the same ones.
 */
export function behind(before: FilePart, counter: PartCounter, itemOf: (line: Line) => RawItem | undefined): (line: Line) => RawItem | undefined {
  if (before.events === 0) return itemOf;
  return (line) => {
    const item = itemOf(line);
    if (item === undefined || counter.events >= before.events) return item;
    counter.add(line.line, item);
    if (counter.events === before.events && counter.part().sha256 !== before.sha256) {
      throw new AppError('IMPORT_INVALID', OTHER_FILE);
    }
    return undefined;
  };
}
