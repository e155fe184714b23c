import type { DossierEvent, DossierEventOf } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';

/** The event at an arrival with the time and the due date that all corrections leave it with. */
export function withCorrections(event: DossierEvent, arrival: number, arrived: readonly DossierEvent[]): DossierEvent {
  const [time, due] = [timeField(event), dueDateSetBy(event)];
  const occurredAt = time === undefined ? event.occurredAt : instant(valueOf(arrival, time, arrived) ?? undefined) ?? event.occurredAt;
  if (due === undefined) return { ...event, occurredAt };
  const dueAt = valueOf(arrival, 'dueAt', arrived) ?? undefined;
  switch (event.type) {
    case 'DossierReceived': return { ...event, occurredAt, data: { ...event.data, dueAt } };
    case 'SupplementReceived': return { ...event, data: { ...event.data, dueAt } };
    case 'DossierReopened': return { ...event, data: { ...event.data, dueAt } };
    case 'FeePaid': return { ...event, data: { ...event.data, dueAt } };
    case 'ProcessingResumed': return { ...event, data: { ...event.data, dueAt } };
    case 'DueDateChanged': return { ...event, data: { ...event.data, newDueAt: dueAt ?? event.data.newDueAt } };
    default: return event;
  }
}

type Corrected = DossierEventOf<'DossierCorrected'>['data']['field'];

/** What the event at an arrival said of a field after the first `until` arrivals; undefined when it is none that says it. */
function valueOf(arrival: number, field: Corrected, arrived: readonly DossierEvent[], until = arrived.length): string | null | undefined {
  const last = arrived.slice(0, until).findLastIndex((event, at) => at > arrival && event.type === 'DossierCorrected' && event.data.field === field && meant(at, arrived) === arrival);
  const correction = arrived[last];
  return correction?.type === 'DossierCorrected' ? correction.data.new : firstValueOf(arrived[arrival], field);
}

/** Which event a correction is about: of those before it that then said its old value, the one that came in last. */
function meant(correctionArrival: number, arrived: readonly DossierEvent[]): number {
  const correction = arrived[correctionArrival];
  if (correction?.type !== 'DossierCorrected') return -1;
  const { field, old } = correction.data;
  return arrived.findLastIndex((_, at) => at < correctionArrival && agree(valueOf(at, field, arrived, correctionArrival), old));
}

function agree(said: string | null | undefined, old: string | null): boolean {
  const [one, other] = [instant(said ?? undefined), instant(old ?? undefined)];
  return said !== undefined && (one === undefined || other === undefined ? one === other : minute(one) === minute(other));
}

function firstValueOf(event: DossierEvent | undefined, field: Corrected): string | null | undefined {
  if (event === undefined) return undefined;
  if (field === 'dueAt') return dueDateSetBy(event);
  return timeField(event) === field ? new Date(event.occurredAt).toISOString() : undefined;
}

function timeField(event: DossierEvent): Corrected | undefined {
  if (event.type === 'DossierSubmitted') return 'submittedAt';
  if (event.type === 'DossierReceived') return 'receivedAt';
  return event.type === 'DossierResolved' ? 'resolvedAt' : undefined;
}

/** Null: the event leaves the dossier without a due date. Undefined: it has nothing to do with one, as a reopening or a payment that names none. */
function dueDateSetBy(event: DossierEvent): string | null | undefined {
  switch (event.type) {
    case 'DossierReceived': case 'SupplementReceived': return event.data.dueAt ?? null;
    case 'DossierReopened': case 'FeePaid': case 'ProcessingResumed': return event.data.dueAt;
    case 'DueDateChanged': return event.data.newDueAt;
    default: return undefined;
  }
}

export function instant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

export function minute(at: Instant): number {
  return Math.floor(at / 60_000);
}
