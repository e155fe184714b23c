import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoint } from '@motcua/database';
import type { Database } from '@motcua/database';
import { AppError } from '@motcua/kernel';

const LOOK_MS = 50;
/** A projection that has not moved for so long will not move by itself. */
const STANDSTILL_MS = 15_000;

/**
 * Waits until the read model holds everything up to a position, as long as it moves.
 *
 * @throws AppError `PROJECTION_STOPPED` at an event that cannot be applied, `PROJECTION_BEHIND` when nothing moves.
 */
export async function readModelHolds(db: Database['db'], position: number): Promise<void> {
  let [seen, movedAt] = [-1, performance.now()];
  for (;;) {
    const checkpoint = await readCheckpoint(db);
    if (checkpoint.position >= position) return;
    if (checkpoint.stopped_position !== null) {
      throw new AppError('PROJECTION_STOPPED', `The projection stands still at position ${checkpoint.stopped_position} and the log ends at ${position} or behind: ${checkpoint.stopped_reason ?? ''} Set the event aside with: motcua quarantine ${checkpoint.stopped_position} --reason "…"`);
    }
    if (checkpoint.position > seen) [seen, movedAt] = [checkpoint.position, performance.now()];
    else if (performance.now() - movedAt > STANDSTILL_MS) {
      throw new AppError('PROJECTION_BEHIND', `The read model has not moved from position ${seen} for some time and must reach ${position}: look whether a projector runs (/health), and ask again.`);
    }
    await sleep(LOOK_MS);
  }
}
