import type { Clock, ClockProgress } from '@motcua/clock';
import type { EventStore } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import type { Projector } from '@motcua/projector';

/** A projection that has not moved for so long will not move by itself. */
const STANDSTILL_MS = 15_000;
const LOOK_MS = 500;

/**
 * Waits until the read model holds everything up to a position, however far behind it is, as long as it moves.
 *
 * @throws AppError `PROJECTION_STOPPED` at an event that cannot be applied, `PROJECTION_BEHIND` when nothing moves.
 */
export async function caughtUp(projector: Projector, position: number, signal?: AbortSignal): Promise<void> {
  let seen = projector.position();
  let movedAt = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    try {
      await projector.waitFor(position, LOOK_MS);
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'PROJECTION_BEHIND') throw error;
    }
    if (projector.position() > seen) {
      seen = projector.position();
      movedAt = performance.now();
    } else if (performance.now() - movedAt > STANDSTILL_MS) {
      throw new AppError('PROJECTION_BEHIND', `The projection has not moved from position ${seen} for some time; the log ends at ${position}. ${whyOf(projector)}`);
    }
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
 * Waits until every due date that has passed is marked and the read model holds all marks, however much that is.
 *
 * @throws AppError as {@link caughtUp}, and `CLOCK_BEHIND` when the clock does not get on.
 */
export async function settled(
  { store, projector, startClock }: { readonly store: EventStore; readonly projector: Projector; readonly startClock: () => Clock }, { signal, onMarking }: Settling = {},
): Promise<void> {
  // Until the read model shows the whole log, a clock would often find that a dossier has later events.
  await caughtUp(projector, (await store.head()).position, signal);
  const clock = startClock();
  let movedAt = performance.now();
  for (let seen = '';;) {
    try {
      await clock.caughtUp(LOOK_MS, signal);
      break;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'CLOCK_BEHIND') throw error;
      const progress = clock.progress();
      const moved = `${progress.marked} ${projector.position()}`;
      if (moved !== seen) movedAt = performance.now();
      else if (performance.now() - movedAt > STANDSTILL_MS) throw error;
      seen = moved;
      onMarking?.(progress);
    }
  }
  await caughtUp(projector, (await store.head()).position, signal);
}
