import { createIdCache } from '@motcua/database';
import type { ProjectedBatch, Stop } from '@motcua/database';
import type { EventStore, Timing } from '@motcua/event-store';
import pg from 'pg';
import { foldEvents } from './fold-events.ts';
import type { PostedModel } from './posted.ts';
import { beginMemory } from './run-memory.ts';
import type { RunMemory } from './run-memory.ts';
import { WHOLE } from './share.ts';

export type RunOptions = {
  readonly store: EventStore;
  readonly model: PostedModel;
  readonly timing: Timing;
  readonly batchSize: number;
  readonly pollMs: number;
  /** Events held in memory as states of dossiers. */
  readonly cachedEventsMax: number;
  /** The checkpoint as it was found, then as it moves; `seconds` of its transaction. */
  readonly onPosition: (position: number, written?: { readonly events: number; readonly seconds: number }) => void;
};

/** `caughtUp`: a cautious run has reached its end. */
export type RunEnd = { readonly kind: 'ended' } | { readonly kind: 'caughtUp' } | { readonly kind: 'stopped'; readonly stop: Stop };

/** The database refuses a value in one of several events; a cautious run up to `to` will find out which. */
export class UnwritableBatch extends Error {
  readonly to: number;

  constructor(to: number, cause: unknown) {
    super(`The database refuses a value in the events up to position ${to}`, { cause });
    this.to = to;
  }
}

/**
 * Posts the log from the checkpoint on. Nothing is remembered from an earlier run, so whatever went wrong there, a new
 * run begins with what the database really holds.
 *
 * @param cautiousUpTo - Posts event by event up to this position and ends there.
 * @returns `stopped` when an event cannot be applied; all before it is posted. `ended` when the signal aborted.
 * @throws UnwritableBatch; AppError `PROJECTION_FENCED` when somebody else writes; any error of the log or the database. Run again then.
 */
export async function runProjection(options: RunOptions, signal: AbortSignal, cautiousUpTo?: number): Promise<RunEnd> {
  const { store, model, cachedEventsMax } = options;
  const memory = await beginMemory({ store, posted: await model.posted(), cachedEventsMax });
  options.onPosition(memory.position);
  return new Run(options, memory).follow(signal, cautiousUpTo);
}

class Run {
  readonly #options: RunOptions;
  readonly #memory: RunMemory;
  /** Ends the reading when a write fails, else that would be noticed only with the next event. */
  readonly #failed = new AbortController();
  #writing: Promise<Stop | undefined> = Promise.resolve(undefined);

  constructor(options: RunOptions, memory: RunMemory) {
    this.#options = options;
    this.#memory = memory;
  }

  /** One batch is read and folded while the one before it is being written. */
  async follow(signal: AbortSignal, cautiousUpTo = 0): Promise<RunEnd> {
    const { store, pollMs } = this.#options;
    const batchSize = cautiousUpTo > 0 ? 1 : this.#options.batchSize;
    const subscription = store.subscribe(this.#memory.position, { signal: AbortSignal.any([signal, this.#failed.signal]), batchSize, pollMs });
    try {
      for await (const events of subscription) {
        const batch = await foldEvents(this.#options.store, this.#memory, events, WHOLE);
        if (await this.#writing !== undefined) break;
        this.#write(batch);
        if (batch.stop !== undefined || batch.to === cautiousUpTo) break;
      }
    } finally {
      // Nothing of this run goes on behind its end, also when reading or folding failed.
      await this.#writing.catch(() => undefined);
    }
    const stop = await this.#writing;
    if (stop !== undefined) return { kind: 'stopped', stop };
    return signal.aborted ? { kind: 'ended' } : { kind: 'caughtUp' };
  }

  #write(batch: ProjectedBatch): void {
    const { timing, onPosition } = this.#options;
    const startedAt = timing.elapsedMs();
    this.#writing = this.#written(batch).then((written) => {
      onPosition(written.to, { events: written.to - written.from, seconds: (timing.elapsedMs() - startedAt) / 1000 });
      return written.stop;
    });
    this.#writing.catch(() => { this.#failed.abort(); });
  }

  async #written(batch: ProjectedBatch): Promise<ProjectedBatch> {
    const { model } = this.#options;
    const { ids, table } = this.#memory;
    try {
      await model.write(batch, ids, table);
      return batch;
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      if (batch.to > batch.from + 1) throw new UnwritableBatch(batch.to, error);
      const reason = `The read model cannot hold this event: ${error.message}`.slice(0, 1_000);
      const nothing = { ...NOTHING, from: batch.from, to: batch.from, stop: { position: batch.to, code: 'EVENT_INVALID', reason } };
      await model.write(nothing, createIdCache(), table);
      return nothing;
    }
  }
}

const NO_ROWS = { dossiers: [], rows: [] } as const;
const NOTHING = {
  recordedAt: undefined, entries: [], dossiers: [], findings: [], corrections: [], calendarMoves: [], authorities: [], procedures: [], quarantined: [], editions: [], editionParts: [], acceptedDifferences: [],
  almanac: [], dues: NO_ROWS, duties: NO_ROWS, shares: NO_ROWS,
} as const;

/** SQLSTATE classes: 22 data exception, 23 integrity constraint, 54 program limit exceeded. */
function isRefusedValue(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^(?:22|23|54)/.test(error.code ?? '');
}
