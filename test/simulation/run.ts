import { playLedger } from './ledger-world.ts';
import { playLog } from './log-world.ts';
import type { WorldOptions } from './world.ts';

/** `fingerprint`: of everything that happened; the same for the same seed. */
export type RunEnd = { readonly steps: number; readonly fingerprint: string; readonly marks: ReadonlyMap<string, number>; readonly events: number };

/** One run in so many is of a whole ledger, the others of its log alone. */
const LEDGER_EVERY = 5;

/**
 * One life of a small world, in which things go wrong for a time; then everything has to come to its end.
 *
 * @throws Contradiction, or the error of whoever could not go on.
 */
export async function simulate(options: WorldOptions): Promise<RunEnd> {
  const { timeline, server } = await (options.seed % LEDGER_EVERY === 0 ? playLedger(options) : playLog(options));
  return { steps: timeline.steps, fingerprint: timeline.fingerprint, marks: timeline.marks, events: server.rows.length };
}
