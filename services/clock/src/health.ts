import type { Probe } from '@motcua/http';
import { formatInstant } from '@motcua/kernel';
import type { ClockProgress } from './clock.ts';

/**
 * - `starting`: has not looked yet. - `running`: marks what passes. - `failing`: the log or the database cannot be used;
 *   tried again and again. - `ended`: was stopped.
 */
export type ClockHealth = { readonly kind: 'starting' | 'running' | 'ended' } | { readonly kind: 'failing'; readonly reason: string };

/** What `/health` and `/ready` show. `undefined`: a clock that is started later, which is in order. */
export function clockProbe(clock: () => { health(): ClockHealth; progress(): ClockProgress } | undefined): Probe {
  return {
    name: 'clock',
    check: () => {
      const running = clock();
      if (running === undefined) return { status: 'ok', state: 'waiting', detail: 'The clock starts when the sample has been played.' };
      const { marked, skipped, nextDueAt } = running.progress();
      return { ...describe(running.health()), marked, skipped, ...(nextDueAt === undefined ? {} : { nextDueAt: formatInstant(nextDueAt) }) };
    },
  };
}

function describe(health: ClockHealth): { readonly status: 'ok' | 'failing'; readonly state: string; readonly detail: string } {
  const state = health.kind;
  switch (health.kind) {
    case 'running': return { status: 'ok', state, detail: 'Due dates are marked when they have passed.' };
    case 'starting': return { status: 'failing', state, detail: 'The clock is starting.' };
    case 'ended': return { status: 'failing', state, detail: 'The clock was ended.' };
    case 'failing': return { status: 'failing', state, detail: health.reason };
  }
}
