import { addDays, formatInstant, isCivilDate, parseInstant } from '@motcua/kernel';
import { simulate } from '@motcua/simulator';
import type { CloudEvent, Simulation } from '@motcua/simulator';

/** Thirteen weeks: the sample quarter moved by as much lies in the quarter before or after it, on the same days of the week. */
const QUARTER_DAYS = 91;

/** A quarter of the made-up year: its counters' events, in order of each counter. */
export type SimulatedQuarter = { readonly period: string; readonly counters: readonly { readonly events: readonly CloudEvent[] }[] };

/** Three quarters of one province, each with dossiers of its own, from the same offices. */
export function simulatedYear(size: { readonly dossiers: number; readonly authorities: number }): { readonly reference: Simulation['referenceEvents']; readonly quarters: readonly SimulatedQuarter[] } {
  const periods = ['2023-Q4', '2024-Q1', '2024-Q2'];
  const simulations = periods.map((_, index) => simulate({ ...size, seed: 2_024 + index }));
  return {
    reference: simulations[0]?.referenceEvents ?? [],
    quarters: simulations.map(({ counters }, index) => ({
      period: periods[index] ?? '',
      counters: counters.map(({ events }) => ({ events: Array.from(events, (event) => moved(event, (index - 1) * QUARTER_DAYS, index)) })),
    })),
  };
}

/** The same event of another dossier, so many days later. */
function moved(event: CloudEvent, days: number, copy: number): CloudEvent {
  const data = JSON.parse(JSON.stringify(event.data), (_, value: unknown) => (typeof value === 'string' ? laterText(value, days) : value)) as CloudEvent['data'];
  // A codec: the data keep their form, only their dates are others.
  return { ...event, time: laterText(event.time, days), subject: `${event.subject}${copy}`, id: `${event.id}.${copy}`, data } as CloudEvent;
}

function laterText(text: string, days: number): string {
  if (isCivilDate(text)) return addDays(text, days);
  const instant = /^\d{4}-\d\d-\d\dT/.test(text) ? parseInstant(text) : undefined;
  return instant === undefined ? text : formatInstant(instant + days * 86_400_000);
}
