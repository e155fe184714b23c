import type { Database } from '@motcua/database';
import { machineTiming } from '@motcua/event-store';
import type { EventStore, Timing } from '@motcua/event-store';
import { AppError, formatInstant, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ClockHealth } from './health.ts';
import { KnowledgeIn } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { markWhatPassed } from './round.ts';
import type { RoundEnd } from './round.ts';

/** Times in milliseconds. */
export type ClockOptions = {
  readonly store: EventStore;
  /** The read model, which a projector keeps; the clock only reads it, and leaves it open. */
  readonly database: Pick<Database, 'db'>;
  readonly log: Logger;
  /** Where the metrics are registered; none without it. */
  readonly registry?: Registry;
  /** What time it is; the machine's clock unless told. */
  readonly now?: () => Instant;
  /** How often to look at the time and at the read model's position; default 1,000. */
  readonly pollMs?: number;
  /** Dossiers that are looked at together; default 500. */
  readonly batchSize?: number;
};

/** `marked`: marks written by this clock. `upTo`: the due date of the last one. `skipped`: dossiers that cannot be marked. */
export type ClockProgress = { readonly marked: number; readonly upTo: Instant | undefined; readonly skipped: number; readonly nextDueAt: Instant | undefined };

/** A running clock. */
export type Clock = {
  /**
   * Resolves when the log holds a mark for every due date that had passed at the call, of every dossier that it held then. The
   * read model must follow the log meanwhile.
   *
   * @throws AppError `CLOCK_BEHIND` when the time is over; the signal's reason when it aborts.
   */
  caughtUp(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  progress(): ClockProgress;
  health(): ClockHealth;
  /** Finishes what is being written. The log and the database stay open. */
  stop(): Promise<void>;
};

/**
 * Starts writing into the log that due dates have passed, in the background, for as long as the process lives. Any number of
 * clocks may run at once, and theirs need not show the same time: a mark has one id, so the log holds it once.
 */
export function startClock({ database, ...options }: ClockOptions): Clock {
  return startClockBy({ knowledge: new KnowledgeIn(database), timing: machineTiming }, options);
}

/** What a clock has of the world around it, besides the log. */
export type ClockWorld = { readonly knowledge: Knowledge; readonly timing: Timing };
type GivenOptions = Omit<ClockOptions, 'database'>;

/** The same clock in a world that is given to it: for simulations. */
export function startClockBy(world: ClockWorld, options: GivenOptions): Clock {
  const service = new ClockService(world, options);
  const serving = service.serve();
  return {
    caughtUp: (timeoutMs, signal) => service.caughtUp(timeoutMs, signal),
    progress: () => service.progress,
    health: () => service.health,
    stop: () => service.stop(serving),
  };
}

/** How long the read model may take to show the marks just written before they are looked for again. */
const PROJECTION_PATIENCE_MS = 5_000;
/** How often to look while somebody waits. */
const IMPATIENT_MS = 20;
const LOGGED_EVERY = 2_000;

class ClockService {
  health: ClockHealth = { kind: 'starting' };
  progress: ClockProgress = { marked: 0, upTo: undefined, skipped: 0, nextDueAt: undefined };
  readonly #options: GivenOptions;
  readonly #timing: Timing;
  readonly #now: () => Instant;
  readonly #pollMs: number;
  readonly #knowledge: Knowledge;
  readonly #metrics: Metrics;
  readonly #skipped = new Set<string>();
  readonly #stopping = new AbortController();
  #waiting = 0;
  #wake = new AbortController();
  #last: RoundEnd | undefined;

  constructor({ knowledge, timing }: ClockWorld, options: GivenOptions) {
    this.#timing = timing;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#pollMs = options.pollMs ?? 1_000;
    this.#knowledge = knowledge;
    this.#metrics = createMetrics(options.registry, () => this.progress);
  }

  /** Round after round, until it is stopped. */
  async serve(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        const end = await this.#round();
        failures = 0;
        await this.#rest(end);
      } catch (error) {
        failures += 1;
        this.#fail(error);
        await this.#pause(backOffMs(failures));
      }
    }
    this.health = { kind: 'ended' };
  }

  async stop(serving: Promise<void>): Promise<void> {
    this.#stopping.abort();
    await serving;
  }

  async caughtUp(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const [at, giveUpAt] = [this.#now(), this.#timing.elapsedMs() + timeoutMs];
    this.#waiting += 1;
    try {
      const { position } = await this.#options.store.head();
      this.#wake.abort();
      while (!this.#covers(at, position)) {
        signal?.throwIfAborted();
        if (this.#timing.elapsedMs() > giveUpAt || this.#stopping.signal.aborted) throw this.#late(at);
        await this.#timing.sleep(IMPATIENT_MS);
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  #covers(at: Instant, position: number): boolean {
    const last = this.#last;
    return last !== undefined && last.conflicts === 0 && last.position >= position && minuteOf(last.now) >= minuteOf(at);
  }

  #late(at: Instant): AppError {
    const { marked, upTo } = this.progress;
    const reached = upTo === undefined ? 'none yet' : `${marked}, up to the due date ${formatInstant(upTo)}`;
    return new AppError('CLOCK_BEHIND', `Not every due date before ${formatInstant(at)} is marked yet (marks written: ${reached}); /health says how clock and projector are.`);
  }

  async #round(): Promise<RoundEnd> {
    const { store, batchSize = 500 } = this.#options;
    const end = await markWhatPassed({
      store, knowledge: this.#knowledge, batchSize,
      onMarked: (count, upTo) => { this.#noteMarked(count, upTo); },
      onSkipped: (code, reason) => { this.#noteSkipped(code, reason); },
    }, this.#now(), this.#stopping.signal);
    this.health = { kind: 'running' };
    this.progress = { ...this.progress, nextDueAt: end.nextDueAt };
    this.#metrics.conflicts(end.conflicts);
    // A round that was cut short has not looked at everything.
    if (!this.#stopping.signal.aborted) this.#last = end;
    return end;
  }

  #noteMarked(count: number, upTo: Instant): void {
    const before = this.progress.marked;
    this.progress = { ...this.progress, marked: before + count, upTo };
    this.#metrics.marked(count);
    if (Math.floor(before / LOGGED_EVERY) === Math.floor((before + count) / LOGGED_EVERY)) return;
    this.#options.log.info({ marked: before + count, upTo: formatInstant(upTo) }, 'due dates marked as passed');
  }

  #noteSkipped(code: string, reason: Error): void {
    if (this.#skipped.has(code)) return;
    this.#skipped.add(code);
    this.progress = { ...this.progress, skipped: this.#skipped.size };
    this.#options.log.warn({ dossier: code, reason: reason.message }, 'dossier cannot be marked as overdue');
  }

  /** Until another round would find something else: the read model has moved, or the next due date has passed. */
  async #rest({ now, position, writtenUpTo, nextDueAt }: RoundEnd): Promise<void> {
    const restedSince = this.#timing.elapsedMs();
    const hasPassed = (): boolean => {
      const time = this.#now();
      return nextDueAt !== undefined && minuteOf(time) > minuteOf(nextDueAt);
    };
    while (!this.#stopping.signal.aborted && !hasPassed()) {
      if (this.#waiting > 0 && minuteOf(this.#now()) > minuteOf(now)) return;
      await this.#pauseUntil(nextDueAt);
      const reached = await this.#knowledge.position();
      if (reached === position) continue;
      if (reached >= writtenUpTo || this.#timing.elapsedMs() - restedSince > PROJECTION_PATIENCE_MS) return;
    }
  }

  async #pauseUntil(nextDueAt: Instant | undefined): Promise<void> {
    const untilOver = nextDueAt === undefined ? Infinity : (minuteOf(nextDueAt) + 1) * 60_000 - this.#now();
    this.#wake = new AbortController();
    await this.#pause(Math.max(1, Math.min(untilOver, this.#waiting > 0 ? IMPATIENT_MS : this.#pollMs)), this.#wake.signal);
  }

  #pause(ms: number, wake?: AbortSignal): Promise<void> {
    const signals = [this.#stopping.signal, ...(wake === undefined ? [] : [wake])];
    return this.#timing.sleep(ms, AbortSignal.any(signals));
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.log.error({ err: error }, 'marking failed, beginning again');
    this.health = { kind: 'failing', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Doubling from 100 to 2,000 milliseconds. */
function backOffMs(failures: number): number {
  return Math.min(2_000, 50 * 2 ** Math.min(failures, 10));
}
