import type { Stop } from '@motcua/database';
import type { Probe } from '@motcua/http';

/**
 * - `starting`: not yet asked for the lead. - `standby`: another projector writes; this one waits for its turn.
 * - `running`: posts what comes. - `stopped`: stands still at an event that it cannot apply, until it is set aside or the
 *   program can apply it. - `failing`: the log or the database cannot be used; tried again and again. - `ended`: was stopped.
 */
export type ProjectorHealth =
  | { readonly kind: 'starting' | 'standby' | 'running' | 'ended' }
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | { readonly kind: 'failing'; readonly reason: string };

/** What `/health` and `/ready` show. Standing by is in order; standing still is not. */
export function projectorProbe(projector: { health(): ProjectorHealth; position(): number }): Probe {
  return { name: 'projector', check: () => ({ position: projector.position(), ...describe(projector.health()) }) };
}

function describe(health: ProjectorHealth): { readonly status: 'ok' | 'failing'; readonly state: string; readonly detail: string; readonly stopped?: Stop } {
  const state = health.kind;
  switch (health.kind) {
    case 'running': return { status: 'ok', state, detail: 'Events of the log are being posted.' };
    case 'standby': return { status: 'ok', state, detail: 'Another projector writes; this one takes over when it ends.' };
    case 'starting': return { status: 'failing', state, detail: 'The projector is starting.' };
    case 'ended': return { status: 'failing', state, detail: 'The projector was ended.' };
    case 'failing': return { status: 'failing', state, detail: health.reason };
    case 'stopped': return {
      status: 'failing', state, stopped: health.stop,
      detail: `The projection stands still at position ${health.stop.position}: ${health.stop.reason} Set the event aside with: motcua quarantine ${health.stop.position} --reason "…"`,
    };
  }
}
