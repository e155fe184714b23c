import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ClockProgress } from './clock.ts';

export type Metrics = {
  /** Marks that this process wrote. */
  readonly marked: (count: number) => void;
  /** Marks that came too late for the revision of their dossier and are looked at again. */
  readonly conflicts: (count: number) => void;
};

/** Registers what Prometheus asks: marks, conflicts, dossiers that cannot be marked, and the next due date. */
export function createMetrics(registry: Registry | undefined, progress: () => ClockProgress): Metrics {
  if (registry === undefined) return { marked: () => undefined, conflicts: () => undefined };
  const registers = [registry];
  const marks = new Counter({ name: 'motcua_clock_marks_total', help: 'Overdue marks written by this process', registers });
  const conflicts = new Counter({ name: 'motcua_clock_conflicts_total', help: 'Marks put off because their dossier changed at the same time', registers });
  new Gauge({ name: 'motcua_clock_skipped_dossiers', help: 'Dossiers that cannot be marked: too long, or with a history that no rule allows', registers, collect() { this.set(progress().skipped); } });
  new Gauge({
    name: 'motcua_clock_next_due_timestamp_seconds', help: 'The next due date that will pass, seconds since 1970; NaN when none is known', registers,
    collect() { this.set((progress().nextDueAt ?? NaN) / 1_000); },
  });
  return { marked: (count) => { marks.inc(count); }, conflicts: (count) => { conflicts.inc(count); } };
}
