import { writeBatch } from '@motcua/database';
import type { Database, ProjectedBatch, WriteOptions } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { foldEvents } from '../fold-events.ts';
import { readQuarantine } from '../quarantine.ts';
import { readPosted } from '../posted.ts';
import { beginMemory } from '../run-memory.ts';
import type { RunMemory } from '../run-memory.ts';
import type { Share } from '../share.ts';

export type ReplayOptions = {
  readonly store: EventStore;
  /** Opened on the schema that is filled. */
  readonly database: Database;
  readonly share: Share;
  /** Which row says how far it is, and whether balances are written on the way. */
  readonly write?: Pick<WriteOptions, 'checkpoint' | 'sums'>;
  readonly batchSize: number;
  readonly cachedEventsMax: number;
  /** Fulfils when a batch up to a position may be written. */
  readonly mayWrite?: (position: number) => Promise<void>;
  readonly onWritten?: (position: number) => void;
  readonly signal?: AbortSignal | undefined;
};

/** Posts the log up to given positions into a schema that nobody else writes, by the projection's own folding. After an error it is of no more use. */
export class Replay {
  readonly #options: ReplayOptions;
  #memory: RunMemory;
  #touched = new Set<string>();

  private constructor(options: ReplayOptions, memory: RunMemory) {
    this.#options = options;
    this.#memory = memory;
  }

  /** Begins where the schema's checkpoint is. */
  static async open(options: ReplayOptions): Promise<Replay> {
    const { store, database, cachedEventsMax, write } = options;
    return new Replay(options, await beginMemory({ store, posted: await readPosted(database, write?.checkpoint), cachedEventsMax }));
  }

  get position(): number {
    return this.#memory.position;
  }

  /** The dossiers that were written since this was asked last. */
  takeTouched(): readonly string[] {
    const touched = [...this.#touched];
    this.#touched = new Set();
    return touched;
  }

  /**
   * One batch is read and folded while the one before it is being written.
   *
   * @param target - A position that the projection has passed already, so that all decisions about events up to it are in the log.
   * @throws AppError `REBUILD_REFUSED` when an event cannot be applied.
   */
  async upTo(target: number): Promise<void> {
    const { store, batchSize, share, signal } = this.#options;
    if (target <= this.position) return;
    this.#memory = { ...this.#memory, quarantine: await readQuarantine(store) };
    let writing: Promise<void> = Promise.resolve();
    try {
      while (this.position < target) {
        signal?.throwIfAborted();
        const events = await store.readAll(this.position, Math.min(batchSize, target - this.position));
        if (events.length === 0) throw new AppError('REBUILD_REFUSED', `The log ends at position ${this.position}, and the read model that is served is at ${target}: is it that of another log?`);
        const batch = await foldEvents(store, this.#memory, events, share);
        refuseStop(batch);
        await writing;
        writing = this.#write(batch);
        writing.catch(() => undefined);
      }
    } finally {
      await writing.catch(() => undefined);
    }
    await writing;
  }

  async #write(batch: ProjectedBatch): Promise<void> {
    const { database, write, mayWrite, onWritten } = this.#options;
    const { ids, table } = this.#memory;
    await mayWrite?.(batch.to);
    await writeBatch(database.pool, ids, batch, { ...write, table });
    for (const { code } of batch.dossiers) this.#touched.add(code);
    onWritten?.(batch.to);
  }
}

function refuseStop({ stop }: ProjectedBatch): void {
  if (stop !== undefined) throw new AppError('REBUILD_REFUSED', `The projection cannot apply the event at position ${stop.position}, which the read model that is served has passed: ${stop.reason}`);
}
