import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import { sameMinute } from './correction-values.ts';
import type { DossierEvent, DossierEventOf } from './events.ts';

/** The events with the times and due dates that corrections gave them, still in order of arrival; or the correction that finds nothing to correct. */
export type Timed = { readonly events: readonly DossierEvent[] } | { readonly at: DossierEvent; readonly error: AppError };

/**
 * Applies the corrections of times and due dates, in order of arrival. Each changes, of the events that arrived before it and
 * say what it corrects, the last one that says the old value now; seconds do not count.
 */
export function applyTimeCorrections(arrived: readonly DossierEvent[]): Timed {
  if (!arrived.some(correctsTime)) return { events: arrived };
  const events = [...arrived];
  const tellers = tellersIn(arrived);
  for (const [arrival, correction] of arrived.entries()) {
    if (!correctsTime(correction)) continue;
    const { field, old } = correction.data;
    const index = (tellers.get(field) ?? []).findLast((at) => at < arrival && sameMinute(valueOf(events[at], field), old));
    const target = index === undefined ? undefined : events[index];
    if (index === undefined || target === undefined) return { at: correction, error: mismatch(events.slice(0, arrival), field) };
    events[index] = withValue(target, field, correction.data.new);
  }
  return { events };
}

/** Whether the event changes what earlier ones say, so that the history must be folded again. */
export function correctsTime(event: DossierEvent): event is DossierEventOf<'DossierCorrected'> {
  return event.type === 'DossierCorrected' && fields.has(event.data.field);
}

/**
 * Where something is told that a correction may name. Looked up once: a correction changes what is told, never whether it is, and
 * a dossier full of corrections would be searched from end to end for each of them.
 */
function tellersIn(arrived: readonly DossierEvent[]): ReadonlyMap<Field, readonly number[]> {
  const asked = new Set(arrived.filter(correctsTime).map(({ data }) => data.field));
  return new Map([...asked].map((field) => [field, arrived.flatMap((event, at) => (valueOf(event, field) === undefined ? [] : [at]))]));
}

type Field = DossierEventOf<'DossierCorrected'>['data']['field'];

const fields: ReadonlySet<Field> = new Set(['submittedAt', 'receivedAt', 'resolvedAt', 'dueAt']);

/** What an event says of a field that a correction may name: null when it leaves the dossier without, undefined when it says nothing of it. */
function valueOf(event: DossierEvent | undefined, field: Field): string | null | undefined {
  if (event === undefined) return undefined;
  switch (field) {
    case 'submittedAt': return event.type === 'DossierSubmitted' ? formatInstant(event.occurredAt) : undefined;
    case 'receivedAt': return event.type === 'DossierReceived' ? formatInstant(event.occurredAt) : undefined;
    case 'resolvedAt': return event.type === 'DossierResolved' ? formatInstant(event.occurredAt) : undefined;
    case 'dueAt': return dueDateOf(event);
    case 'authority': case 'receivingUnit': case 'procedure': case 'field': case 'channel': return undefined;
  }
}

/** Where an event tells no due date although it may, the one before it is what a correction must name; reception and supplement set one in any case. */
function dueDateOf(event: DossierEvent): string | null | undefined {
  if (event.type === 'DossierReceived' || event.type === 'SupplementReceived') return event.data.dueAt ?? null;
  if (event.type === 'DossierReopened' || event.type === 'FeePaid' || event.type === 'ProcessingResumed') return event.data.dueAt;
  return event.type === 'DueDateChanged' ? event.data.newDueAt : undefined;
}

function withValue(event: DossierEvent, field: Field, value: string): DossierEvent {
  if (field !== 'dueAt') return { ...event, occurredAt: parseInstant(value) ?? event.occurredAt };
  switch (event.type) {
    case 'DossierReceived': return { ...event, data: { ...event.data, dueAt: value } };
    case 'SupplementReceived': return { ...event, data: { ...event.data, dueAt: value } };
    case 'DossierReopened': return { ...event, data: { ...event.data, dueAt: value } };
    case 'FeePaid': return { ...event, data: { ...event.data, dueAt: value } };
    case 'ProcessingResumed': return { ...event, data: { ...event.data, dueAt: value } };
    case 'DueDateChanged': return { ...event, data: { ...event.data, newDueAt: value } };
    default: return event;
  }
}

function mismatch(before: readonly DossierEvent[], field: Field): AppError {
  const latest = before.map((event) => valueOf(event, field)).findLast((value) => value !== undefined);
  const recorded = latest === undefined ? 'nothing' : latest ?? 'no due date';
  return new AppError('CORRECTION_MISMATCH', 'The old value is not a recorded one: read the dossier again and correct what it says now.', {
    errors: [{ pointer: '/data/old', detail: `recorded is ${recorded}` }],
  });
}
