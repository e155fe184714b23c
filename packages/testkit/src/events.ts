import { readDossierEvent } from '@motcua/dossier';
import type { DossierEvent, DossierEventInput, DossierEventType } from '@motcua/dossier';
import { canonicalJson, civilDateOf, formatInstant, overdueMarkId, parseInstant, uuidV5 } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';

/**
 * An event of a dossier as the log would give it, read through its schema.
 *
 * @param at - `2024-01-05 08:12` in Vietnam, or any RFC 3339 instant.
 * @param id - By default derived from all the rest, so equal events have equal ids.
 * @throws AppError `HISTORY_IMPOSSIBLE` when the data is not that of the type.
 */
export function happened<T extends DossierEventType>(type: T, at: string, data: DossierEventInput<T>, id?: string): DossierEvent {
  const occurredAt = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(at) ? `${at.replace(' ', 'T')}:00+07:00` : at;
  return readDossierEvent({ type, id: id ?? uuidV5('test', type, occurredAt, canonicalJson(data)), occurredAt, data });
}

/** The clock's mark for a due date of a dossier, with the id that every clock would give it. */
export function fellOverdue(dossier: string, dueAt: Instant, rule = 'nd61'): DossierEvent {
  const due = formatInstant(dueAt);
  return happened('DossierFellOverdue', due, { rule, dueAt: due }, overdueMarkId(dossier, rule, due));
}

/** `2024-01-05 08:12` in Vietnam as an instant. */
export function vietnamTime(text: string): Instant {
  const instant = parseInstant(`${text.replace(' ', 'T')}:00+07:00`);
  if (instant === undefined) throw new TypeError(`${text} is not a time such as 2024-01-05 08:12`);
  return instant;
}

/** One line that shows an event in a failing test. */
export function sketch(event: DossierEvent): string {
  return `${formatInstant(event.occurredAt)} (${civilDateOf(event.occurredAt)}) ${event.type} ${JSON.stringify(event.data)}`;
}

