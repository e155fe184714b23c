import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@motcua/event-store';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

export type Metrics = {
  /** One stretch of the log; `seconds` of its transaction. */
  readonly batch: (events: number, seconds: number) => void;
};

/** Registers what Prometheus asks: position, lag, and how long batches take. */
export function createMetrics(registry: Registry | undefined, store: EventStore, position: () => number): Metrics {
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
