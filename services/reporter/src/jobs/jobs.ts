import { setTimeout as sleep } from 'node:timers/promises';
import { askForLease, createAlmanacReader, editionsPage } from '@motcua/database';
import type { Edition } from '@motcua/database';
import { isAppError } from '@motcua/kernel';
import type { Instant, Period } from '@motcua/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { closePeriod } from '../close/close-period.ts';
import type { ReporterSources } from '../close/close-period.ts';
import { closeRefused } from '../close/obstacles.ts';
import type { Shelf } from '../pack/shelf.ts';
import { closingName, deliveriesOf } from './deliveries.ts';
import type { Delivery, Failure } from './deliveries.ts';
import { putInto } from './folder.ts';
import { Marks } from './marks.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { planOf } from './plan.ts';
import type { Planned } from './plan.ts';
import type { Schedule } from './schedule.ts';
import { NotTaken, push } from './webhook.ts';

/** Times in milliseconds. */
export type JobsOptions = {
  readonly schedules: readonly Schedule[];
  readonly sources: ReporterSources;
  readonly shelf: Pick<Shelf, 'take'>;
  /** Of the primary: one reporter at a time has the lease there. */
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Where the metrics are registered; none without it. */
  readonly registry?: Registry | undefined;
  /** How often to look; default 10,000. */
  readonly pollMs?: number | undefined;
  /** When to try again what has failed, doubling up to an hour; default 60,000. */
  readonly retryMs?: number | undefined;
  /** How long a reporter that stands still keeps the schedules from the others; default 30,000. */
  readonly leaseMs?: number | undefined;
};

/** `standby`: another reporter has the schedules. `failing`: log or database cannot be used; tried again and again. */
export type JobsHealth = { readonly kind: 'starting' | 'running' | 'standby' | 'ended' } | { readonly kind: 'failing'; readonly reason: string };

/** `now`: its time has come; `againInSeconds`: until it is tried again, 0 unless it has failed. */
export type PlannedClosing = { readonly kind: 'now'; readonly againInSeconds: number } | { readonly kind: 'later'; readonly at: Instant; readonly inSeconds: number };

/** Lịch gửi đang chạy. */
export type Jobs = {
  readonly schedules: readonly Schedule[];
  /** Where every delivery stands; what has failed is known to the reporter that runs the schedules. */
  deliveries(): Promise<readonly Delivery[]>;
  /** When a schedule closes a period of a scope that is not closed yet; undefined where none does, or not next. */
  closingOf(scope: string, period: Period): Promise<PlannedClosing | undefined>;
  health(): JobsHealth;
  /** Where things stood at the last look. */
  last(): readonly Delivery[];
  /** Finishes what is being delivered, for some seconds. */
  stop(): Promise<void>;
};

/** Starts the schedules, in the background, for as long as the process lives. Of several reporters one runs them. */
export function startJobs(options: JobsOptions): Jobs {
  const service = new JobsService(options);
  const serving = service.serve();
  return {
    schedules: options.schedules,
    deliveries: () => service.deliveries(),
    closingOf: (scope, period) => service.closingOf(scope, period),
    health: () => service.health,
    last: () => service.last,
    stop: () => service.stop(serving),
  };
}

const REPORTER_LOCK = 7_203_110_453;
/** How long a delivery goes on that is under way when the reporter is told to stop. */
const FINISH_MS = 10_000;
const RETRY_MS_MAX = 3_600_000;

class JobsService {
  health: JobsHealth = { kind: 'starting' };
  last: readonly Delivery[] = [];
  readonly #options: JobsOptions;
  readonly #now: () => Instant;
  readonly #marks: Marks;
  readonly #metrics: Metrics;
  readonly #almanac = createAlmanacReader();
  readonly #failures = new Map<string, Failure>();
  readonly #stopping = new AbortController();
  readonly #cut = new AbortController();

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#now = options.sources.clock ?? Date.now;
    this.#marks = new Marks(options.sources.store);
    this.#metrics = createMetrics(options.registry, () => this.last);
  }

  async serve(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#serveOnce();
      } catch (error) {
        this.#fail(error);
      }
      await this.#pause();
    }
    this.health = { kind: 'ended' };
  }

  async stop(serving: Promise<void>): Promise<void> {
    this.#stopping.abort();
    const cut = setTimeout(() => { this.#cut.abort(); }, FINISH_MS);
    await serving.finally(() => { clearTimeout(cut); });
  }

  async deliveries(): Promise<readonly Delivery[]> {
    const now = this.#now();
    return (await Promise.all(this.#options.schedules.map((schedule) => this.#look(schedule, now)))).flat();
  }

  async closingOf(scope: string, { scheme, id }: Period): Promise<PlannedClosing | undefined> {
    const now = this.#now();
    const seconds = (at: Instant) => Math.max(0, Math.ceil((at - now) / 1_000));
    for (const schedule of this.#options.schedules.filter((one) => one.scope === scope && one.scheme === scheme && one.close !== undefined)) {
      const { due, next } = await this.#plan(schedule, now);
      const planned = due.find(({ period }) => period.id === id);
      if (planned !== undefined) return { kind: 'now', againInSeconds: seconds(this.#failures.get(closingName(schedule, planned))?.againAt ?? now) };
      if (next.period.id === id) return { kind: 'later', at: next.beginAt, inSeconds: seconds(next.beginAt) };
    }
    return undefined;
  }

  async #serveOnce(): Promise<void> {
    const { databaseUrl, leaseMs = 30_000, log } = this.#options;
    const lease = await askForLease(databaseUrl, { lock: REPORTER_LOCK, name: 'motcua-reporter-lock', leaseMs });
    if (lease === undefined) {
      this.health = { kind: 'standby' };
      this.last = await this.deliveries();
      return;
    }
    log.info({ schedules: this.#options.schedules.length }, 'reporter runs schedules');
    try {
      const signal = AbortSignal.any([this.#cut.signal, lease.lost]);
      while (!this.#stopping.signal.aborted && !lease.lost.aborted) {
        await this.#round(signal);
        await this.#pause();
      }
    } finally {
      await lease.release();
    }
  }

  /** Everything whose time has come; what fails keeps nothing else from it. */
  async #round(signal: AbortSignal): Promise<void> {
    for (const schedule of this.#options.schedules) {
      if (schedule.close !== undefined) await this.#closeWhatIsDue(schedule);
      for (const delivery of await this.#look(schedule, this.#now())) {
        if (this.#stopping.signal.aborted || signal.aborted) return;
        await this.#deliver(delivery, signal);
      }
    }
    this.last = await this.deliveries();
    this.health = { kind: 'running' };
  }

  async #closeWhatIsDue(schedule: Schedule): Promise<void> {
    const [{ due }, standing] = [await this.#plan(schedule, this.#now()), await this.#standing(schedule)];
    for (const planned of due.filter(({ period }) => !standing.has(period.id))) {
      if (this.#stopping.signal.aborted) return;
      await this.#try(closingName(schedule, planned), { schedule: schedule.name, period: planned.period.id }, () => this.#close(schedule, planned));
    }
  }

  async #close({ scope, close = {}, name }: Schedule, { period }: Planned): Promise<void> {
    const closing = await closePeriod(this.#options.sources, { scope, period, purpose: 'close', accept: [], closedBy: close, note: null });
    if (closing.kind === 'refused') throw closeRefused(closing.obstacles);
    if (closing.kind === 'closed') this.#options.log.info({ schedule: name, edition: closing.edition.closed.edition }, 'period closed by its schedule');
  }

  async #deliver({ schedule, destination, edition, key, state }: Delivery, signal: AbortSignal): Promise<void> {
    if (edition === undefined || key === undefined || state.kind === 'delivered') return;
    const { shelf, log } = this.#options;
    const told = { schedule: schedule.name, destination: destination.name, edition: edition.closed.edition };
    await this.#try(key, told, async () => {
      const sha256 = 'folder' in destination
        ? await putInto(destination.folder, shelf, edition, signal)
        : await push(shelf, { url: destination.webhook, secrets: destination.secrets, edition, key, now: Math.floor(this.#now() / 1_000) }, signal);
      await this.#marks.note({ ...told, way: 'folder' in destination ? 'folder' : 'webhook', sha256 }, this.#now());
      this.#metrics.delivered();
      log.info({ ...told, key }, 'report delivered');
    });
  }

  async #try(name: string, told: object, work: () => Promise<void>): Promise<void> {
    const before = this.#failures.get(name);
    if (before !== undefined && before.againAt > this.#now()) return;
    try {
      await work();
      this.#failures.delete(name);
    } catch (error) {
      if (this.#cut.signal.aborted) return;
      const times = (before?.times ?? 0) + 1;
      const waitMs = error instanceof NotTaken && error.retryAfterMs !== undefined ? error.retryAfterMs : Math.min(RETRY_MS_MAX, (this.#options.retryMs ?? 60_000) * 2 ** Math.min(times - 1, 20));
      this.#failures.set(name, { times, reason: reasonOf(error), againAt: this.#now() + waitMs });
      this.#options.log.warn({ ...told, times, err: error, ...(isAppError(error) ? { errors: error.errors.slice(0, 10) } : {}) }, 'report not delivered, trying again later');
    }
  }

  async #look(schedule: Schedule, now: Instant): Promise<readonly Delivery[]> {
    const { due } = await this.#plan(schedule, now);
    return deliveriesOf(schedule, { due, standing: await this.#standing(schedule), delivered: await this.#marks.delivered(schedule.name), failures: this.#failures, now });
  }

  async #plan(schedule: Schedule, now: Instant): Promise<ReturnType<typeof planOf>> {
    const almanac = await this.#almanac(this.#options.sources.database.db);
    return planOf(schedule, { workingTime: almanac.workingTime(schedule.scope, now), now });
  }

  /** The edition that stands, of each period. */
  async #standing({ scope, scheme }: Schedule): Promise<ReadonlyMap<string, Edition>> {
    const newestFirst = await editionsPage(this.#options.sources.database.db, { scope, scheme, limit: EDITIONS_MAX, order: 'newest_first' });
    return new Map(newestFirst.toReversed().map((edition) => [edition.closed.period, edition]));
  }

  async #pause(): Promise<void> {
    await sleep(this.#options.pollMs ?? 10_000, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.log.error({ err: error }, 'schedules of reports cannot be looked at, trying again');
    this.health = { kind: 'failing', reason: reasonOf(error) };
  }
}

/** Of one scope and scheme; a year has nineteen periods. */
const EDITIONS_MAX = 1_000;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says why only in the cause.
  return error.cause instanceof Error && !isAppError(error) ? `${error.message} (${error.cause.message})` : error.message;
}
