import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from '../port.ts';
import { backOffMs } from '../retry.ts';
import type { StoreLog } from '../retry.ts';
import { countEvent } from './counting.ts';
import type { Engine } from './engine.ts';
import type { EngineEvent } from './engine-event.ts';
import { faultKindOf, reasonOf, toAppError } from './faults.ts';
import type { Marks } from './marks.ts';
import { comparePlaces, END, NOTHING } from './place.ts';
import type { Count, Place } from './place.ts';
import { PlaceIndex } from './place-index.ts';
import { followOnce } from './subscription-run.ts';
import { Tail } from './tail.ts';

export type FollowerOptions = {
  readonly engine: Engine;
  readonly marks: Marks;
  readonly answerMsMax: number;
  /** How long a call waits for an event that is known to be there. */
  readonly retryMsMax: number;
  readonly log: StoreLog | undefined;
};

type Waiter = { readonly holds: () => boolean; readonly resolve: () => void; readonly reject: (error: Error) => void };

/** So many marks may wait for a PostgreSQL that is away before the count waits for it too. */
const MARKS_DUE_MAX = 100;

/**
 * The process's own walk along the log: one subscription to everything, which counts the events of ours and so gives them
 * their positions. It starts from the last mark, and again whenever the subscription fails, ends, or keeps silent while there is
 * something to say.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  readonly #tail = new Tail();
  readonly #waiters = new Set<Waiter>();
  #count: Count = NOTHING;
  /** Where a subscription goes on: the last event, or behind it a checkpoint. */
  #seen: Place | undefined;
  #index: PlaceIndex | undefined;
  #running: Promise<void> | undefined;
  #arrivedAt = 0;
  #drop: (reason: string) => void = () => undefined;
  /** A mark of somebody else is another one: one of the two counts is wrong, so this one ends for good. */
  #broken: AppError | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** The last event that was counted. */
  get count(): Count {
    return this.#count;
  }

  get tail(): Pick<Tail, 'find' | 'page'> {
    return this.#tail;
  }

  /** Where everything stands that was counted. Waits for the first start. @throws as {@link Follower.until}. */
  async index(): Promise<PlaceIndex> {
    await this.until(() => this.#index !== undefined);
    if (this.#index === undefined) throw new AppError('INTERNAL', 'The log is not being counted.');
    return this.#index;
  }

  /** Whether everything up to a place was counted. */
  hasReached(place: Place): boolean {
    return this.#index !== undefined && this.#seen !== undefined && comparePlaces(this.#seen, place) >= 0;
  }

  /**
   * Counts until everything that was in the log at the time of the call has its position.
   *
   * @throws as {@link Follower.until}, and the client's errors.
   */
  async catchUp(): Promise<void> {
    await this.index();
    const newest = await this.#newest();
    if (newest !== undefined) await this.until(() => this.hasReached(newest));
  }

  /**
   * Waits until something holds that counting brings about.
   *
   * @throws AppError `DATABASE_UNAVAILABLE` when it takes too long, `STOPPING`, or why the log cannot be counted.
   */
  async until(holds: () => boolean, signal?: AbortSignal): Promise<void> {
    this.#start();
    if (this.#broken === undefined && (holds() || isAborted(signal))) return;
    const limit = AbortSignal.timeout(this.#options.retryMsMax);
    await this.grown(holds, signal === undefined ? limit : AbortSignal.any([limit, signal]));
    if (!holds() && !isAborted(signal)) throw new AppError('DATABASE_UNAVAILABLE', 'The log\'s engine does not give its events.');
  }

  /** As {@link Follower.until}, but ends in silence when the signal aborts. */
  async grown(holds: () => boolean, signal: AbortSignal): Promise<void> {
    this.#start();
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiters.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => { leave(); resolve(); };
      const waiter: Waiter = { holds, resolve: () => { leave(); resolve(); }, reject: (error) => { leave(); reject(error); } };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
      if (this.#broken !== undefined) waiter.reject(this.#broken);
      else if (signal.aborted) onAbort();
      else if (holds()) waiter.resolve();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#fail(new AppError('STOPPING', 'The log was closed.'));
    await this.#running;
    // What could not be written now is written by whoever counts next.
    await this.#index?.writeMarks().catch(() => undefined);
  }

  #start(): void {
    if (this.#stopping.signal.aborted) return;
    this.#running ??= this.#run().finally(() => { this.#running = undefined; });
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted && this.#broken === undefined; failures += 1) {
      const before = this.#arrivedAt;
      try {
        await this.#begin();
        const reason = await this.#follow();
        if (!this.#stopping.signal.aborted) this.#options.log?.warn({ reason, position: this.#count.position }, 'the subscription to the log ended, subscribing again');
      } catch (error) {
        if (faultKindOf(error) !== 'lost') {
          this.#fail(toAppError(error));
          return;
        }
        this.#options.log?.warn({ reason: reasonOf(error), failures, position: this.#count.position }, 'the subscription to the log was lost, subscribing again');
      }
      if (this.#arrivedAt !== before) failures = 0;
      await sleep(backOffMs(failures), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** From the last mark, once. A mark that does not fit the engine belongs to another log. */
  async #begin(): Promise<void> {
    if (this.#index !== undefined) return;
    const start = await this.#options.marks.last();
    if (start.position > 0) {
      const [found] = await this.#options.engine.readAll(start, 1);
      if (found === undefined || comparePlaces(found, start) !== 0 || found.own?.event.id !== start.eventId) {
        throw new AppError('HISTORY_IMPOSSIBLE', `The mark at position ${start.position} was made of another log: the log was changed, or the marks belong to another engine.`);
      }
      this.#seen = { commit: start.commit, prepare: start.prepare };
    }
    this.#count = start;
    this.#index = new PlaceIndex(this.#options.marks, start);
    this.#announce();
  }

  /** Until the subscription ends; says why. */
  async #follow(): Promise<string> {
    const { engine, answerMsMax } = this.#options;
    this.#arrivedAt = performance.now();
    return followOnce({
      open: (onCheckpoint) => engine.subscribe(this.#seen, onCheckpoint),
      take: (item) => { this.#take(engine.ownEvent(item)); },
      onDrained: () => this.#afterBatch(),
      onCheckpoint: (place) => { this.#checkpoint(place); },
      onOpen: (drop) => { this.#drop = drop; },
      lookEveryMs: answerMsMax / 2,
      look: () => this.#lookForSilence(),
      answerMsMax, signal: this.#stopping.signal,
    });
  }

  #take(found: EngineEvent | undefined): void {
    if (found === undefined) return;
    const { count, counted } = countEvent(this.#count, found);
    this.#count = count;
    this.#seen = { commit: count.commit, prepare: count.prepare };
    this.#tail.push(counted, sizeOf(counted));
    this.#index?.push(count);
  }

  /** A batch has been taken: tells who waits. Gives a promise when the marks have to be waited for. */
  #afterBatch(): Promise<void> | undefined {
    this.#arrivedAt = performance.now();
    this.#announce();
    const index = this.#index;
    if (index === undefined || index.due === 0) return undefined;
    const writing = index.writeMarks();
    if (index.due >= MARKS_DUE_MAX) return writing;
    writing.catch((error: unknown) => {
      if (faultKindOf(error) === 'lost') this.#options.log?.warn({ reason: reasonOf(error) }, 'a mark of the log could not be written yet');
      else {
        this.#broken = toAppError(error);
        this.#fail(this.#broken);
        this.#drop('a mark is another log\'s');
      }
    });
    return undefined;
  }

  /** Everything before it was given and taken, so a new subscription need not pass over it again. */
  #checkpoint(place: Place): void {
    this.#arrivedAt = performance.now();
    if (place.commit === END || place.prepare === END) return;
    if (this.#seen !== undefined && comparePlaces(place, this.#seen) <= 0) return;
    this.#seen = { commit: place.commit, prepare: place.prepare };
    this.#announce();
  }

  /** A silent subscription is right when there is nothing to say. When there is, it is dropped. */
  async #lookForSilence(): Promise<void> {
    if (performance.now() - this.#arrivedAt < this.#options.answerMsMax) return;
    const before = this.#arrivedAt;
    const newest = await this.#newest();
    if (newest !== undefined && this.#arrivedAt === before && !this.hasReached(newest)) this.#drop('it was silent although there are new events');
    else if (this.#arrivedAt === before) this.#arrivedAt = performance.now();
  }

  /** Where our last event stands that was not counted yet; undefined when all were. */
  async #newest(): Promise<Place | undefined> {
    for (let from: Place | 'end' = 'end', count = 16; ; count = Math.min(2 * count, 1_024)) {
      const page = await this.#options.engine.readAll(from, count, 'backwards');
      for (const found of page) {
        if (this.hasReached(found)) return undefined;
        if (found.own !== undefined) return found;
      }
      const last: Place | undefined = page.at(-1);
      if (last === undefined || page.length < count) return undefined;
      from = last;
    }
  }

  #announce(): void {
    for (const waiter of this.#waiters) if (waiter.holds()) waiter.resolve();
  }

  #fail(error: AppError): void {
    for (const waiter of this.#waiters) waiter.reject(error);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** About its size in memory. */
function sizeOf({ event }: { readonly event: RecordedEvent }): number {
  return 500 + JSON.stringify(event.data).length;
}
