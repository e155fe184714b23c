import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Delivery } from './deliveries.ts';

export type Metrics = { readonly delivered: () => void };

/** Registers what Prometheus asks: packs that were delivered, deliveries that fail, and those that are late. */
export function createMetrics(registry: Registry | undefined, last: () => readonly Delivery[]): Metrics {
  if (registry === undefined) return { delivered: () => undefined };
  const registers = [registry];
  const delivered = new Counter({ name: 'motcua_reports_delivered_total', help: 'Packs that this process delivered', registers });
  new Gauge({
    name: 'motcua_reports_failing', help: 'Deliveries that have failed and are tried again', registers,
    collect() { this.set(last().filter(({ state }) => state.kind === 'failing').length); },
  });
  new Gauge({ name: 'motcua_reports_late', help: 'Deliveries that are not done and past their deadline', registers, collect() { this.set(last().filter(({ isLate }) => isLate).length); } });
  return { delivered: () => { delivered.inc(); } };
}
