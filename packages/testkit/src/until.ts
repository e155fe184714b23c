import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 10;
/** Long: a busy machine shall not fail a test. */
const PATIENCE_MS = 240_000;

/**
 * Looks again and again until what must come true has. Most often the time limit of the test ends a wait in vain.
 *
 * @throws Error after four minutes, and whatever `holds` throws.
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; !await holds();) {
    if (performance.now() > giveUpAt) throw new Error('waited in vain');
    await sleep(LOOK_MS);
  }
}
