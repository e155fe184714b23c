import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import type { Projector } from '@motcua/projector';
import { simulate } from '@motcua/simulator';
import { caughtUp } from '@motcua/standalone';
import { appendAll } from './fill.ts';
import { percentile, spread } from './harness.ts';
import type { Bench, Line } from './measurement.ts';
import { copyOf, inPieces, recordOf } from './supply.ts';

const TICK_MS = 20;
const PATIENCE_MS = 60_000;

/**
 * How long an event that was taken is not counted yet, while others come at a steady rate. Who sends and who projects are one process.
 *
 * @param options - `copy`: of the newest quarter, one that the log does not hold yet.
 */
export async function steadyLoad(store: EventStore, projector: Projector, { sizes: { year }, signal, onRun, copy }: Bench & { readonly copy: number }): Promise<readonly Line[]> {
  let { position } = await store.head();
  const lines: Line[] = [];
  try {
    await caughtUp(projector, position, signal);
    for (const [index, perSecond] of year.steady.entries()) {
      onRun(`a steady load of ${perSecond} events a second`);
      const lags: Promise<number>[] = [];
      const startedAt = performance.now();
      const pieces = inPieces(copiesOf(year.dossiers, copy + index), Math.max(1, Math.round((perSecond * TICK_MS) / 1000)));
      for (let sent = 0; sent < perSecond * year.seconds;) {
        signal.throwIfAborted();
        const { value: piece = [] } = pieces.next();
        if (piece.length === 0) throw new RangeError('A quarter has fewer events than the load.');
        await until(startedAt + (sent * 1000) / perSecond);
        sent += await appendAll(store, piece, ({ subject }) => streams.dossier(subject));
        position += piece.length;
        const takenAt = performance.now();
        lags.push(projector.waitFor(position, PATIENCE_MS).then(() => performance.now() - takenAt));
      }
      const tookMs = performance.now() - startedAt;
      const waited = await Promise.all(lags);
      lines.push({ what: `${perSecond.toLocaleString('en')} events a second for ${year.seconds} s, from taken to counted`, figures: {
        eventsPerSecond: spread([(perSecond * year.seconds * 1000) / tookMs]), p50Ms: spread([percentile(waited, 50)]), p99Ms: spread([percentile(waited, 99)]),
      } });
    }
    return lines;
  } finally {
    await projector.stop();
  }
}

function* copiesOf(dossiers: number, copy: number) {
  for (const { events } of simulate({ dossiers }).counters) for (const event of events) yield recordOf(copyOf(event, copy));
}

async function until(at: number): Promise<void> {
  const left = at - performance.now();
  if (left > 1) await new Promise((resolve) => { setTimeout(resolve, left); });
}
