import type { AuthorityRow, ProcedureRow } from '@motcua/database';
import { referenceEventData } from '@motcua/dossier';
import type { RecordedEvent } from '@motcua/event-store';
import { unknownType, unreadable } from './unfit.ts';

/**
 * A version of an authority.
 *
 * @throws AppError `EVENT_TYPE_UNKNOWN` or `HISTORY_IMPOSSIBLE` when the event is no declaration of one.
 */
export function authorityRow(event: RecordedEvent): AuthorityRow {
  if (event.type !== 'AuthorityDeclared') throw unknownType(event);
  const { data } = referenceEventData.AuthorityDeclared.safeParse(event.data);
  if (data === undefined) throw unreadable(event);
  const { name, level, parent, successors, validFrom: valid_from, validTo } = data;
  return { code: event.subject, valid_from, valid_to: validTo ?? null, name, level, parent, successors: successors === undefined ? null : JSON.stringify(successors), position: event.position };
}

/** A version of a procedure. @throws AppError as {@link authorityRow}. */
export function procedureRow(event: RecordedEvent): ProcedureRow {
  if (event.type !== 'ProcedureDeclared') throw unknownType(event);
  const { data } = referenceEventData.ProcedureDeclared.safeParse(event.data);
  if (data === undefined) throw unreadable(event);
  const { name, field, fieldName: field_name, level, limit, fee, serviceClass, validFrom: valid_from, validTo } = data;
  return {
    code: event.subject, valid_from, valid_to: validTo ?? null, name, field, field_name, level,
    limit_amount: limit?.amount ?? null, limit_unit: limit?.unit ?? null, fee: fee ?? null, service_class: serviceClass ?? null, position: event.position,
  };
}

/** Takes in that a calendar was announced, which is no row but what is learnt. @throws AppError as {@link authorityRow}. */
export function assertCalendar(event: RecordedEvent): void {
  if (event.type !== 'CalendarAnnounced') throw unknownType(event);
  if (!referenceEventData.CalendarAnnounced.safeParse(event.data).success) throw unreadable(event);
}
