import type { Timing } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import type { Books } from './books.ts';

const LOOK_MS = 50;
/** A projection that has not moved for so long will not move by itself. */
const STANDSTILL_MS = 15_000;

/**
 * Waits until the books hold everything up to a position, as long as they move.
 *
 * @throws AppError `PROJECTION_STOPPED` at an event that cannot be applied, `PROJECTION_BEHIND` when nothing moves.
 */
export async function readModelHolds(books: Pick<Books, 'reached'>, timing: Pick<Timing, 'elapsedMs' | 'sleep'>, position: number): Promise<void> {
  let [seen, movedAt] = [-1, timing.elapsedMs()];
  for (;;) {
    const reached = await books.reached();
    if (reached.position >= position) return;
    if (reached.stop !== undefined) {
      throw new AppError('PROJECTION_STOPPED', `The projection stands still at position ${reached.stop.position} and the log ends at ${position} or behind: ${reached.stop.reason} Set the event aside with: motcua quarantine ${reached.stop.position} --reason "…"`);
    }
    if (reached.position > seen) [seen, movedAt] = [reached.position, timing.elapsedMs()];
    else if (timing.elapsedMs() - movedAt > STANDSTILL_MS) {
      throw new AppError('PROJECTION_BEHIND', `The read model has not moved from position ${seen} for some time and must reach ${position}: look whether a projector runs (/health), and ask again.`);
    }
    await timing.sleep(LOOK_MS);
  }
}
