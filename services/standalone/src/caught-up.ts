import type { Clock, ClockProgress } from '@motcua/clock';
import type { EventStore } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import type { Projector } from '@motcua/projector';

/** What has not moved for so long, and does not say that it is well, will not move by itself; milliseconds. */
const STANDSTILL_MS = 15_000;
/** What says that it is well is only slow: on a machine that has ten times as much to do, one question takes as long as this; milliseconds. */
const PATIENCE_MS = 180_000;
const LOOK_MS = 500;

/**
 * Waits until the read model holds everything up to a position, however far behind it is, as long as it moves.
 *
 * @throws AppError `PROJECTION_STOPPED` at an event that cannot be applied, `PROJECTION_BEHIND` when nothing moves.
 */
export async function caughtUp(projector: Projector, position: number, signal?: AbortSignal): Promise<void> {
  const standstill = watchStandstill();
  for (;;) {
    signal?.throwIfAborted();
    try {
      await projector.waitFor(position, LOOK_MS);
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'PROJECTION_BEHIND') throw error;
    }
    const reached = projector.position();
    if (!standstill(String(reached), projector.health().kind === 'running')) continue;
    throw new AppError('PROJECTION_BEHIND', `The projection has not moved from position ${reached} for some time; the log ends at ${position}. ${whyOf(projector)}`);
  }
}

function whyOf(projector: Projector): string {
  const health = projector.health();
  return health.kind === 'failing' ? health.reason : '/health says how the projector is.';
}

export type Settling = {
  readonly signal?: AbortSignal;
  /** Called now and then while the clock is marking. */
  readonly onMarking?: (progress: ClockProgress) => void;
};

/**
 * Waits until every due date that has passed is marked and the read model holds all marks, however much that is and however slow.
 *
 * @throws AppError as {@link caughtUp}, and `CLOCK_BEHIND` when the clock does not get on.
 */
export async function settled(
  { store, projector, startClock }: { readonly store: EventStore; readonly projector: Projector; readonly startClock: () => Clock }, { signal, onMarking }: Settling = {},
): Promise<void> {
  // Until the read model shows the whole log, a clock would often find that a dossier has later events.
  await caughtUp(projector, (await store.head()).position, signal);
  const clock = startClock();
  const standstill = watchStandstill();
  for (;;) {
    try {
      await clock.caughtUp(LOOK_MS, signal);
      break;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'CLOCK_BEHIND') throw error;
      const progress = clock.progress();
      const isWell = ['starting', 'running'].includes(clock.health().kind) && projector.health().kind === 'running';
      if (standstill(`${progress.marked} ${projector.position()}`, isWell)) throw error;
      onMarking?.(progress);
    }
  }
  await caughtUp(projector, (await store.head()).position, signal);
}

/** Answers whether what is looked at has stood at the same place for too long: sooner for what is not well. */
function watchStandstill(): (place: string, isWell: boolean) => boolean {
  let [seen, movedAt] = ['', performance.now()];
  return (place, isWell) => {
    if (place !== seen) [seen, movedAt] = [place, performance.now()];
    return performance.now() - movedAt > (isWell ? PATIENCE_MS : STANDSTILL_MS);
  };
}
