import {
  addWorkers, dropSchema, mergeWorkers, migrateDatabase, NEXT_SCHEMA, noteRefusal, OLD_SCHEMA, openDatabase, PROJECTION_VERSION, readFence, readNextState, switchSchemas, workerPositions,
} from '@motcua/database';
import type { Database, Edition, PartComparison } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore, LogConfig } from '@motcua/event-store';
import type { DifferencesAcceptedData } from '@motcua/ledger';
import { WHOLE } from '../share.ts';
import { acceptDifferences } from './accept.ts';
import { Comparison } from './comparison.ts';
import { compareEditions } from './editions.ts';
import { requireSameLog } from '../same-log.ts';
import { Replay } from './replay.ts';
import { onlyRebuild } from './only-rebuild.ts';
import { fillByWorkers, onAverage } from './workers.ts';

/** Which parts of the read model are wanted to differ from what is served, why, and who says so. */
export type Acceptance = { readonly parts: readonly string[] } & Pick<DifferencesAcceptedData, 'reason' | 'acceptedBy'>;

/** What is being done; `position` of `total` events while the next schema is filled. */
export type RebuildStep =
  | { readonly kind: 'preparing' | 'counting' | 'catching_up' | 'switching' }
  | { readonly kind: 'filling'; readonly position: number; readonly total: number }
  | { readonly kind: 'comparing'; readonly part: string };

export type RebuildOptions = {
  /** Of the role that owns the read model. */
  readonly ownerUrl: string;
  /** Where the log is. */
  readonly log: LogConfig;
  /** The application's role, which gets its rights in the new schema. */
  readonly role: string;
  /** Threads that fill it; what was left half-way is gone on with by as many as there were. */
  readonly workers: number;
  /** Throw away what an earlier rebuild left. */
  readonly afresh?: boolean;
  readonly accept?: Acceptance | undefined;
  /** The SHA-256 of an edition counted again from a read model, as of its position. */
  readonly recountEdition: (database: Database, edition: Edition) => Promise<string>;
  readonly onStep?: (step: RebuildStep) => void;
  readonly signal?: AbortSignal | undefined;
  /** Events of one transaction; events that each worker keeps folded. */
  readonly batchSize?: number;
  readonly cachedEventsMax?: number;
};

/** `compared`: rows in all. `filled`: events that this run posted by workers, and how long that took; none when an earlier run had. */
export type RebuildOutcome =
  | {
    readonly kind: 'switched'; readonly position: number; readonly heldMs: number; readonly tries: number; readonly compared: number;
    readonly filled: { readonly events: number; readonly ms: number }; readonly accepted: readonly PartComparison[];
  }
  | { readonly kind: 'refused'; readonly position: number; readonly compared: number; readonly differences: readonly PartComparison[] };

/**
 * Makes the read model again from the beginning of the log, beside the one that is served, compares both, and lets the new one take
 * the place of the old one. Readers and projectors go on all the time. Cut off, it is gone on with.
 *
 * @returns `refused` with what differs; the read model that is served stays.
 * @throws AppError `REBUILD_REFUSED` when it cannot begin, go on or take its place.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildOutcome> {
  const live = openDatabase(options.ownerUrl, { connections: 4, applicationName: 'motcua-rebuild' });
  const next = openDatabase(options.ownerUrl, { connections: 3, schema: NEXT_SCHEMA, applicationName: 'motcua-rebuild' });
  const store = openEventStore(options.log);
  try {
    return await onlyRebuild(live.pool, () => new Rebuild(options, { live, next, store }).run());
  } finally {
    await store.close();
    await next.close();
    await live.close();
  }
}

const BATCH_SIZE = 2_000;
const CACHED_EVENTS = 40_000;

type Places = { readonly live: Database; readonly next: Database; readonly store: EventStore };

class Rebuild {
  readonly #options: RebuildOptions;
  readonly #places: Places;

  constructor(options: RebuildOptions, places: Places) {
    this.#options = options;
    this.#places = places;
  }

  async run(): Promise<RebuildOutcome> {
    const { live, next, store } = this.#places;
    const { batchSize = BATCH_SIZE, cachedEventsMax = CACHED_EVENTS, signal, accept, onStep } = this.#options;
    onStep?.({ kind: 'preparing' });
    await this.#prepare();
    const filled = await this.#fill();
    onStep?.({ kind: 'catching_up' });
    const replay = await Replay.open({ store, database: next, share: WHOLE, batchSize, cachedEventsMax, signal });
    const comparison = new Comparison({ live, next, replay, onPart: (part) => onStep?.({ kind: 'comparing', part }) });
    const found = [...await comparison.whole(), await compareEditions({ live, next, recount: this.#options.recountEdition })];
    const compared = found.reduce((sum, { rows }) => sum + rows, 0);
    const differences = found.filter(({ different }) => different > 0);
    const isAccepted = (part: string): boolean => accept?.parts.includes(part) === true;
    const unwanted = differences.filter(({ part }) => !isAccepted(part));
    if (unwanted.length > 0) return this.#refuse(unwanted, { position: comparison.position, compared });
    if (accept !== undefined && differences.length > 0) await acceptDifferences(store, { ...accept, differences, position: comparison.position, version: await this.#versions() });
    await comparison.untilClose();
    onStep?.({ kind: 'switching' });
    const outcome = await switchSchemas(live.pool, { isAccepted, catchUp: (position) => replay.upTo(position), compare: (client) => comparison.changed(client) });
    if (outcome.kind === 'refused') return this.#refuse(outcome.differences, { position: outcome.position, compared });
    return { ...outcome, compared, filled, accepted: differences };
  }

  /** An empty schema, or the one that was left half-way. */
  async #prepare(): Promise<void> {
    const { ownerUrl, role, workers, afresh = false, accept, signal } = this.#options;
    const { pool } = this.#places.live;
    await dropSchema(pool, OLD_SCHEMA);
    const state = await readNextState(pool);
    const isUsable = state.kind !== 'none' && !afresh && state.version === PROJECTION_VERSION && (state.kind === 'filling' || !state.isRefused || accept !== undefined);
    signal?.throwIfAborted();
    if (!isUsable) await dropSchema(pool, NEXT_SCHEMA);
    await migrateDatabase(ownerUrl, role, NEXT_SCHEMA);
    if (!isUsable) await addWorkers(pool, workers);
  }

  /** Up to where the projection is now, by all workers at once. */
  async #fill(): Promise<{ readonly events: number; readonly ms: number }> {
    const { live, next, store } = this.#places;
    const { ownerUrl, log, batchSize = BATCH_SIZE, cachedEventsMax = CACHED_EVENTS, onStep, signal } = this.#options;
    if ((await readNextState(live.pool)).kind === 'filled') return { events: 0, ms: 0 };
    const served = await readFence(live.db);
    await requireSameLog(store, served);
    const { position: target } = served;
    const from = await workerPositions(live.pool);
    const startedAt = performance.now();
    const onPosition = (position: number): void => onStep?.({ kind: 'filling', position, total: target });
    await fillByWorkers({ ownerUrl, log, from, target, batchSize, cachedEventsMax: Math.ceil(cachedEventsMax / from.length), onPosition, signal });
    onStep?.({ kind: 'counting' });
    await mergeWorkers(next);
    return { events: target - onAverage(from), ms: performance.now() - startedAt };
  }

  async #refuse(differences: readonly PartComparison[], at: { readonly position: number; readonly compared: number }): Promise<RebuildOutcome> {
    await noteRefusal(this.#places.live.pool);
    return { kind: 'refused', differences, ...at };
  }

  async #versions(): Promise<DifferencesAcceptedData['version']> {
    return { old: (await readFence(this.#places.live.db)).version, new: PROJECTION_VERSION };
  }
}

/**
 * Drops what the last rebuild has replaced.
 *
 * @throws AppError `REBUILD_REFUSED` when views look into it, or somebody reads it for too long.
 */
export async function dropReplaced(ownerUrl: string): Promise<void> {
  const database = openDatabase(ownerUrl, { connections: 2, applicationName: 'motcua-rebuild' });
  try {
    await onlyRebuild(database.pool, () => dropSchema(database.pool, OLD_SCHEMA));
  } finally {
    await database.close();
  }
}
