import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@motcua/event-store';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ProjectorHealth } from './health.ts';

export type Metrics = {
  /** One stretch of the log; `seconds` of its transaction. */
  readonly batch: (events: number, seconds: number) => void;
};

/** What the metrics ask when they are asked. */
export type Measured = { readonly store: Pick<EventStore, 'head'>; readonly position: () => number; readonly health: () => ProjectorHealth };

/** Registers what Prometheus asks: position, lag, who leads, whether it stands still, and how long batches take. */
export function createMetrics(registry: Registry | undefined, { store, position, health }: Measured): Metrics {
  if (registry === undefined) return { batch: () => undefined };
  const registers = [registry];
  new Gauge({ name: 'motcua_projector_position', help: 'Last position of the log that is in the read model', registers, collect() { this.set(position()); } });
  new Gauge({
    name: 'motcua_projector_lag_events', help: 'Events of the log that are not yet in the read model', registers,
    async collect() {
      // Whoever scrapes does not wait for a database that is away.
      const head = await Promise.race([store.head().catch(() => undefined), sleep(2_000, undefined, { ref: false })]);
      this.set(head === undefined ? NaN : Math.max(0, head.position - position()));
    },
  });
  const leading: readonly ProjectorHealth['kind'][] = ['running', 'stopped'];
  new Gauge({ name: 'motcua_projector_leads', help: 'Whether this projector is the one that writes', registers, collect() { this.set(leading.includes(health().kind) ? 1 : 0); } });
  new Gauge({
    name: 'motcua_projector_stands_still', help: 'Whether the projection stands still at an event that it cannot apply', registers,
    collect() { this.set(health().kind === 'stopped' ? 1 : 0); },
  });
  const events = new Counter({ name: 'motcua_projector_events_total', help: 'Events posted by this process', registers });
  const seconds = new Histogram({
    name: 'motcua_projector_batch_seconds', help: 'Time of the transaction that posts a stretch of the log', registers,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  });
  return {
    batch: (count, duration) => {
      events.inc(count);
      seconds.observe(duration);
    },
  };
}
