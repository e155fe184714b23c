import { machineTiming } from './timing.ts';
import type { Timing } from './timing.ts';

/** What the store tells its operator; a pino logger fits. */
export type StoreLog = { warn(fields: object, message: string): void };

export type RetryOptions = {
  /** How long a lost connection is tried again; milliseconds from the first attempt. */
  readonly retryMsMax: number;
  readonly log: StoreLog | undefined;
  /** The machine's unless given. */
  readonly timing?: Timing;
};

/** How an engine's errors are read. `isLost`: no answer, or none that says what became of it. `told`: what the operator may see of one. */
export type LostAnswers = { readonly isLost: (error: unknown) => boolean; readonly told: (error: unknown) => object; readonly warning: string };

/**
 * Repeats work whose outcome is unknown because no answer came. Only for what may be done twice: reading, and appending (the
 * ids of the events make the second time a duplicate).
 *
 * @param onLost - Called for each lost answer.
 * @throws the last error, when the time is over or trying again cannot help.
 */
export async function retry<T>({ retryMsMax, log, timing = machineTiming }: RetryOptions, { isLost, told, warning }: LostAnswers, work: () => Promise<T>, onLost: () => void = () => undefined): Promise<T> {
  const deadline = timing.elapsedMs() + retryMsMax;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error)) throw error;
      onLost();
      const pause = backOffMs(attempt, timing.chance);
      if (timing.elapsedMs() + pause > deadline) throw error;
      log?.warn({ ...told(error), attempt }, warning);
      await timing.sleep(pause);
    }
  }
}

/** Milliseconds before the next attempt: doubling from 50 to 2,000, spread so that many processes do not come back at once. */
export function backOffMs(attempt: number, chance: () => number = machineTiming.chance): number {
  const ceiling = Math.min(2_000, 50 * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + chance() * (ceiling / 2);
}
