import { machineTiming } from '@motcua/event-store';
import type { EventStore, Timing } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ProjectorHealth } from './health.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { modelIn } from './posted.ts';
import type { PostedModel } from './posted.ts';
import { Progress } from './progress.ts';
import { runProjection, UnwritableBatch } from './projection-run.ts';
import { readQuarantine } from './quarantine.ts';

/** Times in milliseconds. */
export type ProjectorOptions = {
  readonly store: EventStore;
  /** Connection string of a role that may write the read model; its schema must be there (`migrateDatabase`). */
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Where the metrics are registered; none without it. */
  readonly registry?: Registry;
  /** Events of one transaction at most; default 4,000. */
  readonly batchSize?: number;
  /** How often to look when nothing was announced: for events, for the lead, for a decision about a stop; default 500. */
  readonly pollMs?: number;
  /** Events of dossiers kept folded, about 0.7 kB each; default 60,000. */
  readonly cachedEventsMax?: number;
  /** How long a leader that stands still keeps the lead from the others; default 6,000. */
  readonly leaseMs?: number;
};

export type Projector = {
  /** The last position that is known to be in the read model. */
  position(): number;
  /**
   * Resolves when the read model holds everything up to the position.
   *
   * @throws AppError `PROJECTION_STOPPED` or `PROJECTION_BEHIND` when the time is over.
   */
  waitFor(position: number, timeoutMs: number): Promise<void>;
  health(): ProjectorHealth;
  /** Finishes what is being written and gives the lead and the connections back. The store stays open. */
  stop(): Promise<void>;
};

/**
 * Starts posting the log into the read model, in the background, for as long as the process lives: lost connections are
 * tried again, an event that cannot be applied is waited at. Any number of projectors may be started; one of them works.
 */
export function startProjector({ databaseUrl, leaseMs = 6_000, ...options }: ProjectorOptions): Projector {
  return startProjectorBy({ model: modelIn(databaseUrl, leaseMs), timing: machineTiming }, options);
}

/** What a projector has of the world around it, besides the log. */
export type ProjectorWorld = { readonly model: PostedModel; readonly timing: Timing };
type GivenOptions = Omit<ProjectorOptions, 'databaseUrl' | 'leaseMs'>;

/** The same projector in a world that is given to it: for simulations. It closes the model when it stops. */
export function startProjectorBy(world: ProjectorWorld, options: GivenOptions): Projector {
  const service = new ProjectorService(world, options);
  const serving = service.serve();
  return {
    position: () => service.progress.position,
    waitFor: (position, timeoutMs) => service.progress.waitFor(position, timeoutMs, () => service.late(position)),
    health: () => service.health,
    stop: () => service.stop(serving),
  };
}

class ProjectorService {
  health: ProjectorHealth = { kind: 'starting' };
  readonly progress = new Progress();
  readonly #options: GivenOptions;
  readonly #model: PostedModel;
  readonly #timing: Timing;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #pollMs: number;
  readonly #stopping = new AbortController();

  constructor({ model, timing }: ProjectorWorld, options: GivenOptions) {
    this.#model = model;
    this.#timing = timing;
    this.#options = options;
    this.#log = options.log;
    this.#pollMs = options.pollMs ?? 500;
    this.#metrics = createMetrics(options.registry, { store: options.store, position: () => this.progress.position, health: () => this.health });
  }

  /** Leads, or waits to lead, until it is stopped. */
  async serve(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        await this.#serveOnce();
        failures = 0;
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
    await this.#model.close();
  }

  late(position: number): AppError {
    if (this.health.kind !== 'stopped') {
      return new AppError('PROJECTION_BEHIND', `The read model is at position ${this.progress.position} and has not reached ${position} yet.`);
    }
    const { stop } = this.health;
    return new AppError('PROJECTION_STOPPED', `The projection stands still at position ${stop.position}: ${stop.reason}`);
  }

  async #serveOnce(): Promise<void> {
    const leadership = await this.#model.askForLeadership();
    if (leadership === undefined) return this.#standBy();
    this.#log.info({}, 'projector leads');
    try {
      await this.#lead(AbortSignal.any([this.#stopping.signal, leadership.lost]));
    } finally {
      await leadership.release();
    }
  }

  async #standBy(): Promise<void> {
    this.health = { kind: 'standby' };
    this.progress.reached(await this.#model.position());
    await this.#pause(this.#pollMs);
  }

  async #lead(signal: AbortSignal): Promise<void> {
    let cautiousUpTo: number | undefined;
    while (!signal.aborted) {
      try {
        const end = await runProjection(this.#runOptions(), signal, cautiousUpTo);
        cautiousUpTo = undefined;
        if (end.kind === 'stopped') await this.#standStill(end.stop, signal);
      } catch (error) {
        if (!(error instanceof UnwritableBatch)) throw error;
        cautiousUpTo = error.to;
        this.#log.warn({ err: error, to: error.to }, 'the database refuses a value, looking for the event');
      }
    }
  }

  #runOptions(): Parameters<typeof runProjection>[0] {
    const { store, batchSize = 4_000, cachedEventsMax = 60_000 } = this.#options;
    return {
      store, model: this.#model, timing: this.#timing, batchSize, cachedEventsMax, pollMs: this.#pollMs,
      onPosition: (position, written) => {
        if (this.health.kind !== 'stopped' || position >= this.health.stop.position) this.health = { kind: 'running' };
        this.progress.reached(position);
        if (written !== undefined) this.#metrics.batch(written.events, written.seconds);
      },
    };
  }

  /** Until the operator has set the event aside. */
  async #standStill(stop: Extract<ProjectorHealth, { kind: 'stopped' }>['stop'], signal: AbortSignal): Promise<void> {
    this.health = { kind: 'stopped', stop };
    this.#log.error({ position: stop.position, code: stop.code, reason: stop.reason }, 'projection stands still');
    while (!signal.aborted) {
      if ((await readQuarantine(this.#options.store)).has(stop.position)) {
        this.#log.warn({ position: stop.position }, 'event set aside, projection goes on');
        return;
      }
      await this.#pause(this.#pollMs, signal);
    }
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    if (isAppError(error) && error.code === 'PROJECTION_FENCED') {
      this.#log.warn({ err: error }, 'another projector has written, beginning again');
      return;
    }
    this.#log.error({ err: error }, 'projection failed, beginning again');
    this.health = { kind: 'failing', reason: error instanceof Error ? error.message : String(error) };
  }

  #pause(ms: number, signal: AbortSignal = this.#stopping.signal): Promise<void> {
    return this.#timing.sleep(ms, signal);
  }
}

/** Doubling from 50 to 2,000. */
function backOffMs(failures: number): number {
  return Math.min(2_000, 50 * 2 ** Math.min(failures, 10));
}
