import { AppError, parseInstant } from '@motcua/kernel';
import { dossierEventData } from './event-schemas.ts';
import { isDossierEventType } from './events.ts';
import type { DossierEvent } from './events.ts';

/** The parts of a log record that a dossier's event is read from. */
export type DossierRecord = { readonly id: string; readonly type: string; readonly occurredAt: string; readonly position?: number; readonly data: unknown };

/**
 * Reads a dossier's event from the log, checking its form again: what stands in a log may have been written by other hands.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the record is no event of a dossier.
 */
export function readDossierEvent(record: DossierRecord): DossierEvent {
  const occurredAt = parseInstant(record.occurredAt);
  if (!isDossierEventType(record.type) || occurredAt === undefined) throw unreadable(record, 'its type or time is not known');
  const parsed = dossierEventData[record.type].safeParse(record.data);
  if (!parsed.success) throw unreadable(record, parsed.error.issues.map((issue) => `/${issue.path.join('/')}`).join(', '));
  const { type, id, position } = record;
  return { type, id, occurredAt, ...(position === undefined ? {} : { position }), data: parsed.data } as DossierEvent;
}

function unreadable(record: DossierRecord, why: string): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `The event ${record.id} (${record.type}) cannot be read: ${why}.`);
}
