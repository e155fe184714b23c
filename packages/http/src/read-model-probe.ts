import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import type { Probe, ProbeResult } from './probes.ts';

/** `posted`: how far the read model is that this service reads, which may be a replica's. `logged`: how far the log is. */
export type Positions = { readonly posted: () => Promise<number>; readonly logged: () => Promise<number> };

/** How long is waited for the log, which is not needed to answer from the read model; milliseconds. */
const LOG_PATIENCE_MS = 1_000;

/**
 * Tells how far the read model is behind the log, by `/health`, `/ready` and two metrics. Being behind is in order, because every
 * answer says as of which position it is; a read model that does not answer is not, and a log that does not is only told of.
 */
export async function readModelProbe(registry: Registry, positions: Positions): Promise<Probe> {
  const { Gauge } = await import('prom-client');
  const registers = [registry];
  new Gauge({
    name: 'motcua_read_model_position', help: 'Last position of the log in the read model that this service reads', registers,
    async collect() { this.set(await positions.posted().catch(() => NaN)); },
  });
  new Gauge({
    name: 'motcua_read_model_lag_events', help: 'Events of the log that are not yet in the read model that this service reads', registers,
    async collect() {
      const [posted, logged] = await Promise.all([positions.posted().catch(() => NaN), patiently(positions)]);
      this.set(logged === undefined ? NaN : Math.max(0, logged - posted));
    },
  });
  return { name: 'database', check: () => check(positions) };
}

async function check(positions: Positions): Promise<ProbeResult> {
  const [position, logged] = await Promise.all([positions.posted(), patiently(positions)]);
  if (logged === undefined) return { status: 'ok', position, detail: 'The log does not answer: how far it is ahead is not known.' };
  const behind = Math.max(0, logged - position);
  return { status: 'ok', position, logged, behind, detail: behind === 0 ? 'The read model holds the whole log.' : `The read model is ${behind} events behind the log.` };
}

/** undefined when the log does not answer soon. */
async function patiently({ logged }: Positions): Promise<number | undefined> {
  return Promise.race([logged().catch(() => undefined), sleep(LOG_PATIENCE_MS, undefined, { ref: false })]);
}
