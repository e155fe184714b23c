import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Answer } from './answer.ts';

export type IntakeMetrics = {
  readonly countAnswers: (answers: readonly Answer[]) => void;
  readonly observeAppend: (seconds: number) => void;
  readonly countDropped: () => void;
};

export function createMetrics(registry: Registry): IntakeMetrics {
  const items = new Counter({ name: 'motcua_intake_items_total', help: 'Items by what became of them', labelNames: ['outcome', 'code'], registers: [registry] });
  const appends = new Histogram({
    name: 'motcua_intake_append_seconds', help: 'Time of one call of the event store, many appends together',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30], registers: [registry],
  });
  const dropped = new Counter({ name: 'motcua_intake_rejections_dropped_total', help: 'Refused items that came too fast to be noted', registers: [registry] });
  return {
    countAnswers: (answers) => {
      const counts = new Map<string, number>();
      for (const { outcome } of answers) {
        const key = 'refusal' in outcome ? `${outcome.kind} ${outcome.refusal.code}` : `${outcome.kind} `;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      for (const [key, count] of counts) {
        const [outcome = '', code = ''] = key.split(' ');
        items.inc({ outcome, code }, count);
      }
    },
    observeAppend: (seconds) => appends.observe(seconds),
    countDropped: () => dropped.inc(),
  };
}
